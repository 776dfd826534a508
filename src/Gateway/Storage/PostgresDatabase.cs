using System.Data.Common;
using Npgsql;

namespace Customer360.Gateway.Storage;

/// <summary>A server that any number of replicas share. Needs sessions of its own: no pooler that pools by transaction.</summary>
internal sealed class PostgresDatabase : Database
{
    /// <summary>A server allows 100 connections unless it is told otherwise, and there is more than one replica.</summary>
    private const int MostConnections = 30, MostLocks = 15;

    private readonly NpgsqlDataSource _source;

    /// <summary>Locks have a pool of their own: whoever holds one also reads and writes, and would starve behind those who wait.</summary>
    private readonly NpgsqlDataSource _lockSource;

    public PostgresDatabase(string connectionString)
    {
        _source = NpgsqlDataSource.Create(Settings(connectionString));
        var locks = Settings(connectionString);
        locks.ApplicationName += " locks";
        locks.MaxPoolSize = Math.Min(locks.MaxPoolSize, MostLocks);
        locks.Timeout = 30; // Seconds. Many refreshes at the same time take turns.
        locks.TcpKeepAlive = true; // Notices a dead server while waiting.
        locks.KeepAlive = 10; // Seconds. Keeps firewalls from forgetting a held lock's connection.
        _lockSource = NpgsqlDataSource.Create(locks);
    }

    public override Dialect Dialect { get; } = new("bytea", "ctid", "for update skip locked",
        failure => failure.SqlState == PostgresErrorCodes.UniqueViolation);

    public override bool IsShared => true;

    /// <summary>The operator's settings, with times and sizes of ours where there are none.</summary>
    /// <exception cref="ArgumentException">They are malformed.</exception>
    public static NpgsqlConnectionStringBuilder Settings(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        if (!settings.ShouldSerialize("Timeout"))
            settings.Timeout = 5;
        if (!settings.ShouldSerialize("Command Timeout"))
            settings.CommandTimeout = 10;
        if (!settings.ShouldSerialize("Maximum Pool Size"))
            settings.MaxPoolSize = MostConnections;
        settings.ApplicationName ??= "customer360";
        return settings;
    }

    public override async ValueTask DisposeAsync()
    {
        await _lockSource.DisposeAsync();
        await _source.DisposeAsync();
    }

    protected override async Task<DbConnection> OpenAsync(CancellationToken cancellationToken) =>
        await _source.OpenConnectionAsync(cancellationToken);

    protected override ValueTask<IDisposable?> AwaitTurnToWriteAsync(CancellationToken cancellationToken) => default;

    protected override async ValueTask<IAsyncDisposable?> LockEverywhereAsync(string name, CancellationToken cancellationToken)
    {
        var connection = await _lockSource.OpenConnectionAsync(cancellationToken);
        try
        {
            // Awaited for as long as the caller wants.
            await RunAsync(connection, "select pg_advisory_lock(hashtextextended($1, 0))", name, timeoutSeconds: 0, cancellationToken);
            return new SessionLock(connection, name);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Also what ends with a restart of the server, or loses against another transaction.</summary>
    protected override bool IsUnavailable(DbException failure) =>
        failure.IsTransient || failure is NpgsqlException and not PostgresException || failure.SqlState
            is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
            or PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.ReadOnlySqlTransaction
            or PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidCatalogName;

    private static async Task RunAsync(NpgsqlConnection connection, string sql, string name, int timeoutSeconds, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = timeoutSeconds, Parameters = { new() { Value = name } } };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private sealed class SessionLock(NpgsqlConnection connection, string name) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            try
            {
                await RunAsync(connection, "select pg_advisory_unlock(hashtextextended($1, 0))", name, timeoutSeconds: 5, CancellationToken.None);
            }
            catch (NpgsqlException)
            {
                NpgsqlConnection.ClearPool(connection); // Ends the session instead of pooling it: its locks end with it.
            }
            finally
            {
                await connection.DisposeAsync();
            }
        }
    }
}
