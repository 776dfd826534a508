using Customer360.Sandbox.Http;
using Customer360.Sandbox.Salesforce.Api;
using Customer360.Sandbox.Salesforce.Query;
using Customer360.Sandbox.Salesforce.Schema;

namespace Customer360.Sandbox.Salesforce.Search;

/// <summary>/search with SOSL.</summary>
internal static class SearchEndpoints
{
    private static readonly QueryTail NoTail = new(null, [], null, 0);
    private static readonly SelectField IdOnly = new(new(["Id"], 0), Label: false, Alias: null);

    public static SimAnswer Search(ApiCall call)
    {
        var statement = call.Request.Parameter("q");
        if (string.IsNullOrWhiteSpace(statement))
            throw new SalesforceException(400, "MALFORMED_SEARCH", "No search term found. The search term must be enclosed in braces.");
        return Answer(call, statement, SoslParser.Parse(statement));
    }

    public static SimAnswer Answer(ApiCall call, string statement, SoslQuery? query)
    {
        var binder = new QueryBinder(statement, call.Org, call.Access);
        var objects = query is null ? [] : query.Objects.Count > 0
            ? query.Objects.Select(one => Bind(binder, statement, one)).ToList()
            : [.. OrgSchema.Instance.Types.Where(type => type.Searchable).Select(type => binder.Bind(type, [IdOnly], false, NoTail))];
        var found = query is null ? [] : new SearchRunner(call.Org, call.Access, query).Run(objects);
        return SimAnswer.Of(200, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("searchRecords");
            var writer = new RowWriter(json, call.Org, call.Access, call.Version);
            foreach (var (record, bound) in found)
                writer.Write(record, bound.Projection);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static BoundQuery Bind(QueryBinder binder, string statement, SearchObject one)
    {
        var type = OrgSchema.Instance.Find(one.Name) is { Searchable: true } found
            ? found
            : throw QueryError.At(statement, one.Position, "INVALID_TYPE", $"sObject type '{one.Name}' is not supported in search.");
        return binder.Bind(type, one.Select.Count == 0 ? [IdOnly] : one.Select, false, one.Tail);
    }
}
