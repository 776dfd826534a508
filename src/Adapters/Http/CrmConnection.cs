using Customer360.Contracts.V1;
using Polly;
using Polly.CircuitBreaker;

namespace Customer360.Adapters.Http;

/// <summary>What the pipeline remembers of one connection between calls.</summary>
internal sealed class CrmConnection(string id, CrmKind kind, TimeProvider time) : IUsed
{
    private long _calls;
    private long _limitedCalls;
    private long _lastUsed;

    public string Id => id;

    public string KindName { get; } = kind.ToString();

    public required ResiliencePipeline<HttpResponseMessage> Pipeline { get; init; }

    public required CallGate Gate { get; init; }

    public required RetryBudget Budget { get; init; }

    public required CircuitBreakerStateProvider Circuit { get; init; }

    /// <summary>What the CRM last told of its quota. Null: nothing yet.</summary>
    public CrmQuota? Quota { get; private set; }

    public bool IsIdle => Gate.IsIdle;

    public long LastUsed => Volatile.Read(ref _lastUsed);

    public CrmUsage Usage => new(Interlocked.Read(ref _calls), Interlocked.Read(ref _limitedCalls), Circuit.CircuitState is CircuitState.Open, Quota);

    public void CountCall()
    {
        Interlocked.Increment(ref _calls);
        Volatile.Write(ref _lastUsed, time.GetTimestamp());
        Budget.CountCall();
    }

    public void Note(HttpResponseMessage answer, CrmAnswer meaning, CrmHttpRules rules)
    {
        if (meaning is CrmAnswer.Throttled)
            Interlocked.Increment(ref _limitedCalls);
        if (rules.ReadQuota?.Invoke(answer) is { } quota)
            Quota = new CrmQuota(quota.Used, quota.Limit, time.GetUtcNow());
    }
}
