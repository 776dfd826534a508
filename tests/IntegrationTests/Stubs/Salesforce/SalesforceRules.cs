using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Customer360.IntegrationTests.Stubs.Salesforce;

/// <summary>What the documentation asks of every request, and a stub of one request can't say.</summary>
internal sealed partial class SalesforceRules(SalesforceSchema schema)
{
    // A longer URI is 414, and a longer URI with headers 431.
    private const int LongestHead = 16_384;

    private static readonly Dictionary<string, Func<string, bool>> Headers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Host"] = Anything,
        ["User-Agent"] = Anything,
        ["Accept"] = Anything,
        ["Accept-Encoding"] = Anything,
        ["Accept-Language"] = Anything,
        ["Connection"] = Anything,
        ["Content-Type"] = Anything,
        ["Content-Length"] = Anything,
        ["traceparent"] = Anything,
        ["tracestate"] = Anything,
        ["Authorization"] = value => value.StartsWith("Bearer 00D", StringComparison.Ordinal),
        ["If-Match"] = Anything,
        ["If-None-Match"] = Anything,
        ["If-Modified-Since"] = IsHttpDate,
        ["If-Unmodified-Since"] = IsHttpDate,
        ["Sforce-Query-Options"] = value => BatchSize().Match(value) is { Success: true } match && int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) is >= 200 and <= 2000,
        ["Sforce-Call-Options"] = value => CallOptions().IsMatch(value),
        ["Sforce-Duplicate-Rule-Header"] = value => DuplicateRules().IsMatch(value),
        ["Sforce-Auto-Assign"] = value => AutoAssign().IsMatch(value),
        ["Sforce-Mru"] = value => value is "updateMru=true" or "updateMru=false",
    };

    /// <summary>What Salesforce doesn't document, or documents as an error; none if the request is as it should be.</summary>
    public IEnumerable<string> FindViolations(StubRequest request)
    {
        foreach (var (name, value) in request.Headers)
            if (!Headers.TryGetValue(name, out var check) || !check(value))
                yield return $"{name}: {value}";
        var head = Encoding.UTF8.GetByteCount(request.Url) + request.Headers.Sum(header => Encoding.UTF8.GetByteCount($"{header.Key}: {header.Value}\r\n"));
        if (head > LongestHead)
            yield return $"{head} bytes of URI and headers";
        if (request.Headers.ContainsKey("If-Match") && !request.Url.Contains("/sobjects/Account/", StringComparison.Ordinal))
            yield return "If-Match protects Account alone";
        if (request.Method != "GET" && request.Query.Count > 0 && !request.Query.ContainsKey("updateOnly"))
            yield return "a write has no query";
        string[] parts = [.. Subrequests(request)];
        if (parts.Length > 25 || parts.Count(part => Query().IsMatch(part)) > 5)
            yield return $"{parts.Length} subrequests; 25 are allowed, and 5 queries among them";
        foreach (var url in (string[])[request.Url, .. parts])
            if (FindProblem(url) is { } problem)
                yield return problem;
    }

    private static IEnumerable<string> Subrequests(StubRequest request) =>
        request.Url.EndsWith("/composite", StringComparison.Ordinal) && JsonNode.Parse(request.Body)?["compositeRequest"] is JsonArray parts
            ? parts.Select(part => part!["url"]!.GetValue<string>())
            : [];

    private string? FindProblem(string url)
    {
        if (Query().Match(url) is not { Success: true } match)
            return null;
        var text = Uri.UnescapeDataString(match.Groups["q"].Value.Replace('+', ' '));
        try
        {
            if (match.Groups["resource"].Value == "search")
                SalesforceQuery.CheckSosl(schema, text);
            else
                SalesforceQuery.CheckSoql(schema, text);
            return null;
        }
        catch (FormatException exception)
        {
            return exception.Message;
        }
    }

    private static bool Anything(string value) => value.Length > 0;

    private static bool IsHttpDate(string value) => DateTimeOffset.TryParseExact(value, "R", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);

    [GeneratedRegex(@"/services/data/v\d+\.0/(?<resource>query|queryAll|search)/?\?q=(?<q>[^&]+)")]
    private static partial Regex Query();

    [GeneratedRegex(@"^batchSize=(\d+)$")]
    private static partial Regex BatchSize();

    [GeneratedRegex(@"^(client|defaultNamespace)=[\w.-]+(, (client|defaultNamespace)=[\w.-]+)?$")]
    private static partial Regex CallOptions();

    [GeneratedRegex(@"^(allowSave|includeRecordDetails|runAsCurrentUser)=(true|false)(;\s*(allowSave|includeRecordDetails|runAsCurrentUser)=(true|false)){0,2}$", RegexOptions.IgnoreCase)]
    private static partial Regex DuplicateRules();

    [GeneratedRegex(@"^(TRUE|FALSE|01Q\w{12}(\w{3})?)$", RegexOptions.IgnoreCase)]
    private static partial Regex AutoAssign();
}
