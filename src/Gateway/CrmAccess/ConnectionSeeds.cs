using Customer360.Contracts.V1;
using Microsoft.Extensions.Options;

namespace Customer360.Gateway.CrmAccess;

/// <summary>A connection from configuration.</summary>
internal sealed record ConnectionSeed(string TenantId, Connection Connection);

/// <summary>
/// Section <c>Connections</c>: a list of entries with <c>Tenant</c> and the fields of the contract's Connection. An entry
/// is enabled unless it says <c>Enabled: false</c>.
/// </summary>
internal sealed class ConnectionSeeds
{
    public const string Section = "Connections";

    private const string TenantKey = "Tenant";

    private static readonly string[] SetByGateway =
        ["id", "kind", "clear_client_secret", "has_client_secret", "redirect_uri", "etag", "modified_time"];

    public IReadOnlyList<ConnectionSeed> Seeds { get; private set; } = [];

    /// <exception cref="OptionsValidationException">With every problem.</exception>
    public void Read(IConfiguration configuration)
    {
        var problems = new List<string>();
        var seeds = new List<ConnectionSeed>();
        foreach (var entry in configuration.GetSection(Section).GetChildren())
            seeds.Add(Read(entry, seeds, problems));
        if (problems.Count > 0)
            throw new OptionsValidationException(Section, typeof(ConnectionSeeds), problems);
        Seeds = seeds;
    }

    private static ConnectionSeed Read(IConfigurationSection entry, List<ConnectionSeed> earlier, List<string> problems)
    {
        var tenant = entry[TenantKey] ?? "";
        if (string.IsNullOrWhiteSpace(tenant))
            problems.Add($"{entry.Path}:{TenantKey} is required.");
        var settings = entry.GetChildren().Where(setting => !setting.Key.Equals(TenantKey, StringComparison.OrdinalIgnoreCase)).ToList();
        var connection = new MessageBinder(problems).Bind<Connection>(settings);
        if (!settings.Any(setting => setting.Key.Equals(nameof(Connection.Enabled), StringComparison.OrdinalIgnoreCase)))
            connection.Enabled = true;

        problems.AddRange(settings
            .Where(setting => SetByGateway.Any(name => name.Replace("_", "", StringComparison.Ordinal).Equals(setting.Key, StringComparison.OrdinalIgnoreCase)))
            .Select(setting => $"{setting.Path} is set by the gateway."));
        problems.AddRange(ConnectionRules.Problems(connection).Select(problem => $"{entry.Path}: {problem.Path} {problem.Problem}."));
        if (earlier.Any(seed => seed.TenantId == tenant && seed.Connection.Name == connection.Name))
            problems.Add($"{entry.Path}: name is another entry's of this tenant.");
        return new(tenant, connection);
    }
}
