using System.Text.Json;
using Customer360.Sandbox.Http;
using Customer360.Sandbox.Salesforce.Api;
using Customer360.Sandbox.Salesforce.Data;
using Customer360.Sandbox.Salesforce.Query;
using Customer360.Sandbox.Salesforce.Rows;
using Customer360.Sandbox.Salesforce.Schema;

namespace Customer360.Sandbox.Salesforce.Composite;

/// <summary>/composite/sobjects: up to 200 rows written at once, each with its own result; and several rows read.</summary>
internal static class CollectionEndpoints
{
    private const int MaxRows = 200;

    private sealed record Result(string? Id, bool? Created, SalesforceException? Error);

    public static SimAnswer Write(ApiCall call)
    {
        switch (call.Request.Method)
        {
            case "POST":
                return Each(call, Rows(call.Body()), AllOrNone(call.Body()), (transaction, row) =>
                    new(Changes(call, transaction).Create(TypeOf(row), Fields(row), RowEndpoints.Options(call)).Id, null, null));
            case "PATCH":
                return Each(call, Rows(call.Body()), AllOrNone(call.Body()), (transaction, row) => Update(call, transaction, row));
            case "DELETE":
                var ids = (call.Request.Parameter("ids") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);
                return Each(call, ids, call.Request.Parameter("allOrNone") is "true", (transaction, id) => Delete(call, transaction, id));
            default:
                throw call.NotAllowed("POST", "PATCH", "DELETE");
        }
    }

    /// <summary>GET or POST /composite/sobjects/X: null for each row that is not there for this user.</summary>
    public static SimAnswer Retrieve(ApiCall call, SObjectType type)
    {
        var (ids, fields) = call.Request.Method is "POST"
            ? (Strings(call.Body(), "ids"), Strings(call.Body(), "fields"))
            : ((call.Request.Parameter("ids") ?? "").Split(','), (call.Request.Parameter("fields") ?? "").Split(','));
        var select = fields.Where(field => field.Length > 0).Select(field => new SelectField(new(field.Split('.'), 0), Label: false, Alias: null)).ToList();
        if (ids.Length > 2000 || select.Count == 0)
            throw new SalesforceException(400, "INVALID_INPUT", "ids and fields are required, and at most 2,000 ids");
        var projection = new QueryBinder(string.Join(',', fields), call.Org, call.Access).Bind(type, select, false, new(null, [], null, 0)).Projection;
        return SimAnswer.Of(200, json =>
        {
            json.WriteStartArray();
            var writer = new RowWriter(json, call.Org, call.Access, call.Version);
            foreach (var id in ids)
            {
                if (SalesforceId.Normalize(id) is { } full && call.Org.Table(type.Name).Find(full) is { IsDeleted: false } record && call.Access.CanRead(record))
                    writer.Write(record, projection);
                else
                    json.WriteNullValue();
            }
            json.WriteEndArray();
        });
    }

    /// <summary>PATCH /composite/sobjects/X/field: upserts by external id.</summary>
    public static SimAnswer Upsert(ApiCall call, SObjectType type, string fieldName)
    {
        if (call.Request.Method is not "PATCH")
            throw call.NotAllowed("PATCH");
        if (type.Find(fieldName) is not { ExternalId: true } key)
            throw SalesforceException.NotFound($"Provided external ID field does not exist or is not accessible: {fieldName}");
        return Each(call, Rows(call.Body()), AllOrNone(call.Body()), (transaction, row) =>
        {
            if (row.ValueKind is not JsonValueKind.Object || !row.TryGetProperty(key.Name, out var value) || value.ToString() is not { Length: > 0 } text)
                throw new SalesforceException(400, "MISSING_ARGUMENT", $"{key.Name} not specified");
            var fields = Fields(row, except: key.Name);
            if (call.Org.Table(type.Name).Find(key, text).FirstOrDefault(other => !other.IsDeleted) is not { } record)
                return new(Changes(call, transaction).Create(type, fields, RowEndpoints.Options(call), (key, text)).Id, true, null);
            Changes(call, transaction).Update(record, fields, RowEndpoints.Options(call));
            return new(record.Id, false, null);
        });
    }

    private static SimAnswer Each<T>(ApiCall call, IReadOnlyList<T> rows, bool allOrNone, Func<Transaction, T, Result> work)
    {
        if (rows.Count is 0 or > MaxRows)
            throw new SalesforceException(400, "LIMIT_EXCEEDED", $"record limit reached. cannot submit more than {MaxRows} records in this operation");
        if (call.Ambient is not null)
            throw SalesforceException.NotSimulated("collections within a composite request that is all or none");
        var together = allOrNone ? call.Org.Begin(call.Access) : null;
        var results = rows.Select(row => Try(together is null ? call : call with { Ambient = together }, row, work)).ToList();
        if (together is not null && results.Exists(result => result.Error is not null))
        {
            together.Rollback();
            var rolledBack = new SalesforceException(400, "ALL_OR_NONE_OPERATION_ROLLED_BACK", "Record rolled back because not all records were valid and the request was using AllOrNone header");
            results = [.. results.Select(result => result.Error is null ? new(null, null, rolledBack) : result)];
        }
        else
        {
            together?.Commit();
        }
        return SimAnswer.Of(200, json => WriteResults(json, results));
    }

    private static Result Try<T>(ApiCall call, T row, Func<Transaction, T, Result> work)
    {
        try
        {
            return call.Write(transaction => work(transaction, row));
        }
        catch (SalesforceException refusal)
        {
            return new(null, null, refusal);
        }
    }

    private static Result Update(ApiCall call, Transaction transaction, JsonElement row)
    {
        var type = TypeOf(row);
        var id = row.TryGetProperty("id", out var lower) ? lower.ToString() : row.TryGetProperty("Id", out var upper) ? upper.ToString() : null;
        var record = RowEndpoints.Find(call, type, id ?? throw new SalesforceException(400, "MISSING_ARGUMENT", "Id not specified in an update call"));
        Changes(call, transaction).Update(record, Fields(row, except: "Id"), RowEndpoints.Options(call));
        return new(record.Id, null, null);
    }

    private static Result Delete(ApiCall call, Transaction transaction, string id)
    {
        var type = OrgSchema.Instance.ByPrefix(id) ?? throw new SalesforceException(400, "MALFORMED_ID", $"malformed id {id}");
        var record = RowEndpoints.Find(call, type, id);
        Changes(call, transaction).Delete(record);
        return new(record.Id, null, null);
    }

    private static RecordChanges Changes(ApiCall call, Transaction transaction) => new(transaction, call.Version);

    private static bool AllOrNone(JsonElement body) => body.TryGetProperty("allOrNone", out var flag) && flag.ValueKind is JsonValueKind.True;

    private static List<JsonElement> Rows(JsonElement body) =>
        body.ValueKind is JsonValueKind.Object && body.TryGetProperty("records", out var rows) && rows.ValueKind is JsonValueKind.Array
            ? [.. rows.EnumerateArray()]
            : throw new SalesforceException(400, "JSON_PARSER_ERROR", "records is missing");

    private static SObjectType TypeOf(JsonElement row) =>
        row.ValueKind is JsonValueKind.Object && row.TryGetProperty("attributes", out var attributes) && attributes.TryGetProperty("type", out var type)
            ? OrgSchema.Instance.Find(type.ToString()) ?? throw new SalesforceException(400, "INVALID_TYPE", $"sObject type '{type}' is not supported.")
            : throw new SalesforceException(400, "INVALID_INPUT", "each record needs attributes.type");

    private static JsonElement Fields(JsonElement row, string? except = null) => except is null ? row : JsonSerializer.SerializeToElement(
        row.EnumerateObject().Where(property => !string.Equals(property.Name, except, StringComparison.OrdinalIgnoreCase)).ToDictionary(property => property.Name, property => property.Value));

    private static string[] Strings(JsonElement body, string name) =>
        body.TryGetProperty(name, out var list) && list.ValueKind is JsonValueKind.Array ? [.. list.EnumerateArray().Select(item => item.ToString())] : [];

    private static void WriteResults(Utf8JsonWriter json, List<Result> results)
    {
        json.WriteStartArray();
        foreach (var result in results)
        {
            json.WriteStartObject();
            if (result.Id is not null)
                json.WriteString("id", result.Id);
            json.WriteBoolean("success", result.Error is null);
            json.WriteStartArray("errors");
            if (result.Error is { } error)
            {
                json.WriteStartObject();
                json.WriteString("statusCode", error.Code);
                json.WriteString("message", error.Message);
                error.WriteFields(json);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            if (result.Created is { } created)
                json.WriteBoolean("created", created);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
