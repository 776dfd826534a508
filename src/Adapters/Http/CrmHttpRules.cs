using System.Net;

namespace Customer360.Adapters.Http;

/// <summary>What the pipeline must know of one CRM. One instance per adapter.</summary>
public sealed record CrmHttpRules
{
    /// <summary>The CRM's own hosts: lower case, without a port.</summary>
    public required Func<string, bool> IsAllowedHost { get; init; }

    /// <summary>The word before the token.</summary>
    public string AuthorizationScheme { get; init; } = "Bearer";

    /// <summary>
    /// Reads an answer of status 400 or more, with the first 64 KB of its body, which stays readable for the adapter.
    /// </summary>
    public Func<HttpResponseMessage, ReadOnlyMemory<byte>, CrmAnswer> ReadFailure { get; init; } =
        static (answer, _) => ByStatus(answer.StatusCode);

    /// <summary>Reads what an answer tells of the CRM's quota; null when it tells nothing. Null: this CRM never tells.</summary>
    public Func<HttpResponseMessage, (long Used, long? Limit)?>? ReadQuota { get; init; }

    /// <summary>One attempt, up to the answer's headers.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>All attempts and the waits between them, if the caller's deadline isn't earlier.</summary>
    public TimeSpan TotalTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Attempts after the first.</summary>
    public int MaxRetries { get; init; } = 2;

    /// <summary>Calls of one connection at the same time, over all replicas, unless the connection says otherwise.</summary>
    public int ConcurrentCalls { get; init; } = 100;

    /// <summary>Calls of one CRM user at the same time, over all replicas, unless the connection says otherwise.</summary>
    public int ConcurrentCallsPerUser { get; init; } = 10;

    /// <summary>Calls of one connection a second, over all replicas, unless the connection says otherwise. 0: any.</summary>
    public int CallsPerSecond { get; init; }

    /// <summary>What statuses mean where bodies say nothing else.</summary>
    public static CrmAnswer ByStatus(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => CrmAnswer.TokenRefused,
        HttpStatusCode.TooManyRequests => CrmAnswer.Throttled,
        HttpStatusCode.RequestTimeout => CrmAnswer.Fault,
        >= HttpStatusCode.InternalServerError and not HttpStatusCode.NotImplemented => CrmAnswer.Fault,
        _ => CrmAnswer.Settled,
    };
}
