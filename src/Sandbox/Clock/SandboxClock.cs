namespace Customer360.Sandbox;

/// <summary>The sandbox's time: another clock plus what tests have advanced. Work that is due then runs at once.</summary>
public sealed class SandboxClock(TimeProvider inner) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<Action, DateTimeOffset> _due = new();
    private TimeSpan _advanced;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
            return inner.GetUtcNow() + _advanced;
    }

    /// <summary>Moves the time forward, and runs what became due before it returns.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        lock (_lock)
            _advanced += by;
        RunDue();
    }

    /// <summary>Runs the work once, when the delay has passed on this clock.</summary>
    internal void Schedule(TimeSpan delay, Action work)
    {
        var at = GetUtcNow() + delay;
        lock (_lock)
            _due.Enqueue(work, at);
        _ = WakeAsync(at);
    }

    /// <summary>How many scheduled pieces of work have not run yet.</summary>
    public int Pending
    {
        get
        {
            lock (_lock)
                return _due.Count;
        }
    }

    internal void DropScheduled()
    {
        lock (_lock)
            _due.Clear();
    }

    private async Task WakeAsync(DateTimeOffset at)
    {
        // A timer may fire a little before its time.
        while (Pending > 0 && at - GetUtcNow() is var left && left > TimeSpan.Zero)
            await Task.Delay(left + TimeSpan.FromMilliseconds(1), inner);
        RunDue();
    }

    private void RunDue()
    {
        while (TakeDue() is { } work)
            work();
    }

    private Action? TakeDue()
    {
        lock (_lock)
        {
            return _due.TryPeek(out var work, out var at) && at <= inner.GetUtcNow() + _advanced && _due.TryDequeue(out work, out _)
                ? work
                : null;
        }
    }
}
