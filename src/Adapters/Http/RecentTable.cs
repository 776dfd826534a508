using System.Collections.Concurrent;

namespace Customer360.Adapters.Http;

/// <summary>What <see cref="RecentTable{TKey, TValue}"/> must know of its values.</summary>
internal interface IUsed
{
    /// <summary>A timestamp of the time provider.</summary>
    long LastUsed { get; }

    /// <summary>Nobody is at it just now.</summary>
    bool IsIdle { get; }
}

/// <summary>Values by key; when there are too many, an eighth is forgotten: the longest unused idle ones.</summary>
internal sealed class RecentTable<TKey, TValue>(int most) where TKey : notnull where TValue : class, IUsed
{
    private readonly ConcurrentDictionary<TKey, TValue> _values = [];

    public ICollection<TValue> Values => _values.Values;

    public TValue? Find(TKey key) => _values.GetValueOrDefault(key);

    /// <summary>The value of the key: the one there, or this one.</summary>
    public TValue GetOrAdd(TKey key, TValue value)
    {
        if (_values.Count >= most)
            Trim();
        return _values.GetOrAdd(key, value);
    }

    private void Trim()
    {
        foreach (var (key, _) in _values.Where(entry => entry.Value.IsIdle).OrderBy(entry => entry.Value.LastUsed).Take((most + 7) / 8).ToList())
            _values.TryRemove(key, out _);
    }
}
