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
        services.AddOptions<OutboundOptions>()
            .Bind(configuration.GetSection(OutboundOptions.SectionName))
            .Validate(
                static options => options.AllowedPrivateTargets.All(target => OutboundGuard.ParseTarget(target) is not null),
                "Outbound:AllowedPrivateTargets: each is host:port.")
            .ValidateOnStart();
        services.TryAddSingleton<OutboundGuard>();
        services.AddHttpClient(OutboundHttp.ClientName)
            .ConfigurePrimaryHttpMessageHandler(provider => OutboundHttp.CreateHandler(provider.GetRequiredService<OutboundGuard>()))
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan) // its pool follows DNS by itself
            .RemoveAllLoggers(); // they write addresses, which may hold ids of people
        services.TryAddSingleton<OutboundHttp>();
        services.TryAddSingleton<ReplicaCount>();
        services.TryAddSingleton<CrmTelemetry>();
        services.TryAddSingleton<CrmPipeline>();
        services.TryAddSingleton<CrmConnections>();
        services.TryAddSingleton<CrmSender>();
        services.TryAddSingleton(provider => new CrmHttp(
            provider.GetRequiredService<CrmConnections>(),
            provider.GetRequiredService<CrmSender>(),
            provider.GetRequiredService<CrmTelemetry>(),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(provider => new OAuthHttp(
            provider.GetRequiredService<OutboundHttp>(),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<GrantTokens>();
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
