using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Customer360.Gateway.Storage;

/// <summary>A file beside the process: nothing to set up, one process at a time.</summary>
internal sealed class SqliteDatabase : Database
{
    // Primary result codes: https://www.sqlite.org/rescode.html
    private const int Busy = 5, Locked = 6, ReadOnly = 8, InputOutput = 10, Full = 13, CannotOpen = 14;
    private const int ConstraintPrimaryKey = 1555, ConstraintUnique = 2067;

    private readonly string _connectionString;
    private readonly FileStream _onlyProcess;
    private readonly SemaphoreSlim _oneWriter = new(1, 1);

    /// <exception cref="StorageException">Another process has the file, or it can't be made.</exception>
    public SqliteDatabase(string path)
    {
        SQLitePCL.Batteries_V2.Init();
        var file = new FileInfo(path);
        _onlyProcess = Claim(file);
        _connectionString = new SqliteConnectionStringBuilder { DataSource = file.FullName, ForeignKeys = true }.ToString();
        try
        {
            using var connection = new SqliteConnection(_connectionString);
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "pragma journal_mode = wal"; // Kept in the file. Readers don't wait for the writer.
            command.ExecuteScalar();
        }
        catch (SqliteException failure)
        {
            _onlyProcess.Dispose();
            throw new StorageException($"The database {file.FullName} can't be opened: {failure.Message}", failure);
        }
    }

    public override Dialect Dialect { get; } = new("blob", "rowid", "",
        failure => failure is SqliteException { SqliteExtendedErrorCode: ConstraintPrimaryKey or ConstraintUnique });

    public override bool IsShared => false;

    public override ValueTask DisposeAsync()
    {
        SqliteConnection.ClearPool(new(_connectionString));
        _oneWriter.Dispose();
        return _onlyProcess.DisposeAsync();
    }

    protected override async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>The engine would sleep whole seconds when two writers meet; a queue here costs microseconds.</summary>
    protected override async ValueTask<IDisposable?> AwaitTurnToWriteAsync(CancellationToken cancellationToken)
    {
        await _oneWriter.WaitAsync(cancellationToken);
        return new Turn(_oneWriter);
    }

    protected override ValueTask<IAsyncDisposable?> LockEverywhereAsync(string name, CancellationToken cancellationToken) => default;

    protected override bool IsUnavailable(DbException failure) =>
        failure is SqliteException { SqliteErrorCode: Busy or Locked or ReadOnly or InputOutput or Full or CannotOpen };

    /// <summary>Two gateways on one file would not know of each other's locks and caches, so the second is refused.</summary>
    private static FileStream Claim(FileInfo database)
    {
        var mark = $"{database.FullName}.lock";
        try
        {
            OwnerOnly.CreateDirectory(database.Directory);
            OwnerOnly.CreateFile(database.FullName);
            return new(mark, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(
                File.Exists(mark)
                    ? $"Another process uses {database.FullName}, and SQLite serves one gateway only. Stop the other one, or set ConnectionStrings:Postgres for several."
                    : $"The database {database.FullName} can't be made: {failure.Message}",
                failure);
        }
    }

    private sealed class Turn(SemaphoreSlim writer) : IDisposable
    {
        public void Dispose() => writer.Release();
    }
}
