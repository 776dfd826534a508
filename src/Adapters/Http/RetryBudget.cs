namespace Customer360.Adapters.Http;

/// <summary>
/// How many retries a connection has left: ten at once, then one for each five calls or each second. So a CRM in trouble
/// gets a fifth more load from us, not three times as much.
/// </summary>
internal sealed class RetryBudget(TimeProvider time)
{
    private const double Most = 10;
    private const double PerCall = 0.2;
    private const double PerSecond = 1;

    private readonly Lock _lock = new();
    private double _left = Most;
    private long _countedAt = time.GetTimestamp();

    public void CountCall()
    {
        lock (_lock)
            _left = Math.Min(Most, _left + PerCall);
    }

    public bool TryTake()
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            _left = Math.Min(Most, _left + PerSecond * time.GetElapsedTime(_countedAt, now).TotalSeconds);
            _countedAt = now;
            if (_left < 1)
                return false;
            _left -= 1;
            return true;
        }
    }
}
