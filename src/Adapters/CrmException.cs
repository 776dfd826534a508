using Customer360.Contracts.V1;

namespace Customer360.Adapters;

/// <summary>What can go wrong at a CRM. Closed: the gateway's error table has one row for each.</summary>
public enum CrmFailure
{
    /// <summary>Our request makes no sense to this adapter: <see cref="CrmException.Fields"/> says where. The CRM was not asked.</summary>
    InvalidRequest,

    /// <summary>The agent's grant is gone: withdrawn, expired, or never there. Asking again doesn't help.</summary>
    NotAuthorized,

    /// <summary>The grant lacks a scope.</summary>
    ScopeMissing,

    /// <summary>The connection is set up wrongly: unknown client, API not enabled, wrong host.</summary>
    Misconfigured,

    /// <summary>This CRM's API can't do it.</summary>
    CapabilityMissing,

    /// <summary>The CRM refuses a field or an action on what this agent can read.</summary>
    PermissionDenied,

    /// <summary>Not there, or not visible to this agent: the CRM doesn't tell which, and neither do we.</summary>
    NotFound,

    /// <summary>The CRM's own validation refuses the values.</summary>
    Validation,

    /// <summary>A process in the CRM holds the record.</summary>
    Locked,

    /// <summary>The CRM knows such a record: <see cref="CrmException.Duplicates"/>.</summary>
    Duplicate,

    /// <summary>The record changed since it was read.</summary>
    Changed,

    /// <summary>The page cursor is one that the CRM no longer accepts.</summary>
    CursorExpired,

    /// <summary>The CRM limits us: <see cref="CrmException.RetryAfter"/> when it says until when.</summary>
    RateLimited,

    /// <summary>The CRM is down, its circuit is open, or the network failed before it could have acted.</summary>
    Unavailable,

    /// <summary>The time was up before the CRM answered.</summary>
    Timeout,

    /// <summary>The CRM's answer can't be read.</summary>
    BadReply,

    /// <summary>A write may or may not have happened.</summary>
    OutcomeUnknown,
}

/// <summary>A field that the CRM or an adapter complains about.</summary>
/// <param name="Name">The CRM's API name, or the path in the request.</param>
/// <param name="Problem">What is wrong, without the value.</param>
public sealed record CrmFieldProblem(string Name, string Problem);

/// <summary>The only exception that an adapter throws, besides cancellation.</summary>
/// <param name="failure">What went wrong.</param>
/// <param name="message">For people; holds no customer data, token or body.</param>
/// <param name="cause">The underlying exception, for the log.</param>
public sealed class CrmException(CrmFailure failure, string message, Exception? cause = null) : Exception(message, cause)
{
    public CrmFailure Failure { get; } = failure;

    /// <summary>How long the CRM asks us to wait. Null: it doesn't say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The CRM's own error code, such as INVALID_FIELD. Null: none.</summary>
    public string? CrmCode { get; init; }

    /// <summary>The CRM's id of the request, for its support. Null: none.</summary>
    public string? CrmRequestId { get; init; }

    /// <summary>The fields that are complained about.</summary>
    public IReadOnlyList<CrmFieldProblem> Fields { get; init; } = [];

    /// <summary>For <see cref="CrmFailure.Duplicate"/>: what the CRM says exists; not yet checked for this agent's rights.</summary>
    public IReadOnlyList<RecordRef> Duplicates { get; init; } = [];

    /// <summary>For <see cref="CrmFailure.Duplicate"/>: the CRM lets us make it all the same.</summary>
    public bool CanOverrideDuplicate { get; init; }

    /// <summary>A request that the adapter refuses by itself.</summary>
    public static CrmException Invalid(string field, string problem) =>
        new(CrmFailure.InvalidRequest, $"{field}: {problem}") { Fields = [new(field, problem)] };

    /// <summary>No such record for this agent.</summary>
    public static CrmException NotFound() => new(CrmFailure.NotFound, "The CRM has no such record that this agent may see.");
}
