using System.Data.Common;
using Customer360.Gateway.Storage;

namespace Customer360.UnitTests.Storage;

/// <summary>A database that can't be reached.</summary>
internal sealed class BrokenDatabase : Database
{
    public override Dialect Dialect => throw new NotSupportedException();

    public override bool IsShared => true;

    /// <summary>How often somebody tried.</summary>
    public int Tries { get; private set; }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected override Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        Tries++;
        throw new Failure();
    }

    protected override ValueTask<IDisposable?> AwaitTurnToWriteAsync(CancellationToken cancellationToken) => default;

    protected override ValueTask<IAsyncDisposable?> LockEverywhereAsync(string name, CancellationToken cancellationToken) => default;

    protected override bool IsUnavailable(DbException failure) => true;

    private sealed class Failure : DbException;
}
