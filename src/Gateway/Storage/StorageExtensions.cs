using Customer360.Gateway.Hosting;
using Customer360.Gateway.Storage;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

internal static class StorageExtensions
{
    /// <summary>The database, brought up to date before the host listens, swept, and watched for other replicas and their changes.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.AddCheckedOptions<StorageOptions>(StorageOptions.Section);
        services.AddCheckedOptions<ConnectionStringOptions>(ConnectionStringOptions.Section);
        services.AddSingleton(OpenDatabase);
        services.AddSingleton<Migrator>().AddStartTask<Migrator>((migrator, token) => migrator.RunAsync(token));
        services.AddSingleton<Changes>().AddStartTask<Changes>((changes, token) => changes.BeginAsync(token)).AddBackgroundTask<Changes>((changes, token) => changes.FollowAsync(token));
        services.AddSingleton<RetentionSweeper>().AddBackgroundTask<RetentionSweeper>((sweeper, token) => sweeper.RunAsync(token));
        services.AddSingleton<Replicas>().AddBackgroundTask<Replicas>((replicas, token) => replicas.RunAsync(token));
        services.AddSingleton(Changes.Retention)
            .AddSingleton(Replicas.Retention)
            .AddSingleton(Retention.Kept("change_counter", "one row"))
            .AddSingleton(Retention.Kept("schema_version", "one row per migration"));
        services.AddHealthChecks().AddCheck<StorageHealthCheck>("storage", tags: [HealthExtensions.Ready], timeout: TimeSpan.FromSeconds(2));
        return services;
    }

    private static Database OpenDatabase(IServiceProvider provider)
    {
        var postgres = provider.GetRequiredService<IOptions<ConnectionStringOptions>>().Value.Postgres;
        var path = provider.GetRequiredService<IOptions<StorageOptions>>().Value.SqlitePath;
        return postgres.Length > 0
            ? new PostgresDatabase(postgres)
            : new SqliteDatabase(Path.Combine(provider.GetRequiredService<IHostEnvironment>().ContentRootPath, path));
    }
}
