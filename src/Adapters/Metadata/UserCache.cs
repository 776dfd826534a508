using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Customer360.Adapters.Metadata;

/// <summary>
/// What a CRM says about itself to one user, kept for a while: another user may see other fields. Failures aren't kept;
/// concurrent misses of one user wait for one load. Thread-safe.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="lifetime">How long a value is good.</param>
/// <param name="capacity">Values kept; beyond it the oldest go.</param>
public sealed class UserCache<TValue>(TimeProvider time, TimeSpan lifetime, int capacity = 10_000)
{
    private readonly record struct Key(string ConnectionId, string ConnectionEtag, string GrantId, string Name);

    private sealed record Loaded(TValue Value, DateTimeOffset Time);

    private sealed class Entry
    {
        public SemaphoreSlim OneLoad { get; } = new(1);
        public volatile Loaded? Current;
    }

    private readonly ConcurrentDictionary<Key, Entry> _entries = new();

    /// <param name="session">Whose value.</param>
    /// <param name="name">Which value.</param>
    /// <param name="load">Asks the CRM.</param>
    /// <param name="cancellationToken">Ends this caller's wait or load; the next waiter loads then.</param>
    public async ValueTask<TValue> GetAsync(CrmSession session, string name, Func<CancellationToken, Task<TValue>> load, CancellationToken cancellationToken)
    {
        var entry = _entries.GetOrAdd(KeyOf(session, name), static _ => new());
        if (Good(entry) is { } known)
            return known.Value;
        await entry.OneLoad.WaitAsync(cancellationToken);
        try
        {
            if (Good(entry) is { } loadedMeanwhile)
                return loadedMeanwhile.Value;
            var loaded = entry.Current = new(await load(cancellationToken), time.GetUtcNow());
            Trim();
            return loaded.Value;
        }
        finally
        {
            entry.OneLoad.Release();
        }
    }

    /// <summary>The value if it is known now, without asking the CRM.</summary>
    public bool TryGet(CrmSession session, string name, [MaybeNullWhen(false)] out TValue value)
    {
        var known = _entries.TryGetValue(KeyOf(session, name), out var entry) ? Good(entry) : null;
        value = known is null ? default : known.Value;
        return known is not null;
    }

    /// <summary>Makes the next call load anew, unless somebody has already replaced the outdated value.</summary>
    public void Forget(CrmSession session, string name, TValue outdated)
    {
        if (_entries.TryGetValue(KeyOf(session, name), out var entry) && entry.Current is { } current && ReferenceEquals(current.Value, outdated))
            Interlocked.CompareExchange(ref entry.Current, null, current);
    }

    private static Key KeyOf(CrmSession session, string name) => new(session.Connection.Id, session.Connection.Etag, session.GrantId, name);

    private Loaded? Good(Entry entry) => entry.Current is { } loaded && time.GetUtcNow() - loaded.Time < lifetime ? loaded : null;

    private void Trim()
    {
        if (_entries.Count <= capacity)
            return;
        foreach (var (key, _) in _entries.OrderBy(entry => entry.Value.Current?.Time ?? DateTimeOffset.MaxValue).Take(1 + capacity / 10))
            _entries.TryRemove(key, out _);
    }
}
