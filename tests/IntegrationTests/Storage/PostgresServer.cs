using System.Diagnostics;
using System.Globalization;
using Npgsql;

[assembly: AssemblyFixture(typeof(Customer360.IntegrationTests.Storage.PostgresServer))]

namespace Customer360.IntegrationTests.Storage;

/// <summary>
/// A real PostgreSQL server for the whole test run: Debian's, in a folder of its own, on a Unix socket. It starts with the
/// first database that a test asks for.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>PostgreSQL refuses to run as root; Debian's package makes this user.</summary>
    private const string User = "postgres";

    // Ends the server and removes its folder when its standard input ends, so that a killed test run leaves nothing behind.
    private const string Keeper =
        """
        set -e
        umask 077
        folder=$(mktemp -d "${TMPDIR:-/tmp}/customer360-postgres-XXXXXX")
        trap 'rm -rf "$folder"' EXIT
        exec 3<&0
        "$1/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --no-locale --no-sync >"$folder/log" 2>&1 </dev/null
        "$1/postgres" -D "$folder/data" -k "$folder" -c listen_addresses= -c fsync=off -c full_page_writes=off \
            -c synchronous_commit=off -c max_connections=400 >>"$folder/log" 2>&1 </dev/null &
        server=$!
        echo "$folder"
        cat <&3 >/dev/null || true
        kill -INT "$server"
        wait "$server" || true
        """;

    private readonly Lazy<Task<Server>> _server = new(StartAsync);
    private int _databases;

    /// <summary>Makes an empty database. Skips the test when PostgreSQL isn't installed, though never in CI.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        if (FindBinaries() is null)
        {
            if (Environment.GetEnvironmentVariable("CI") == "true")
                Assert.Fail("PostgreSQL isn't installed (apt-get install postgresql), and CI tests it.");
            Assert.Skip("PostgreSQL isn't installed (apt-get install postgresql).");
        }
        var server = await _server.Value;
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref _databases)}");
        await using var connection = new NpgsqlConnection($"{server.ConnectionString};Database=postgres;Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"create database {name}", connection);
        await command.ExecuteNonQueryAsync();
        return $"{server.ConnectionString};Database={name}";
    }

    public async ValueTask DisposeAsync()
    {
        if (!_server.IsValueCreated)
            return;
        using var keeper = (await _server.Value).Keeper;
        keeper.StandardInput.Close();
        await keeper.WaitForExitAsync();
    }

    private static async Task<Server> StartAsync()
    {
        string[] asUser = Environment.UserName == "root" ? ["setpriv", $"--reuid={User}", $"--regid={User}", "--init-groups"] : ["env"];
        var keeper = Process.Start(new ProcessStartInfo(asUser[0], [.. asUser[1..], "sh", "-c", Keeper, "keeper", FindBinaries()!])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        })!;
        var folder = await keeper.StandardOutput.ReadLineAsync()
            ?? throw new InvalidOperationException($"PostgreSQL didn't start: {await keeper.StandardError.ReadToEndAsync()}");
        var server = new Server(keeper, $"Host={folder};Username=postgres");
        await WaitUntilReadyAsync(server);
        return server;
    }

    private static async Task WaitUntilReadyAsync(Server server)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                await using var connection = new NpgsqlConnection($"{server.ConnectionString};Database=postgres;Pooling=false");
                await connection.OpenAsync();
                return;
            }
            catch (NpgsqlException) when (tries < 300)
            {
                await Task.Delay(100);
            }
        }
    }

    private static string? FindBinaries() => Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin"))
            .Where(folder => File.Exists(Path.Combine(folder, "initdb"))).OrderDescending().FirstOrDefault()
        : null;

    private sealed record Server(Process Keeper, string ConnectionString);
}
