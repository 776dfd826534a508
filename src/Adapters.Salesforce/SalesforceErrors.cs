using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Customer360.Adapters.Http;
using Customer360.Contracts.V1;

namespace Customer360.Adapters.Salesforce;

/// <summary>The one table from what Salesforce answers to what it means: by error code first, since one code comes with several statuses.</summary>
internal static partial class SalesforceErrors
{
    /// <summary>Other operations of the same composite failed; this one says nothing.</summary>
    public const string Halted = "PROCESSING_HALTED";

    private const int MaxRuleTextLength = 500;

    /// <summary>401s that a new token doesn't mend: a renewal would go round in circles.</summary>
    private static readonly string[] FinalRefusals = ["not valid for use with the REST API", "not attached to Agent"];

    /// <summary>What the pipeline is to do.</summary>
    public static CrmAnswer ReadFailure(HttpResponseMessage answer, ReadOnlyMemory<byte> body)
    {
        var errors = Read(body);
        return (answer.StatusCode, errors is [var first, ..] ? first.ErrorCode : null) switch
        {
            (HttpStatusCode.Unauthorized, _) => errors.Any(IsFinalRefusal) ? CrmAnswer.Settled : CrmAnswer.TokenRefused,
            (HttpStatusCode.Forbidden, null) when body.Span.SequenceEqual("Bad_OAuth_Token"u8) => CrmAnswer.TokenRefused, // userinfo's way of saying 401
            (_, "REQUEST_LIMIT_EXCEEDED" or "UNABLE_TO_LOCK_ROW") => CrmAnswer.Throttled,
            (_, not null and not "SERVER_UNAVAILABLE" and not "UNKNOWN_EXCEPTION") => CrmAnswer.Settled,
            ((HttpStatusCode)420, _) => CrmAnswer.Fault, // the edge could not route the call
            _ => CrmHttpRules.ByStatus(answer.StatusCode),
        };
    }

    /// <param name="status">Of the answer, or of a composite's part.</param>
    /// <param name="body">The errors, or anything that isn't JSON.</param>
    /// <param name="safety">A write that ends in a fault has an unknown outcome.</param>
    /// <param name="connectionId">For references in the exception.</param>
    public static CrmException ToException(HttpStatusCode status, ReadOnlyMemory<byte> body, CallSafety safety, string connectionId) =>
        ToException(status, Read(body), safety, connectionId);

    public static CrmException ToException(HttpStatusCode status, IReadOnlyList<ErrorAnswer> errors, CallSafety safety, string connectionId)
    {
        var error = errors.FirstOrDefault(one => one.ErrorCode is not Halted) ?? (errors is [var halted, ..] ? halted : null);
        var failure = Failure(error?.ErrorCode, status);
        if (failure is CrmFailure.Unavailable or CrmFailure.Timeout && safety is not CallSafety.Repeatable)
            failure = CrmFailure.OutcomeUnknown;
        return new CrmException(failure, $"Salesforce answered {(int)status}{(error?.ErrorCode is { } code ? $" {code}" : "")}.")
        {
            CrmCode = error?.ErrorCode,
            Fields = error is null ? [] : Problems(error),
            Duplicates = error is null ? [] : Duplicates(error, connectionId),
            CanOverrideDuplicate = (error?.MisspeltDuplicates ?? error?.Duplicates)?.AllowSave is true,
        };
    }

    private static CrmFailure Failure(string? code, HttpStatusCode status) => code switch
    {
        "INVALID_SESSION_ID" or "INVALID_AUTH_HEADER" => CrmFailure.NotAuthorized,
        "REQUEST_LIMIT_EXCEEDED" => CrmFailure.RateLimited,
        "API_DISABLED_FOR_ORG" or "API_CURRENTLY_DISABLED" or "FUNCTIONALITY_NOT_ENABLED" or "ORG_LOCKED" or "UNSUPPORTED_API_VERSION" => CrmFailure.Misconfigured,
        "INSUFFICIENT_ACCESS_OR_READONLY" or "INSUFFICIENT_ACCESS" or "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY" or "CANNOT_INSERT_UPDATE"
            or "INVALID_FIELD_FOR_INSERT_UPDATE" or "INVALID_FIELD" or "INVALID_TYPE" or "INVALID_TYPE_FOR_OPERATION" => CrmFailure.PermissionDenied,
        "ENTITY_IS_LOCKED" or "UNABLE_TO_LOCK_ROW" => CrmFailure.Locked,
        "DUPLICATES_DETECTED" or "DUPLICATE_VALUE" => CrmFailure.Duplicate,
        "INVALID_QUERY_LOCATOR" => CrmFailure.CursorExpired,
        "NOT_FOUND" or "ENTITY_IS_DELETED" or "INVALID_CROSS_REFERENCE_KEY" or "MALFORMED_ID" => CrmFailure.NotFound,
        "QUERY_TIMEOUT" or "QUERY_TOO_COMPLICATED" or "REQUEST_RUNNING_TOO_LONG" => CrmFailure.Timeout,
        "SERVER_UNAVAILABLE" or "UNKNOWN_EXCEPTION" => CrmFailure.Unavailable,
        "FIELD_CUSTOM_VALIDATION_EXCEPTION" or "FIELD_FILTER_VALIDATION_EXCEPTION" or "FIELD_INTEGRITY_EXCEPTION" or "REQUIRED_FIELD_MISSING"
            or "STRING_TOO_LONG" or "INVALID_EMAIL_ADDRESS" or "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST" or "INVALID_TYPE_ON_FIELD_IN_RECORD"
            or "NUMBER_OUTSIDE_VALID_RANGE" or "JSON_PARSER_ERROR" or "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY" or "STORAGE_LIMIT_EXCEEDED" => CrmFailure.Validation,
        "MALFORMED_QUERY" or "MALFORMED_SEARCH" or "INVALID_SEARCH" => CrmFailure.BadReply, // our own mistake: nothing that a caller could mend
        _ => Failure(status),
    };

    private static CrmFailure Failure(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => CrmFailure.NotAuthorized,
        HttpStatusCode.Forbidden => CrmFailure.PermissionDenied,
        HttpStatusCode.NotFound or HttpStatusCode.Gone => CrmFailure.NotFound,
        HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed => CrmFailure.Changed,
        HttpStatusCode.TooManyRequests => CrmFailure.RateLimited,
        HttpStatusCode.RequestTimeout or HttpStatusCode.GatewayTimeout => CrmFailure.Timeout,
        (HttpStatusCode)420 or >= HttpStatusCode.InternalServerError => CrmFailure.Unavailable,
        HttpStatusCode.BadRequest => CrmFailure.Validation,
        HttpStatusCode.MultipleChoices => CrmFailure.Misconfigured, // several records have what should be a unique reference
        _ => CrmFailure.BadReply,
    };

    private static bool IsFinalRefusal(ErrorAnswer error) =>
        FinalRefusals.Any(text => error.Message?.Contains(text, StringComparison.OrdinalIgnoreCase) is true);

    private static IReadOnlyList<ErrorAnswer> Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body.Span, SalesforceJson.Default.IReadOnlyListErrorAnswer) ?? [];
        }
        catch (JsonException)
        {
            return []; // an error page of the edge, an OAuth error, or cut off
        }
    }

    /// <summary>Which fields. Messages are left out, since they repeat values, but for that of an admin's own rule, which is written for people.</summary>
    private static IReadOnlyList<CrmFieldProblem> Problems(ErrorAnswer error)
    {
        var problem = error.ErrorCode switch
        {
            "FIELD_CUSTOM_VALIDATION_EXCEPTION" => error.Message is { Length: > MaxRuleTextLength } text ? text[..MaxRuleTextLength] : error.Message ?? "",
            "REQUIRED_FIELD_MISSING" => "is required",
            "STRING_TOO_LONG" => "is too long",
            "INVALID_EMAIL_ADDRESS" => "is no e-mail address",
            "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST" => "is none of the options",
            "NUMBER_OUTSIDE_VALID_RANGE" => "is out of range",
            "INVALID_FIELD_FOR_INSERT_UPDATE" or "INVALID_FIELD" => "can't be seen or written by this agent",
            _ => "is refused by the CRM",
        };
        if (error.Fields is { Count: > 0 } fields)
            return [.. fields.Select(field => new CrmFieldProblem(field, problem))];
        if (error.ErrorCode is "INVALID_FIELD" && UnknownColumn().Match(error.Message ?? "") is { Success: true } column)
            return [new(column.Groups[1].Value, problem)];
        return error.ErrorCode is "FIELD_CUSTOM_VALIDATION_EXCEPTION" ? [new("", problem)] : [];
    }

    private static IReadOnlyList<RecordRef> Duplicates(ErrorAnswer error, string connectionId) =>
    [
        .. ((error.MisspeltDuplicates ?? error.Duplicates)?.MatchResults ?? [])
            .SelectMany(rule => rule.MatchRecords ?? [])
            .Select(match => new SalesforceRow(match.Record))
            .Where(row => row.Text("Id") is not null && row.Entity is not null)
            .DistinctBy(row => row.Id)
            .Select(row => SalesforceObjects.Ref(connectionId, row.Entity!, row.Id)),
    ];

    [GeneratedRegex(@"No such column '(\w+(?:\.\w+)*)'", RegexOptions.CultureInvariant)]
    private static partial Regex UnknownColumn();
}
