using System.Text.RegularExpressions;
using Customer360.Contracts.V1;
using Customer360.Gateway.Errors;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;

namespace Customer360.Gateway.CrmAccess;

/// <summary>What must hold for a connection, whoever sets it up.</summary>
internal static partial class ConnectionRules
{
    private static readonly string[] ZohoDataCenters = ["us", "eu", "in", "au", "jp", "cn", "ca", "sa", "uk"];
    private static readonly TimeSpan LongestSpan = TimeSpan.FromDays(1);

    /// <returns>Every problem, by the field's path in the message.</returns>
    public static IEnumerable<FieldProblem> Problems(Connection connection) =>
    [
        .. Text("name", connection.Name, 100),
        .. Text("client_id", connection.ClientId, 500),
        .. Limit("client_secret", connection.ClientSecret.Length <= 2000, "must have at most 2000 characters"),
        .. Settings(connection),
        .. Limit("default_region", connection.DefaultRegion.Length == 0 || Region().IsMatch(connection.DefaultRegion), "must be a region of ISO 3166, such as US"),
        .. Phones(connection.PhoneFields),
        .. References(connection.ReferenceFields),
        .. Span("cache.found_duration", connection.Cache?.FoundDuration),
        .. Span("cache.not_found_duration", connection.Cache?.NotFoundDuration),
        .. Span("cache.stale_duration", connection.Cache?.StaleDuration),
        .. Span("wrap_up_duration", connection.WrapUpDuration),
        .. Limit("limits.concurrent_calls", connection.Limits is null or { ConcurrentCalls: >= 0 }, "must not be negative"),
        .. Limit("limits.concurrent_calls_per_user", connection.Limits is null or { ConcurrentCallsPerUser: >= 0 }, "must not be negative"),
        .. Limit("limits.calls_per_second", connection.Limits is null or { CallsPerSecond: >= 0 }, "must not be negative"),
    ];

    /// <summary>The kind that the settings say.</summary>
    public static CrmKind KindOf(Connection connection) => connection.SettingsCase switch
    {
        Connection.SettingsOneofCase.Dynamics => CrmKind.Dynamics,
        Connection.SettingsOneofCase.Zoho => CrmKind.Zoho,
        Connection.SettingsOneofCase.Salesforce => CrmKind.Salesforce,
        _ => CrmKind.Unspecified,
    };

    private static IEnumerable<FieldProblem> Settings(Connection connection) => connection.SettingsCase switch
    {
        Connection.SettingsOneofCase.Salesforce =>
        [
            .. Address("salesforce.login_uri", connection.Salesforce.LoginUri),
            .. Limit("salesforce.api_version", connection.Salesforce.ApiVersion.Length == 0 || SalesforceVersion().IsMatch(connection.Salesforce.ApiVersion), "must be 60.0 or later"),
        ],
        Connection.SettingsOneofCase.Dynamics =>
        [
            .. Address("dynamics.org_uri", connection.Dynamics.OrgUri),
            .. Text("dynamics.entra_tenant", connection.Dynamics.EntraTenant, 200),
            .. Limit("dynamics.app_id", connection.Dynamics.AppId.Length == 0 || Guid.TryParse(connection.Dynamics.AppId, out _), "must be a GUID"),
        ],
        Connection.SettingsOneofCase.Zoho =>
        [
            .. Limit("zoho.data_center", ZohoDataCenters.Contains(connection.Zoho.DataCenter), $"must be one of {string.Join(", ", ZohoDataCenters)}"),
            .. connection.Zoho.ApiBaseUri.Length == 0 ? [] : Address("zoho.api_base_uri", connection.Zoho.ApiBaseUri),
        ],
        _ => [new("settings", "must be one of salesforce, dynamics, zoho")],
    };

    private static IEnumerable<FieldProblem> Phones(RepeatedField<PhoneFieldSet> sets)
    {
        for (var i = 0; i < sets.Count; i++)
        {
            var path = $"phone_fields[{i}]";
            if (sets[i].Channels.Count == 0 || sets[i].Channels.Contains(Channel.Unspecified))
                yield return new($"{path}.channels", "must name the channels");
            if (sets[i].ContactFields.Count + sets[i].AccountFields.Count is 0 or > 20)
                yield return new(path, "must name 1 to 20 fields");
            foreach (var field in sets[i].ContactFields.Concat(sets[i].AccountFields))
                if (field is { Name: "", WellKnown: WellKnownField.Unspecified })
                    yield return new(path, "has a field without a name");
        }
    }

    private static IEnumerable<FieldProblem> References(RepeatedField<ReferenceField> fields)
    {
        for (var i = 0; i < fields.Count; i++)
        {
            if (fields[i].Kind is RecordKind.Unspecified || fields.Take(i).Any(other => other.Kind == fields[i].Kind))
                yield return new($"reference_fields[{i}].kind", "must be a kind that no other entry has");
            foreach (var problem in Text($"reference_fields[{i}].field", fields[i].Field, 100))
                yield return problem;
        }
    }

    /// <summary>Whether a private address may be called at all is for the outbound rules to say, at each call.</summary>
    private static IEnumerable<FieldProblem> Address(string path, string value) => Limit(
        path,
        Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.UserInfo.Length == 0 && uri.PathAndQuery == "/" && uri.Fragment.Length == 0
            && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)),
        "must be an https URL without a path");

    private static IEnumerable<FieldProblem> Text(string path, string value, int max) =>
        Limit(path, !string.IsNullOrWhiteSpace(value) && value.Length <= max, $"is required and has at most {max} characters");

    private static IEnumerable<FieldProblem> Span(string path, Duration? span) => Limit(
        path, span is null || (span.Seconds >= 0 && span.Nanos >= 0 && span.Seconds <= (long)LongestSpan.TotalSeconds), "must be 0 to 24 hours");

    private static IEnumerable<FieldProblem> Limit(string path, bool holds, string problem) => holds ? [] : [new(path, problem)];

    [GeneratedRegex("^[A-Z]{2}$")]
    private static partial Regex Region();

    [GeneratedRegex(@"^([6-9]\d|[1-9]\d\d)\.0$")]
    private static partial Regex SalesforceVersion();
}
