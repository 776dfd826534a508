using Customer360.Sandbox.Http;
using Customer360.Sandbox.Salesforce.Query;
using Customer360.Sandbox.Salesforce.Rows;
using Customer360.Sandbox.Salesforce.Search;

namespace Customer360.Sandbox.Salesforce.Api;

/// <summary>The resources of the data API.</summary>
internal sealed class ApiRouter(QueryEndpoints queries)
{
    public SimAnswer Route(ApiCall call) => (call.Request.Method, call.Path) switch
    {
        ("GET", ["query"]) => queries.Query(call, withDeleted: false),
        ("GET", ["queryAll"]) => queries.Query(call, withDeleted: true),
        ("GET", ["query" or "queryAll", var locator]) => queries.More(call, locator),
        (_, ["query" or "queryAll", ..]) => throw call.NotAllowed("HEAD", "GET"),
        ("GET", ["search"]) => SearchEndpoints.Search(call),
        (_, ["search"]) => throw call.NotAllowed("HEAD", "GET"),
        (_, ["sobjects", var type]) => RowEndpoints.Collection(call, ApiCall.Type(type)),
        (_, ["sobjects", var type, var id]) => RowEndpoints.Row(call, ApiCall.Type(type), id),
        (_, ["sobjects", var type, var field, var value]) => RowEndpoints.ByExternalId(call, ApiCall.Type(type), field, value),
        _ => throw SalesforceException.NotFound(),
    };
}
