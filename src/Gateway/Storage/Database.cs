using System.Data.Common;

namespace Customer360.Gateway.Storage;

/// <summary>The gateway's state, on SQLite for one process or on PostgreSQL for any number of replicas.</summary>
/// <remarks>
/// What the engine can't do now is a <see cref="StorageException"/>; every other failure of the engine is a bug of ours
/// and passes through. Times are Unix milliseconds, ids are text, so that one SQL text serves both engines.
/// </remarks>
internal abstract class Database : IAsyncDisposable
{
    private readonly KeyedLocks _locks = new();

    public abstract Dialect Dialect { get; }

    /// <summary>Other processes may write here too.</summary>
    public abstract bool IsShared { get; }

    /// <summary>Reads. Done a second time when the engine fails, since a pooled connection may have died unnoticed.</summary>
    /// <exception cref="StorageException">The engine can't be reached.</exception>
    public async Task<T> ReadAsync<T>(Func<SqlSession, Task<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadOnceAsync(read, cancellationToken);
        }
        catch (DbException failure) when (IsUnavailable(failure))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
        try
        {
            return await ReadOnceAsync(read, cancellationToken);
        }
        catch (DbException failure) when (IsUnavailable(failure))
        {
            throw Unavailable(failure);
        }
    }

    /// <summary>Writes in one transaction: all of it or nothing. Writes by SQLite happen one at a time.</summary>
    /// <exception cref="StorageException">The engine can't be reached. If that was during the commit, it may have happened.</exception>
    public async Task<T> WriteAsync<T>(Func<SqlTransaction, Task<T>> write, CancellationToken cancellationToken)
    {
        SqlTransaction session;
        T result;
        try
        {
            using var turn = await AwaitTurnToWriteAsync(cancellationToken);
            await using var connection = await OpenAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            session = new(connection, transaction, cancellationToken);
            result = await write(session);
            await transaction.CommitAsync(CancellationToken.None); // A cancelled commit would leave in doubt whether it happened.
        }
        catch (DbException failure) when (IsUnavailable(failure))
        {
            throw Unavailable(failure);
        }
        session.Committed();
        return result;
    }

    /// <summary>
    /// A lock that all replicas know, held until the answer is disposed: it has no time-out, and ends with the process or
    /// its connection. Whoever holds one must not ask for another.
    /// </summary>
    /// <exception cref="StorageException">The engine can't be reached.</exception>
    public async Task<IAsyncDisposable> LockAsync(string name, CancellationToken cancellationToken)
    {
        var here = await _locks.AcquireAsync(name, cancellationToken);
        try
        {
            return new HeldLock(here, await LockEverywhereAsync(name, cancellationToken));
        }
        catch (Exception failure)
        {
            here.Dispose();
            if (failure is DbException known && IsUnavailable(known))
                throw Unavailable(known);
            throw;
        }
    }

    public abstract ValueTask DisposeAsync();

    protected abstract Task<DbConnection> OpenAsync(CancellationToken cancellationToken);

    /// <returns>Gives the turn back. Null: this engine lets many write.</returns>
    protected abstract ValueTask<IDisposable?> AwaitTurnToWriteAsync(CancellationToken cancellationToken);

    /// <returns>Gives the lock back. Null: there are no others.</returns>
    protected abstract ValueTask<IAsyncDisposable?> LockEverywhereAsync(string name, CancellationToken cancellationToken);

    /// <summary>The engine, not our SQL, is the reason.</summary>
    protected abstract bool IsUnavailable(DbException failure);

    private async Task<T> ReadOnceAsync<T>(Func<SqlSession, Task<T>> read, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        return await read(new(connection, transaction: null, cancellationToken));
    }

    private static StorageException Unavailable(DbException failure) => new("The gateway's storage can't be reached.", failure);

    private sealed class HeldLock(IDisposable here, IAsyncDisposable? everywhere) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            using (here)
                await (everywhere?.DisposeAsync() ?? default);
        }
    }
}
