using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Customer360.Adapters.Http;

namespace Customer360.Adapters.Salesforce;

/// <summary>Sends to Salesforce's REST API and turns its errors into <see cref="CrmException"/>.</summary>
internal sealed partial class SalesforceTransport(CrmHttp http)
{
    private const string DefaultVersion = "67.0";

    private static readonly CrmHttpRules Rules = new()
    {
        IsAllowedHost = SalesforceHosts.IsAllowed,
        ReadFailure = SalesforceErrors.ReadFailure,
        ReadQuota = ReadQuota,
    };

    /// <summary>The path of a resource of the connection's API version, from the host's root on.</summary>
    /// <exception cref="CrmException">Misconfigured: the version is none.</exception>
    public static string Path(CrmSession session, string resource)
    {
        var version = session.Connection.Salesforce.ApiVersion is { Length: > 0 } named ? named : DefaultVersion;
        return VersionForm().IsMatch(version)
            ? $"/services/data/v{version}/{resource}"
            : throw new CrmException(CrmFailure.Misconfigured, "The API version of the connection isn't of the form 67.0.");
    }

    public async Task<T> SendAsync<T>(
        CrmSession session, SalesforceCall call, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(session, call, cancellationToken);
        return await CrmJson.ReadAsync(answer, type, call.Safety, cancellationToken);
    }

    /// <returns>A success.</returns>
    public async Task<HttpResponseMessage> SendAsync(CrmSession session, SalesforceCall call, CancellationToken cancellationToken)
    {
        var request = call.ToMessage();
        var answer = await http.SendAsync(session, request, call.Safety, Rules, cancellationToken);
        if (answer.IsSuccessStatusCode)
            return answer;
        using (answer)
        {
            var body = await CrmJson.ReadErrorAsync(answer, cancellationToken);
            throw SalesforceErrors.ToException(answer.StatusCode, body, call.Safety, session.Connection.Id);
        }
    }

    /// <summary>"api-usage=10018/100000", maybe with more after it.</summary>
    internal static (long Used, long? Limit)? ReadQuota(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("Sforce-Limit-Info", out var values) && ApiUsage().Match(values.First()) is { Success: true } usage
        && long.TryParse(usage.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var used)
        && long.TryParse(usage.Groups[2].ValueSpan, CultureInfo.InvariantCulture, out var limit)
            ? (used, limit)
            : null;

    [GeneratedRegex(@"\bapi-usage=([0-9]{1,18})/([0-9]{1,18})", RegexOptions.CultureInvariant)]
    private static partial Regex ApiUsage();

    [GeneratedRegex(@"^[1-9][0-9]{1,2}\.0\z", RegexOptions.CultureInvariant)]
    private static partial Regex VersionForm();
}
