using Customer360.Adapters;
using Customer360.Contracts.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Customer360.Gateway.Errors;

/// <summary>The one table from what can go wrong at a CRM to what the contract says.</summary>
internal static class ErrorTable
{
    private static readonly TimeSpan RetrySoon = TimeSpan.FromSeconds(1);

    /// <summary>The status with its details, as an answer of a batch carries it.</summary>
    public static Google.Rpc.Status ToStatus(CrmException exception, ErrorContext? context = null) => Translate(exception, context).ToStatus(context);

    public static GatewayException Translate(CrmException exception, ErrorContext? context)
    {
        var (code, reason, retryAfter) = Row(exception.Failure);
        return new GatewayException(code, reason, exception.Message, exception)
        {
            Metadata = Metadata(exception),
            // An adapter doesn't know the request's name for its cursor.
            Fields = exception.Failure is CrmFailure.CursorExpired
                ? [new("page_token", "is no longer valid; begin with the first page")]
                : [.. exception.Fields.Select(field => new FieldProblem(field.Name, field.Problem))],
            RetryAfter = exception.RetryAfter ?? retryAfter,
            Details = [.. Details(exception, code, reason, context)],
        };
    }

    private static (StatusCode, ErrorReason, TimeSpan? RetryAfter) Row(CrmFailure failure) => failure switch
    {
        CrmFailure.InvalidRequest => (StatusCode.InvalidArgument, ErrorReason.InvalidField, null),
        CrmFailure.NotAuthorized => (StatusCode.FailedPrecondition, ErrorReason.CrmNotAuthorized, null),
        CrmFailure.ScopeMissing => (StatusCode.FailedPrecondition, ErrorReason.CrmScopeMissing, null),
        CrmFailure.Misconfigured => (StatusCode.FailedPrecondition, ErrorReason.CrmMisconfigured, null),
        CrmFailure.CapabilityMissing => (StatusCode.FailedPrecondition, ErrorReason.CapabilityMissing, null),
        CrmFailure.PermissionDenied => (StatusCode.PermissionDenied, ErrorReason.CrmPermissionDenied, null),
        CrmFailure.NotFound => (StatusCode.NotFound, ErrorReason.RecordNotFound, null),
        CrmFailure.Validation => (StatusCode.InvalidArgument, ErrorReason.CrmValidationFailed, null),
        CrmFailure.Locked => (StatusCode.FailedPrecondition, ErrorReason.RecordLocked, null),
        CrmFailure.Duplicate => (StatusCode.AlreadyExists, ErrorReason.DuplicateRecord, null),
        CrmFailure.Changed => (StatusCode.Aborted, ErrorReason.RecordChanged, null),
        CrmFailure.CursorExpired => (StatusCode.InvalidArgument, ErrorReason.PageTokenInvalid, null),
        CrmFailure.RateLimited => (StatusCode.ResourceExhausted, ErrorReason.CrmRateLimited, RetrySoon),
        CrmFailure.Unavailable => (StatusCode.Unavailable, ErrorReason.CrmUnavailable, RetrySoon),
        CrmFailure.Timeout => (StatusCode.DeadlineExceeded, ErrorReason.CrmTimeout, null),
        CrmFailure.BadReply => (StatusCode.Internal, ErrorReason.CrmProtocolError, null),
        CrmFailure.OutcomeUnknown => (StatusCode.Unknown, ErrorReason.CrmOutcomeUnknown, RetrySoon),
        _ => throw new InvalidOperationException($"{failure} has no row in the error table."),
    };

    private static Dictionary<string, string> Metadata(CrmException exception)
    {
        var metadata = new Dictionary<string, string>();
        if (exception.CrmCode is { } code)
            metadata["crm_error_code"] = code;
        if (exception.CrmRequestId is { } requestId)
            metadata["crm_request_id"] = requestId;
        return metadata;
    }

    private static IEnumerable<IMessage> Details(CrmException exception, StatusCode code, ErrorReason reason, ErrorContext? context)
    {
        // The references stay here: only who has read them as this agent may name them.
        if (exception.Failure is CrmFailure.Duplicate)
            yield return new DuplicateRecords { CanOverride = exception.CanOverrideDuplicate };
        if (code is StatusCode.FailedPrecondition && context is not null)
            yield return new Google.Rpc.PreconditionFailure
            {
                Violations = { new Google.Rpc.PreconditionFailure.Types.Violation { Type = reason.ToName(), Subject = $"connections/{context.ConnectionId}", Description = exception.Message } },
            };
    }
}
