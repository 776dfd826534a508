namespace Customer360.Sandbox;

public enum FaultKind
{
    /// <summary>Waits <see cref="Fault.Delay"/>, then goes on as usual; combines with other faults.</summary>
    Latency,

    /// <summary>The CRM says that its limit is exceeded, in its own words.</summary>
    RateLimited,

    /// <summary>The CRM says that the session is over, though the token is good.</summary>
    SessionExpired,

    /// <summary>Answers <see cref="Fault.Status"/> with an error body, HTML or JSON.</summary>
    ServerError,

    /// <summary>A row that this request needs is locked.</summary>
    RowLocked,

    /// <summary>Breaks the connection before anything is done.</summary>
    Reset,

    /// <summary>Does nothing and answers nothing until the client gives up.</summary>
    Hang,

    /// <summary>Does the work, then breaks the connection instead of answering.</summary>
    LostAnswer,

    /// <summary>Breaks the connection at once, and does the work <see cref="Fault.Delay"/> later.</summary>
    LateCommit,

    /// <summary>Does the work, and answers its status with a body that is no JSON.</summary>
    GarbageBody,

    /// <summary>Does the work, sends half of the answer's body, then breaks the connection.</summary>
    TruncatedBody,
}

/// <summary>What is to go wrong, for which requests, how often. Null conditions match everything.</summary>
public sealed record Fault(FaultKind Kind)
{
    /// <summary>Names the fault in the request log and for removal. Given when left empty.</summary>
    public string Id { get; init; } = "";

    /// <summary>salesforce, dynamics or zoho.</summary>
    public string? Crm { get; init; }

    /// <summary>The key of a <see cref="SandboxUser"/>.</summary>
    public string? User { get; init; }

    public string? Method { get; init; }
    public string? PathPrefix { get; init; }

    /// <summary>For paths whose beginning varies, such as API versions.</summary>
    public string? PathContains { get; init; }

    /// <summary>How many requests it hits. Null: all, until it is removed.</summary>
    public int? Times { get; init; }

    /// <summary>How many matching requests it lets pass first.</summary>
    public int Skip { get; init; }

    /// <summary>The chance, 0 to 1, that a matching request is hit; drawn from a seeded generator.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>For Latency: 1 s unless set. For LateCommit: 30 s unless set, on the sandbox's clock.</summary>
    public TimeSpan? Delay { get; init; }

    /// <summary>For ServerError.</summary>
    public int Status { get; init; } = 503;

    /// <summary>For ServerError: an HTML page, as proxies send it, instead of the CRM's JSON.</summary>
    public bool Html { get; init; }

    /// <summary>Sent as Retry-After where the CRM knows this header.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
