namespace Customer360.Sandbox.Salesforce.Api;

/// <summary>API calls in the rolling 24 hours, by the hour.</summary>
internal sealed class ApiUsage(TimeProvider clock)
{
    private readonly Queue<(long Hour, int Count)> _hours = new();
    private (long Hour, int Count) _current;
    private int _earlier;

    public int Count => _earlier + _current.Count;

    /// <returns>False when the limit is used up; refused calls don't count.</returns>
    public bool TryCount(int limit)
    {
        var hour = clock.GetUtcNow().ToUnixTimeSeconds() / 3600;
        if (hour != _current.Hour)
            Turn(hour);
        if (Count >= limit)
            return false;
        _current.Count++;
        return true;
    }

    private void Turn(long hour)
    {
        _hours.Enqueue(_current);
        _earlier += _current.Count;
        _current = (hour, 0);
        while (_hours.TryPeek(out var oldest) && oldest.Hour <= hour - 24)
            _earlier -= _hours.Dequeue().Count;
    }
}
