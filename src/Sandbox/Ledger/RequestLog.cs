namespace Customer360.Sandbox;

public enum RequestOutcome { Running, Answered, ClientGone, Broken }

/// <summary>One request as it came in: no tokens, no bodies, no query values.</summary>
/// <param name="Path">Without the query string.</param>
/// <param name="Status">0 until answered, or when no answer was sent.</param>
/// <param name="Fault">The fault that it met, if any.</param>
public sealed record LoggedRequest(long Sequence, DateTimeOffset Time, string Crm, string? User, string Method, string Path,
    int Status, RequestOutcome Outcome, string? Fault);

/// <summary>The latest requests, and how many there were in all.</summary>
public sealed class RequestLog
{
    private const int Kept = 20_000;
    private readonly Lock _lock = new();
    private readonly LoggedRequest?[] _ring = new LoggedRequest?[Kept];
    private long _count;

    /// <summary>All requests since start or reset, also those no longer kept.</summary>
    public long Count
    {
        get
        {
            lock (_lock)
                return _count;
        }
    }

    public IReadOnlyList<LoggedRequest> After(long sequence = 0)
    {
        lock (_lock)
        {
            var result = new List<LoggedRequest>();
            for (var i = Math.Max(sequence, _count - Kept); i < _count; i++)
                result.Add(_ring[i % Kept]!);
            return result;
        }
    }

    public IReadOnlyList<LoggedRequest> Where(Func<LoggedRequest, bool> matches) => [.. After().Where(matches)];

    internal long Begin(DateTimeOffset time, string crm, string? user, string method, string path, string? fault)
    {
        lock (_lock)
        {
            _ring[_count % Kept] = new(_count + 1, time, crm, user, method, path, 0, RequestOutcome.Running, fault);
            return ++_count;
        }
    }

    internal void End(long sequence, int status, RequestOutcome outcome)
    {
        lock (_lock)
        {
            ref var entry = ref _ring[(sequence - 1) % Kept];
            if (entry?.Sequence == sequence)
                entry = entry with { Status = status, Outcome = outcome };
        }
    }

    internal void Clear()
    {
        lock (_lock)
        {
            Array.Clear(_ring);
            _count = 0;
        }
    }
}
