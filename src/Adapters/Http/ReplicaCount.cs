namespace Customer360.Adapters.Http;

/// <summary>How many replicas of the gateway are alive and share the limits on calls. One per process; whoever counts them sets it.</summary>
public sealed class ReplicaCount
{
    private int _value = 1;

    /// <summary>At least 1.</summary>
    public int Value
    {
        get => _value;
        set => _value = Math.Max(1, value);
    }
}
