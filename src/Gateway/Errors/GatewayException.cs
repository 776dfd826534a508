using Customer360.Contracts.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Customer360.Gateway.Errors;

/// <summary>What is wrong with a field of the request.</summary>
/// <param name="Path">As in the proto file: "activity.fields[2].value".</param>
/// <param name="Problem">Without the value: it may be a customer's.</param>
internal sealed record FieldProblem(string Path, string Problem);

/// <summary>A failure that is the caller's to know: it becomes exactly this status.</summary>
/// <param name="code">The gRPC code.</param>
/// <param name="reason">ErrorInfo.reason.</param>
/// <param name="message">For people; holds no customer data, token or stack.</param>
/// <param name="cause">The underlying exception, for the log.</param>
internal sealed class GatewayException(StatusCode code, ErrorReason reason, string message, Exception? cause = null)
    : Exception(message, cause)
{
    public StatusCode Code { get; } = code;

    public ErrorReason Reason { get; } = reason;

    /// <summary>ErrorInfo.metadata: connection_id, etag and the like.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>BadRequest.field_violations.</summary>
    public IReadOnlyList<FieldProblem> Fields { get; init; } = [];

    /// <summary>RetryInfo.retry_delay. Null: a repeat makes no sense.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Further details of the status, such as ResourceInfo or DuplicateRecords.</summary>
    public IReadOnlyList<IMessage> Details { get; init; } = [];

    /// <summary>One malformed field. Several: <see cref="Check"/>.</summary>
    public static GatewayException InvalidField(string path, string problem) => InvalidFields([new(path, problem)]);

    public static GatewayException InvalidFields(IReadOnlyList<FieldProblem> fields) =>
        new(StatusCode.InvalidArgument, ErrorReason.InvalidField, string.Join("; ", fields.Select(field => $"{field.Path} {field.Problem}")))
        {
            Fields = fields,
        };

    /// <param name="reason">One of the *_NOT_FOUND.</param>
    /// <param name="resource">What isn't there: "connection", "layout".</param>
    /// <param name="id">As the request named it.</param>
    public static GatewayException NotFound(ErrorReason reason, string resource, string id) =>
        new(StatusCode.NotFound, reason, $"There is no such {resource} for this caller.")
        {
            Details = [new Google.Rpc.ResourceInfo { ResourceType = resource, ResourceName = id }],
        };

    /// <summary>What the state of things doesn't allow now: NO_ACTIVE_CRM, CRM_DISABLED, ILLEGAL_TRANSITION and the like.</summary>
    public static GatewayException Precondition(ErrorReason reason, string message) =>
        new(StatusCode.FailedPrecondition, reason, message);
}
