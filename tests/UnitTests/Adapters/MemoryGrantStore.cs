using System.Collections.Concurrent;
using Customer360.Adapters.OAuth;

namespace Customer360.UnitTests.Adapters;

/// <summary>Grants in memory, with a real lock. Two harnesses that share one are two replicas.</summary>
internal sealed class MemoryGrantStore : IGrantStore, IDisposable
{
    private readonly ConcurrentDictionary<string, StoredGrant> _grants = [];
    private readonly SemaphoreSlim _lock = new(1);

    public int Reads { get; private set; }

    public int Saves { get; private set; }

    public Func<Exception?> SaveFailure { get; set; } = () => null;

    public StoredGrant? this[string grantId]
    {
        get => _grants.GetValueOrDefault(grantId);
        set => _grants[grantId] = value!;
    }

    public Task<StoredGrant?> ReadAsync(string grantId, CancellationToken cancellationToken)
    {
        Reads++;
        return Task.FromResult(this[grantId]);
    }

    public async Task<IAsyncDisposable> LockAsync(string grantId, CancellationToken cancellationToken)
    {
        await _lock.WaitAsync(cancellationToken);
        return new Hold(_lock);
    }

    public Task<bool> SaveAsync(string grantId, long expectedVersion, Customer360.Adapters.CrmGrant grant, CancellationToken cancellationToken)
    {
        if (SaveFailure() is { } failure)
            throw failure;
        Saves++;
        return Task.FromResult(this[grantId] is { } stored && stored.Version == expectedVersion
            && _grants.TryUpdate(grantId, new StoredGrant(grant, expectedVersion + 1, false), stored));
    }

    public Task MarkWithdrawnAsync(string grantId, long expectedVersion, CancellationToken cancellationToken)
    {
        if (this[grantId] is { } stored && stored.Version == expectedVersion)
            _grants[grantId] = stored with { Withdrawn = true, Version = expectedVersion + 1 };
        return Task.CompletedTask;
    }

    public void Dispose() => _lock.Dispose();

    private sealed class Hold(SemaphoreSlim held) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            held.Release();
            return ValueTask.CompletedTask;
        }
    }
}
