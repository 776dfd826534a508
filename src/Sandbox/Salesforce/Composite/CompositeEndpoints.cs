using System.Text;
using System.Text.Json;
using Customer360.Sandbox.Http;
using Customer360.Sandbox.Salesforce.Api;
using Microsoft.AspNetCore.WebUtilities;

namespace Customer360.Sandbox.Salesforce.Composite;

/// <summary>POST /composite: up to 25 calls in one, which may refer to the answers before them.</summary>
internal static class CompositeEndpoints
{
    private const int MaxSubrequests = 25;
    private const int MaxQueries = 5;
    private static readonly string[] ForbiddenHeaders = ["Accept", "Authorization", "Content-Type"];

    private sealed record Subrequest(string Method, string Url, string Id, JsonElement Body, HeaderDictionary Headers);

    public static SimAnswer Run(ApiCall call, Func<ApiCall, SimAnswer> route)
    {
        if (call.Request.Method is not "POST")
            throw call.NotAllowed("POST");
        var body = call.Body();
        var subrequests = Read(body);
        var allOrNone = body.TryGetProperty("allOrNone", out var flag) && flag.ValueKind is JsonValueKind.True;
        var answers = allOrNone ? RunTogether(call, subrequests, route) : RunEach(call, subrequests, route);
        return SimAnswer.Of(200, json => Write(json, subrequests, answers));
    }

    private static List<Subrequest> Read(JsonElement body)
    {
        if (body.ValueKind is not JsonValueKind.Object || !body.TryGetProperty("compositeRequest", out var list) || list.ValueKind is not JsonValueKind.Array)
            throw new SalesforceException(400, "JSON_PARSER_ERROR", "compositeRequest is missing");
        var subrequests = list.EnumerateArray().Select(ReadOne).ToList();
        if (subrequests.Count is 0 or > MaxSubrequests)
            throw new SalesforceException(400, "LIMIT_EXCEEDED", $"The request can't contain more than {MaxSubrequests} operations.");
        if (subrequests.Count(IsQuery) > MaxQueries)
            throw new SalesforceException(400, "LIMIT_EXCEEDED", $"The request can't contain more than {MaxQueries} query or collection operations.");
        if (subrequests.DistinctBy(one => one.Id).Count() < subrequests.Count)
            throw new SalesforceException(400, "INVALID_INPUT", "Reference ids must be unique");
        return subrequests;
    }

    private static Subrequest ReadOne(JsonElement json)
    {
        if (json.ValueKind is not JsonValueKind.Object)
            throw new SalesforceException(400, "JSON_PARSER_ERROR", "A subrequest is an object");
        string Text(string name) => json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String
            ? value.GetString()!
            : throw new SalesforceException(400, "JSON_PARSER_ERROR", $"A subrequest lacks {name}");
        var headers = new HeaderDictionary { ["Content-Type"] = "application/json" };
        if (json.TryGetProperty("httpHeaders", out var given) && given.ValueKind is JsonValueKind.Object)
        {
            foreach (var header in given.EnumerateObject())
            {
                if (ForbiddenHeaders.Contains(header.Name, StringComparer.OrdinalIgnoreCase))
                    throw new SalesforceException(400, "INVALID_INPUT", $"The header {header.Name} is not allowed in a subrequest");
                headers[header.Name] = header.Value.ToString();
            }
        }
        return new(Text("method").ToUpperInvariant(), Text("url"), Text("referenceId"), json.TryGetProperty("body", out var body) ? body : default, headers);
    }

    private static bool IsQuery(Subrequest one) => one.Url.Contains("/query", StringComparison.OrdinalIgnoreCase)
        || one.Url.Contains("/search", StringComparison.OrdinalIgnoreCase) || one.Url.Contains("/composite/sobjects", StringComparison.OrdinalIgnoreCase);

    private static List<SimAnswer> RunEach(ApiCall call, List<Subrequest> subrequests, Func<ApiCall, SimAnswer> route)
    {
        var references = new References();
        var answers = new List<SimAnswer>();
        foreach (var one in subrequests)
        {
            answers.Add(RunOne(call, one, references, route));
            references.Add(one.Id, answers[^1]);
        }
        return answers;
    }

    private static List<SimAnswer> RunTogether(ApiCall call, List<Subrequest> subrequests, Func<ApiCall, SimAnswer> route)
    {
        var transaction = call.Org.Begin(call.Access);
        var answers = RunEach(call with { Ambient = transaction }, subrequests, route);
        var failed = answers.FindIndex(answer => answer.Status >= 300);
        if (failed < 0)
        {
            transaction.Commit();
            return answers;
        }
        transaction.Rollback();
        var halted = new SalesforceException(400, "PROCESSING_HALTED", "The transaction was rolled back since another operation in the same transaction failed.").ToAnswer();
        return [.. answers.Select((answer, i) => i == failed ? answer : halted)];
    }

    private static SimAnswer RunOne(ApiCall call, Subrequest one, References references, Func<ApiCall, SimAnswer> route)
    {
        try
        {
            var url = references.Resolve(one.Url).Split('?', 2);
            var query = new QueryCollection(QueryHelpers.ParseQuery(url.ElementAtOrDefault(1)));
            var body = one.Body.ValueKind is JsonValueKind.Undefined ? "" : references.Resolve(one.Body.GetRawText());
            var request = new SimRequest(call.Request.Origin, one.Method, url[0], query, one.Headers, Encoding.UTF8.GetBytes(body));
            if (request.Segments is not ["services", "data", var version, .. var path] || path is ["composite"] or [])
                throw new SalesforceException(400, "INVALID_INPUT", $"The URL is not supported in a composite request: {one.Url}");
            var answer = route(call with { Request = request, Version = version, Path = path });
            return answer.ContentType is null or SimAnswer.Json ? answer : throw new SalesforceException(400, "INVALID_INPUT", "Binary fields can't be read in a composite request");
        }
        catch (SalesforceException refusal)
        {
            return refusal.ToAnswer();
        }
    }

    private static void Write(Utf8JsonWriter json, List<Subrequest> subrequests, List<SimAnswer> answers)
    {
        json.WriteStartObject();
        json.WriteStartArray("compositeResponse");
        foreach (var (one, answer) in subrequests.Zip(answers))
        {
            json.WriteStartObject();
            json.WritePropertyName("body");
            if (answer.Body.Length > 0)
                json.WriteRawValue(answer.Body.Span);
            else
                json.WriteNullValue();
            json.WriteStartObject("httpHeaders");
            foreach (var (name, value) in answer.Headers)
                json.WriteString(name, value);
            json.WriteEndObject();
            json.WriteNumber("httpStatusCode", answer.Status);
            json.WriteString("referenceId", one.Id);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
