using Customer360.Sandbox.Http;
using Customer360.Sandbox.Salesforce.Composite;
using Customer360.Sandbox.Salesforce.Describe;
using Customer360.Sandbox.Salesforce.Query;
using Customer360.Sandbox.Salesforce.Rows;
using Customer360.Sandbox.Salesforce.Search;
using Customer360.Sandbox.Salesforce.UiApi;

namespace Customer360.Sandbox.Salesforce.Api;

/// <summary>The resources of the data API.</summary>
internal sealed class ApiRouter(QueryEndpoints queries, ApiUsage usage, RecordEndpoints uiRecords)
{
    public SimAnswer Route(ApiCall call) => (call.Request.Method, call.Path) switch
    {
        ("GET", ["query"]) => queries.Query(call, withDeleted: false),
        ("GET", ["queryAll"]) => queries.Query(call, withDeleted: true),
        ("GET", ["query" or "queryAll", var locator]) => queries.More(call, locator),
        (_, ["query" or "queryAll", ..]) => throw call.NotAllowed("HEAD", "GET"),
        ("GET", ["search"]) => SearchEndpoints.Search(call),
        (_, ["search"]) => throw call.NotAllowed("HEAD", "GET"),
        (_, ["parameterizedSearch"]) => ParameterizedSearch.Search(call),
        (_, ["composite"]) => CompositeEndpoints.Run(call, Route),
        (_, ["composite", "sobjects"]) => CollectionEndpoints.Write(call),
        ("GET" or "POST", ["composite", "sobjects", var type]) => CollectionEndpoints.Retrieve(call, ApiCall.Type(type)),
        (_, ["composite", "sobjects", var type, var field]) => CollectionEndpoints.Upsert(call, ApiCall.Type(type), field),
        (_, ["composite", ..]) => throw SalesforceException.NotSimulated("this kind of composite request"),
        ("GET", ["limits"]) => LimitsEndpoint.Read(call, usage),
        ("GET", []) => DescribeEndpoints.Resources(call),
        ("GET", ["sobjects"]) => DescribeEndpoints.Global(call),
        ("GET", ["sobjects", var type]) => DescribeEndpoints.Basic(call, ApiCall.Type(type)),
        ("GET", ["sobjects", var type, "describe"]) => DescribeEndpoints.Describe(call, ApiCall.Type(type)),
        ("GET", ["sobjects", var type, "describe", "layouts"]) => LayoutEndpoints.Layouts(call, ApiCall.Type(type)),
        ("GET", ["sobjects", var type, "describe", "layouts", var recordType]) => LayoutEndpoints.Layout(call, ApiCall.Type(type), recordType),
        ("GET", ["sobjects", var type, "describe", "compactLayouts"]) => LayoutEndpoints.Compact(call, ApiCall.Type(type)),
        (_, ["sobjects", _, "describe", ..]) => throw call.NotAllowed("HEAD", "GET"),
        ("GET", ["ui-api", "object-info", var type]) => ObjectInfoEndpoints.Info(call, ApiCall.Type(type)),
        ("GET", ["ui-api", "object-info", var type, "picklist-values", var recordType]) => PicklistEndpoints.Picklists(call, ApiCall.Type(type), recordType),
        ("GET", ["ui-api", "object-info", var type, "picklist-values", var recordType, var field]) => PicklistEndpoints.Picklist(call, ApiCall.Type(type), recordType, field),
        ("GET", ["ui-api", "layout", var type]) => UiLayoutEndpoints.Layout(call, ApiCall.Type(type)),
        ("GET", ["ui-api", "record-defaults", "create", var type]) => RecordEndpoints.Defaults(call, ApiCall.Type(type)),
        ("POST", ["ui-api", "records"]) => uiRecords.Create(call),
        ("GET", ["ui-api", "records", var id]) => RecordEndpoints.Read(call, id),
        (_, ["ui-api", ..]) => throw SalesforceException.NotSimulated("this resource of the UI API"),
        (_, ["sobjects", var type]) => RowEndpoints.Collection(call, ApiCall.Type(type)),
        // The external id's value is missing.
        ("PATCH", ["sobjects", var type, var field]) when ApiCall.Type(type).Find(field) is not null => throw call.NotAllowed("HEAD", "GET", "POST"),
        (_, ["sobjects", var type, var id]) => RowEndpoints.Row(call, ApiCall.Type(type), id),
        ("GET", ["sobjects", var type, var id, ("VersionData" or "Content") and var field]) => RowEndpoints.Blob(call, ApiCall.Type(type), id, field),
        (_, ["sobjects", var type, var field, var value]) => RowEndpoints.ByExternalId(call, ApiCall.Type(type), field, value),
        _ => throw SalesforceException.NotFound(),
    };
}
