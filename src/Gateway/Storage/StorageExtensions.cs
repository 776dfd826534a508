using Customer360.Gateway.Storage;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

internal static class StorageExtensions
{
    /// <summary>The database, brought up to date before the host listens, swept, and watched for other replicas' changes.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>();
        services.AddOptions<StorageOptions>().Bind(configuration.GetSection(StorageOptions.SectionName))
            .Configure(options => options.Postgres = configuration.GetConnectionString(StorageOptions.PostgresName) ?? "")
            .ValidateOnStart();
        services.AddSingleton(OpenDatabase);
        services.AddSingleton<Migrator>().AddStartTask<Migrator>((migrator, token) => migrator.RunAsync(token));
        services.AddSingleton<Changes>().AddBackgroundTask<Changes>((changes, token) => changes.FollowAsync(token));
        services.AddSingleton<RetentionSweeper>().AddBackgroundTask<RetentionSweeper>((sweeper, token) => sweeper.RunAsync(token));
        services.AddSingleton(Changes.Retention)
            .AddSingleton(Retention.Kept("change_counter", "one row"))
            .AddSingleton(Retention.Kept("schema_version", "one row per migration"));
        services.AddHealthChecks().AddCheck<StorageHealthCheck>("storage", tags: ["ready"], timeout: TimeSpan.FromSeconds(2));
        return services;
    }

    private static Database OpenDatabase(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<StorageOptions>>().Value;
        return options.Postgres.Length > 0
            ? new PostgresDatabase(options.Postgres)
            : new SqliteDatabase(Path.Combine(provider.GetRequiredService<IHostEnvironment>().ContentRootPath, options.SqlitePath));
    }
}
