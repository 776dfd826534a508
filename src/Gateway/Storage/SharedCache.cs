using System.Collections.Concurrent;

namespace Customer360.Gateway.Storage;

/// <summary>Remembers what was loaded until it is told to forget; those who ask at the same time share one load.</summary>
/// <remarks>
/// A load that is under way when its key is forgotten still answers those who asked before, and nobody after. Failures
/// aren't remembered.
/// </remarks>
/// <param name="load">Loads a value. Its callers come and go, so it isn't cancelled with one of them.</param>
/// <param name="capacity">Entries; one more, and all are forgotten: simple, and right as long as it is rare.</param>
internal sealed class SharedCache<TKey, TValue>(Func<TKey, Task<TValue>> load, int capacity)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Entry> _entries = new();

    public ValueTask<TValue> GetAsync(TKey key, CancellationToken cancellationToken)
    {
        if (_entries.TryGetValue(key, out var entry))
            return entry.GetAsync(cancellationToken);
        if (_entries.Count >= capacity)
            _entries.Clear();
        return _entries.GetOrAdd(key, static (key, cache) => new(cache, key), this).GetAsync(cancellationToken);
    }

    public void Forget(TKey key) => _entries.TryRemove(key, out _);

    public void ForgetAll() => _entries.Clear();

    private sealed class Entry
    {
        private readonly Lazy<Task<TValue>> _value;

        public Entry(SharedCache<TKey, TValue> cache, TKey key) => _value = new(() => LoadAsync(cache, key));

        public ValueTask<TValue> GetAsync(CancellationToken cancellationToken)
        {
            var value = _value.Value;
            return new(value.IsCompleted ? value : value.WaitAsync(cancellationToken));
        }

        private async Task<TValue> LoadAsync(SharedCache<TKey, TValue> cache, TKey key)
        {
            try
            {
                return await cache.LoadAsync(key);
            }
            catch
            {
                cache._entries.TryRemove(new(key, this));
                throw;
            }
        }
    }

    private Task<TValue> LoadAsync(TKey key) => load(key);
}
