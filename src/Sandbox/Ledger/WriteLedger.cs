namespace Customer360.Sandbox;

public enum WriteOperation { Create, Update, Delete }

/// <summary>One committed write. What was rolled back is never here.</summary>
/// <param name="Sequence">1, 2, 3, … in the order of commits, over all CRMs.</param>
/// <param name="Reference">The client's own external reference that the record carries, if any.</param>
/// <param name="Fields">The fields that were set, in the CRM's names.</param>
public sealed record LedgerEntry(long Sequence, DateTimeOffset Time, string Crm, string User, string ObjectName, string Id,
    WriteOperation Operation, string? Reference, IReadOnlyList<string> Fields);

/// <summary>Everything that was written, for tests to compare with what should have been. Append-only; safe for many threads.</summary>
public sealed class WriteLedger
{
    private readonly Lock _lock = new();
    private readonly List<LedgerEntry> _entries = [];

    public int Count
    {
        get
        {
            lock (_lock)
                return _entries.Count;
        }
    }

    /// <summary>All entries after the given sequence number.</summary>
    public IReadOnlyList<LedgerEntry> After(long sequence = 0)
    {
        lock (_lock)
            return _entries.GetRange((int)Math.Min(sequence, _entries.Count), (int)Math.Max(0, _entries.Count - sequence));
    }

    public IReadOnlyList<LedgerEntry> Where(Func<LedgerEntry, bool> matches) => [.. After().Where(matches)];

    internal void Append(DateTimeOffset time, string crm, string user, IEnumerable<PendingWrite> writes)
    {
        lock (_lock)
        {
            foreach (var write in writes)
                _entries.Add(new(_entries.Count + 1, time, crm, user, write.ObjectName, write.Id, write.Operation, write.Reference, write.Fields));
        }
    }

    internal void Clear()
    {
        lock (_lock)
            _entries.Clear();
    }
}

/// <summary>A write of a transaction that has not committed yet.</summary>
internal sealed record PendingWrite(string ObjectName, string Id, WriteOperation Operation, string? Reference, IReadOnlyList<string> Fields);
