using Customer360.Gateway.Storage;
using Microsoft.Extensions.Options;

namespace Customer360.Gateway.CrmAccess;

/// <summary>Brings the connections of configuration into the database, before the host listens. Configuration wins.</summary>
internal sealed partial class ConnectionSeeder(
    Connections connections, Database database, IOptions<ConnectionSeeds> options, ILogger<ConnectionSeeder> logger)
{
    /// <exception cref="OptionsValidationException">A connection can't become what configuration says.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var seeds = options.Value.Seeds;
        await using var alone = await database.LockAsync(Connections.Topic, cancellationToken);
        var problems = new List<string>();
        foreach (var seed in seeds)
            if (await connections.SeedAsync(seed, cancellationToken) is { } problem)
                problems.Add($"{ConnectionSeeds.Section}: \"{seed.Connection.Name}\" of tenant {seed.TenantId} {problem}.");
        if (problems.Count > 0)
            throw new OptionsValidationException(ConnectionSeeds.Section, typeof(ConnectionSeeds), problems);

        var retired = await connections.RetireSeedsAsync(seeds, cancellationToken);
        if (retired > 0)
            Log.Retired(logger, retired);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Disabled {Count} connections that configuration no longer has.")]
        public static partial void Retired(ILogger logger, int count);
    }
}
