using Customer360.Gateway.Development;
using Customer360.Gateway.Hosting;
using Customer360.Gateway.Storage;

// IDE0130 would have the folder's namespace; this one makes the IDE offer the method.
namespace Microsoft.Extensions.DependencyInjection;

internal static class DevelopmentExtensions
{
    /// <summary>The simulated CRMs, grants for demo agents, and a first match. Comes after AddCrmAccess, whose connections it authorises.</summary>
    public static IServiceCollection AddDevelopment(this IServiceCollection services)
    {
        services.AddCheckedOptions<DevelopmentOptions>(DevelopmentOptions.Section);
        services.AddHttpClient(DevelopmentGrants.HttpClientName)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false })
            .RemoveAllLoggers(); // they write addresses, and codes are in these
        services.AddSingleton<DevelopmentSandbox>().AddStartTask<DevelopmentSandbox>((sandbox, token) => sandbox.StartAsync(token));
        services.AddSingleton<DevelopmentGrants>().AddStartTask<DevelopmentGrants>((grants, token) => grants.RunAsync(token));
        return services.AddSingleton<DemoMatch>().AddBackgroundTask<DemoMatch>((match, token) => match.RunAsync(token));
    }
}
