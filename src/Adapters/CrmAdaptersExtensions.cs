using Customer360.Adapters;
using Customer360.Adapters.Http;
using Customer360.Adapters.OAuth;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;

// IDE0130 would have the folder's namespace; this one makes the IDE offer the methods.
namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers what all CRM adapters share, and adapters.</summary>
public static class CrmAdaptersExtensions
{
    /// <summary>The HTTP pipeline, OAuth and the registry.</summary>
    public static IServiceCollection AddCrmAdapters(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddHttpClient(OutboundHttp.ClientName);
        services.TryAddSingleton<OutboundHttp>();
        services.TryAddSingleton(provider => new CrmHttp(provider.GetRequiredService<OutboundHttp>()));
        services.TryAddSingleton(provider => new OAuthHttp(provider.GetRequiredService<OutboundHttp>()));
        services.TryAddSingleton<CrmAdapters>();
        return services;
    }

    /// <summary>One CRM.</summary>
    public static IServiceCollection AddCrmAdapter<TAdapter>(this IServiceCollection services) where TAdapter : class, ICrmAdapter
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ICrmAdapter, TAdapter>());
        return services;
    }
}
