namespace Customer360.Sandbox;

/// <summary>The faults in force. Safe for many threads; the same seed and order of requests gives the same faults.</summary>
public sealed class FaultBoard(int seed)
{
    private readonly Lock _lock = new();
    private readonly List<Active> _active = [];
    private Random _random = new(seed);
    private int _given;

    /// <returns>The fault with its id.</returns>
    public Fault Add(Fault fault)
    {
        lock (_lock)
        {
            var named = fault.Id.Length > 0 ? fault : fault with { Id = $"fault-{++_given}" };
            _active.Add(new(named));
            return named;
        }
    }

    public bool Remove(string id)
    {
        lock (_lock)
            return _active.RemoveAll(active => active.Fault.Id == id) > 0;
    }

    public void Clear()
    {
        lock (_lock)
        {
            _active.Clear();
            _random = new(seed);
        }
    }

    /// <summary>Each fault, and how many requests it has hit.</summary>
    public IReadOnlyList<(Fault Fault, int Hits)> List()
    {
        lock (_lock)
            return [.. _active.Select(active => (active.Fault, active.Hits))];
    }

    /// <summary>What happens to this request: any delays, and the first other fault.</summary>
    internal FaultPlan Take(string crm, string? user, string method, string path)
    {
        lock (_lock)
        {
            if (_active.Count == 0)
                return FaultPlan.None;
            var delay = TimeSpan.Zero;
            foreach (var active in _active)
            {
                if (!Hits(active, crm, user, method, path))
                    continue;
                if (active.Fault.Kind is not FaultKind.Latency)
                    return new(delay, active.Fault);
                delay += active.Fault.Delay ?? TimeSpan.FromSeconds(1);
            }
            return new(delay, null);
        }
    }

    private bool Hits(Active active, string crm, string? user, string method, string path)
    {
        var fault = active.Fault;
        var matches = (fault.Times is null || active.Hits < fault.Times)
            && Same(fault.Crm, crm) && Same(fault.User, user) && Same(fault.Method, method)
            && (fault.PathPrefix is null || path.StartsWith(fault.PathPrefix, StringComparison.OrdinalIgnoreCase))
            && (fault.PathContains is null || path.Contains(fault.PathContains, StringComparison.OrdinalIgnoreCase));
        if (!matches || active.Passed++ < fault.Skip || (fault.Probability < 1 && _random.NextDouble() >= fault.Probability))
            return false;
        active.Hits++;
        return true;
    }

    private static bool Same(string? wanted, string? actual) =>
        wanted is null || string.Equals(wanted, actual, StringComparison.OrdinalIgnoreCase);

    private sealed class Active(Fault fault)
    {
        public Fault Fault { get; } = fault;
        public int Hits { get; set; }
        public int Passed { get; set; }
    }
}

internal sealed record FaultPlan(TimeSpan Delay, Fault? Fault)
{
    public static FaultPlan None { get; } = new(TimeSpan.Zero, null);
}
