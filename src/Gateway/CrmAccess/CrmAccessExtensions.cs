using Customer360.Adapters.OAuth;
using Customer360.Gateway.CrmAccess;
using Customer360.Gateway.Hosting;
using Customer360.Gateway.Storage;

namespace Microsoft.Extensions.DependencyInjection;

internal static class CrmAccessExtensions
{
    /// <summary>Connections, seeded before the host listens, agents' grants, and the way from a call to its CRM. Comes after AddVault.</summary>
    public static IServiceCollection AddCrmAccess(this IServiceCollection services)
    {
        services.AddCheckedOptions<CrmAccessOptions>(CrmAccessOptions.Section);
        services.AddOptions<ConnectionSeeds>().Configure<IConfiguration>((seeds, configuration) => seeds.Read(configuration)).ValidateOnStart();
        services.AddSingleton<Connections>().AddSingleton(Connections.Retention);
        services.AddSingleton<ConnectionSeeder>().AddStartTask<ConnectionSeeder>((seeder, token) => seeder.RunAsync(token));
        services.AddSingleton<Grants>().AddSingleton<IGrantStore>(provider => provider.GetRequiredService<Grants>()).AddSingleton(Grants.Retention);
        services.AddSingleton<ActiveCrms>().AddSingleton(ActiveCrms.Retention);
        services.AddSingleton<CrmCalls>();
        return services;
    }
}
