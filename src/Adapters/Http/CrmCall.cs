using Polly;

namespace Customer360.Adapters.Http;

/// <summary>One call on its way through the pipeline, with all its attempts.</summary>
internal sealed class CrmCall(CrmSession session, CrmConnection connection, HttpRequestMessage request, CallSafety safety, CrmHttpRules rules)
{
    private static readonly ResiliencePropertyKey<CrmCall> Key = new("customer360.call");

    public CrmSession Session => session;

    public CrmConnection Connection => connection;

    public HttpRequestMessage Request => request;

    public CallSafety Safety => safety;

    public CrmHttpRules Rules => rules;

    /// <summary>As the adapter gave it; a renewed token may come with another API base.</summary>
    public Uri Target { get; } = request.RequestUri ?? throw new ArgumentException("The request has no URI.", nameof(request));

    /// <summary>The body of a write, which knows whether it left.</summary>
    public SentContent? Body { get; init; }

    public required CancellationToken Caller { get; init; }

    public required DateTimeOffset Deadline { get; init; }

    /// <summary>What the last attempt's answer means.</summary>
    public CrmAnswer Answer { get; set; }

    /// <summary>The last attempt failed at the CRM or on the way, not at us, the limits or the token.</summary>
    public bool CrmFailed { get; set; }

    /// <summary>An attempt of this write left and wasn't answered.</summary>
    public bool MayHaveHappened { get; set; }

    /// <summary>How long to wait before the next attempt.</summary>
    public TimeSpan Pause { get; set; }

    public int Retries { get; set; }

    public static CrmCall Of(ResilienceContext context) => context.Properties.GetValue(Key, null!);

    public void Attach(ResilienceContext context) => context.Properties.Set(Key, this);
}
