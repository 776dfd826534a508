using System.Globalization;
using System.Text.Json;
using Customer360.Sandbox.Http;
using Customer360.Sandbox.Salesforce.Api;
using Customer360.Sandbox.Salesforce.Query;
using Customer360.Sandbox.Salesforce.Schema;

namespace Customer360.Sandbox.Salesforce.Search;

/// <summary>/parameterizedSearch: the same search without SOSL's clauses.</summary>
/// <remarks>Whether reserved characters in q need their backslash is not documented: here they do, as in SOSL, so that only careful clients pass.</remarks>
internal static class ParameterizedSearch
{
    private static readonly HashSet<string> ObjectKeys = ["name", "fields", "where", "orderBy", "limit", "offset"];
    private static readonly HashSet<string> BodyKeys = ["q", "in", "fields", "sobjects", "overallLimit", "defaultLimit", "spellCorrection", "offset", "metadata",
        "dataCategories", "updateTracking", "updateViewStat", "netWorkIds", "pricebookId", "snippet"];

    private sealed record Target(string Name, string? Fields, string? Where, string? OrderBy, string? Limit);

    public static SimAnswer Search(ApiCall call) => call.Request.Method switch
    {
        "GET" => FromQuery(call),
        "POST" => FromBody(call),
        _ => throw call.NotAllowed("GET", "POST"),
    };

    private static SimAnswer FromQuery(ApiCall call)
    {
        var query = call.Request.Query;
        var names = query["sobject"].SelectMany(value => (value ?? "").Split(',')).Concat(query["sobjects"].SelectMany(value => (value ?? "").Split(','))).Where(name => name.Length > 0);
        var targets = names.Select(name => new Target(name, call.Request.Parameter($"{name}.fields") ?? call.Request.Parameter("fields"),
            call.Request.Parameter($"{name}.where"), call.Request.Parameter($"{name}.orderBy"), call.Request.Parameter($"{name}.limit") ?? call.Request.Parameter("defaultLimit")));
        return Run(call, call.Request.Parameter("q"), call.Request.Parameter("in"), [.. targets], call.Request.Parameter("overallLimit"), call.Request.Parameter("offset"));
    }

    private static SimAnswer FromBody(ApiCall call)
    {
        var body = call.Body();
        RefuseUnknown(body, BodyKeys);
        string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null ? value.ToString() : null;
        string? List(JsonElement json, string name) => json.TryGetProperty(name, out var list) && list.ValueKind is JsonValueKind.Array
            ? string.Join(',', list.EnumerateArray().Select(item => item.ToString()))
            : null;
        var targets = new List<Target>();
        if (body.TryGetProperty("sobjects", out var objects) && objects.ValueKind is JsonValueKind.Array)
        {
            foreach (var one in objects.EnumerateArray())
            {
                RefuseUnknown(one, ObjectKeys);
                targets.Add(new(Text(one, "name") ?? "", List(one, "fields") ?? List(body, "fields"), Text(one, "where"), Text(one, "orderBy"), Text(one, "limit") ?? Text(body, "defaultLimit")));
            }
        }
        return Run(call, Text(body, "q"), Text(body, "in"), targets, Text(body, "overallLimit"), Text(body, "offset"));
    }

    private static void RefuseUnknown(JsonElement json, HashSet<string> known)
    {
        if (json.ValueKind is not JsonValueKind.Object)
            throw new SalesforceException(400, "JSON_PARSER_ERROR", "an object is expected");
        if (json.EnumerateObject().FirstOrDefault(property => !known.Contains(property.Name)) is { Value.ValueKind: not JsonValueKind.Undefined } unknown)
            throw new SalesforceException(400, "JSON_PARSER_ERROR", $"Unrecognized field \"{unknown.Name}\"");
    }

    private static SimAnswer Run(ApiCall call, string? q, string? scope, List<Target> targets, string? overallLimit, string? offset)
    {
        if (string.IsNullOrEmpty(q))
            throw new SalesforceException(400, "MALFORMED_SEARCH", "No search term found.");
        SoslParser.CheckLength(q);
        var term = SearchTermParser.Parse(q);
        if (!Enum.TryParse<SearchScope>(scope ?? "ALL", ignoreCase: true, out var fields))
            throw new SalesforceException(400, "INVALID_SEARCH_SCOPE", $"The requested scope is not valid: {scope}");
        if (offset is not null && targets.Count != 1)
            throw new SalesforceException(400, "INVALID_SEARCH", "offset is only allowed with a single object");
        var objects = targets.Select(target => ToObject(target, offset)).ToList();
        // Errors in fields and conditions point into this text.
        var statement = string.Join("; ", targets.Select(target => $"{target.Name} {target.Fields} {target.Where}"));
        return SearchEndpoints.Answer(call, statement, term is null ? null : new(term, fields, objects, Limit(overallLimit)));
    }

    private static SearchObject ToObject(Target target, string? offset)
    {
        if (OrgSchema.Instance.Find(target.Name) is null)
            throw new SalesforceException(400, "INVALID_TYPE", $"sObject type '{target.Name}' is not supported.");
        var select = (target.Fields ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(field => (SelectItem)new SelectField(new(field.Split('.'), 0), Label: false, Alias: null)).ToList();
        var tail = SoqlParser.Parse($"SELECT Id FROM {target.Name}{Clause("WHERE", target.Where)}{Clause("ORDER BY", target.OrderBy)}").Tail;
        return new(target.Name, 0, select, tail with { Limit = Limit(target.Limit), Offset = Limit(offset) ?? 0 });
    }

    private static string Clause(string word, string? text) => string.IsNullOrWhiteSpace(text) ? "" : $" {word} {text}";

    private static int? Limit(string? text) => text is null ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= 2000 ? value
        : throw new SalesforceException(400, "NUMBER_OUTSIDE_VALID_RANGE", "limits and offsets are numbers up to 2000");
}
