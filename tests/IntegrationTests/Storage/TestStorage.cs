using System.Collections.Concurrent;
using Customer360.Gateway.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Customer360.IntegrationTests.Storage;

/// <summary>A database of one test, and the gateways that run on it.</summary>
public abstract class TestStorage : IAsyncDisposable
{
    public const string Key = "bWFzdGVyLWtleS1vZi10aGUtdGVzdHMtMzItYnl0ZXM=";

    private readonly ConcurrentBag<IHost> _hosts = [];

    /// <summary>Several gateways can run at the same time.</summary>
    public abstract bool IsShared { get; }

    public static TestStorage Sqlite() => new SqliteStorage();

    public static TestStorage Postgres(PostgresServer server) => new PostgresStorage(server);

    /// <summary>Starts a gateway's storage as the host does.</summary>
    /// <param name="settings">Beyond the database and the vault's key.</param>
    /// <param name="time">Its clock.</param>
    /// <param name="environment">The host's environment.</param>
    /// <param name="configure">Registers more.</param>
    internal async Task<IServiceProvider> StartAsync(
        IReadOnlyDictionary<string, string?>? settings = null, TimeProvider? time = null, string environment = "Production",
        Action<IServiceCollection>? configure = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new() { EnvironmentName = environment });
        builder.Configuration.AddInMemoryCollection(await SettingsAsync())
            .AddInMemoryCollection([new("Vault:Key", environment == "Production" ? Key : "")])
            .AddInMemoryCollection(settings ?? new Dictionary<string, string?>());
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddConsole();
        builder.Services.AddSingleton(time ?? TimeProvider.System).AddMetrics();
        builder.Services.AddCrmAdapters(builder.Configuration).AddStorage().AddVault().AddCrmAccess().AddRequestLedger();
        configure?.Invoke(builder.Services);
        var host = builder.Build();
        try
        {
            await host.StartAsync(TestContext.Current.CancellationToken);
        }
        catch
        {
            await ((IAsyncDisposable)host).DisposeAsync();
            throw;
        }
        _hosts.Add(host);
        return host.Services;
    }

    /// <summary>An empty one on the same engine.</summary>
    internal abstract TestStorage Fresh();

    /// <summary>Stops all gateways.</summary>
    public async Task StopAsync()
    {
        foreach (var host in _hosts)
        {
            await host.StopAsync();
            await ((IAsyncDisposable)host).DisposeAsync();
        }
        _hosts.Clear();
    }

    /// <summary>All that the database holds, as it lies on disk or comes over the wire: what a thief would see.</summary>
    internal abstract Task<byte[]> StealAsync(Database database);

    public virtual async ValueTask DisposeAsync() => await StopAsync();

    private protected abstract Task<Dictionary<string, string?>> SettingsAsync();

    private sealed class SqliteStorage : TestStorage
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("customer360-sqlite-");

        public override bool IsShared => false;

        internal override TestStorage Fresh() => Sqlite();

        internal override async Task<byte[]> StealAsync(Database database)
        {
            await database.WriteAsync(sql => sql.ExecuteAsync("select 1"), CancellationToken.None);
            return [.. _folder.GetFiles("gateway.db*").Where(file => file.Extension != ".lock").SelectMany(file => ReadShared(file.FullName))];
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            _folder.Delete(recursive: true);
        }

        private protected override Task<Dictionary<string, string?>> SettingsAsync() =>
            Task.FromResult(new Dictionary<string, string?> { ["Storage:SqlitePath"] = Path.Combine(_folder.FullName, "gateway.db") });

        private static byte[] ReadShared(string path)
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var copy = new MemoryStream();
            file.CopyTo(copy);
            return copy.ToArray();
        }
    }

    private sealed class PostgresStorage(PostgresServer server) : TestStorage
    {
        private readonly Lazy<Task<string>> _connectionString = new(server.CreateDatabaseAsync);

        public override bool IsShared => true;

        internal override TestStorage Fresh() => Postgres(server);

        internal override async Task<byte[]> StealAsync(Database database)
        {
            var tables = await database.ReadAsync(
                sql => sql.ListAsync<string>("select table_name from information_schema.tables where table_schema = 'public'"), CancellationToken.None);
            var all = new List<byte>();
            foreach (var table in tables)
            {
                // Binary columns come as hexadecimal: the strings that a test looks for are looked for in that form, too.
                var rows = await database.ReadAsync(sql => sql.ListAsync<string>($"select t::text from {table} t"), CancellationToken.None);
                all.AddRange(rows.SelectMany(row => System.Text.Encoding.UTF8.GetBytes(row)));
            }
            return [.. all];
        }

        private protected override async Task<Dictionary<string, string?>> SettingsAsync() =>
            new() { ["ConnectionStrings:Postgres"] = await _connectionString.Value };
    }
}
