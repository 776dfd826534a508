using System.Globalization;
using System.Text.Json;
using Customer360.Sandbox.Http;
using Customer360.Sandbox.Salesforce.Api;
using Customer360.Sandbox.Salesforce.Data;
using Customer360.Sandbox.Salesforce.Describe;
using Customer360.Sandbox.Salesforce.Query;
using Customer360.Sandbox.Salesforce.Rows;
using Customer360.Sandbox.Salesforce.Schema;

namespace Customer360.Sandbox.Salesforce.UiApi;

/// <summary>/ui-api/records and record-defaults.</summary>
internal sealed class RecordEndpoints
{
    private readonly Dictionary<string, (string UserId, string Body, SimAnswer Answer)> _idempotent = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Fields that are asked for must be there; optional ones may be missing or hidden.</summary>
    public static SimAnswer Read(ApiCall call, string id)
    {
        var type = OrgSchema.Instance.ByPrefix(id) ?? throw new SalesforceException(400, "INVALID_RECORD_ID", "The record id is invalid", "recordId");
        ObjectInfoEndpoints.RequireSupport(type);
        var record = RowEndpoints.Find(call, type, id);
        var paths = new PathBinder(call.Request.Parameter("fields") ?? "", call.Org, call.Access);
        var wanted = Names(call, "fields", type).Select(path => paths.Bind(type, path))
            .Concat(Names(call, "optionalFields", type).Select(path => Optional(paths, type, path)).OfType<BoundPath>()).ToList();
        if (call.Request.Parameter("layoutTypes") is not null)
            wanted.AddRange(PageLayout.For(call.Access, type).SelectMany(section => section.Items).Select(item => new BoundPath([], type, item.Field)));
        if (wanted.Count == 0)
            throw new SalesforceException(400, "ILLEGAL_QUERY_PARAMETER_VALUE", "fields, optionalFields or layoutTypes is required");
        return SimAnswer.Of(200, json => WriteRecord(json, call, record, [.. wanted.DistinctBy(path => $"{string.Join('.', path.Parents.Select(parent => parent.Name))}.{path.Field.Name}")]));
    }

    /// <summary>Creates; a repeat under the same Idempotency-Key gets the first answer.</summary>
    public SimAnswer Create(ApiCall call)
    {
        var body = call.Body();
        if (body.ValueKind is not JsonValueKind.Object || !body.TryGetProperty("apiName", out var name) || !body.TryGetProperty("fields", out var fields))
            throw new SalesforceException(400, "JSON_PARSER_ERROR", "apiName and fields are required");
        var type = ApiCall.Type(name.ToString());
        // Activities are supported neither for idempotency nor for creation.
        if (!type.Layoutable || type.Name is "Task" or "Event")
            throw new SalesforceException(400, "INVALID_TYPE", $"Object {type.Name} is not supported in UI API");
        var key = call.Request.Header("Idempotency-Key");
        if (key is not null && !Guid.TryParseExact(key, "D", out _))
            throw new SalesforceException(400, "INVALID_IDEMPOTENCY_KEY", "The idempotency key must be a version 4 UUID");
        if (key is not null && _idempotent.TryGetValue(key, out var first))
            return Repeat(call, body, first);
        var options = RowEndpoints.Options(call);
        options = options with { AllowDuplicates = options.AllowDuplicates || (body.TryGetProperty("allowSaveOnDuplicate", out var allow) && allow.ValueKind is JsonValueKind.True) };
        var record = call.Write(transaction => new RecordChanges(transaction, call.Version).Create(type, fields, options));
        var answer = SimAnswer.Of(201, json => WriteRecord(json, call, record, [.. type.Fields.Where(field => call.Access.CanSee(type, field)).Select(field => new BoundPath([], type, field))]));
        if (key is not null)
            _idempotent[key] = (call.Access.UserId, body.GetRawText(), answer);
        return answer;
    }

    public static SimAnswer Defaults(ApiCall call, SObjectType type)
    {
        ObjectInfoEndpoints.RequireSupport(type);
        return SimAnswer.Of(200, json =>
        {
            json.WriteStartObject();
            json.WritePropertyName("layout");
            UiLayoutEndpoints.Write(json, call, type, "Create", "Full");
            json.WriteStartObject("objectInfos");
            json.WritePropertyName(type.Name);
            ObjectInfoEndpoints.WriteInfo(json, call, type);
            json.WriteEndObject();
            json.WriteStartObject("record");
            json.WriteString("apiName", type.Name);
            json.WriteNull("id");
            json.WriteStartObject("fields");
            foreach (var item in PageLayout.For(call.Access, type).SelectMany(section => section.Items))
            {
                json.WriteStartObject(item.Field.Name);
                json.WriteNull("displayValue");
                json.WriteString("value", item.Field.Name is "OwnerId" ? call.Access.UserId : item.Field.Picklist.FirstOrDefault(entry => entry.IsDefault)?.Value);
                json.WriteEndObject();
            }
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        });
    }

    private static SimAnswer Repeat(ApiCall call, JsonElement body, (string UserId, string Body, SimAnswer Answer) first)
    {
        if (first.UserId != call.Access.UserId)
            throw new SalesforceException(409, "IDEMPOTENCY_KEY_CONFLICT", "The idempotency key is in use");
        return first.Body == body.GetRawText()
            ? first.Answer
            : throw new SalesforceException(422, "IDEMPOTENCY_KEY_REUSED", "The idempotency key was used for another request");
    }

    private static IEnumerable<FieldPath> Names(ApiCall call, string parameter, SObjectType type)
    {
        foreach (var name in (call.Request.Parameter(parameter) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var parts = name.Split('.');
            if (parts.Length < 2 || parts[0] != type.Name)
                throw new SalesforceException(400, "INVALID_FIELD", $"Names of fields begin with the object's: {type.Name}.{name}");
            yield return new(parts[1..], 0);
        }
    }

    private static BoundPath? Optional(PathBinder paths, SObjectType type, FieldPath path)
    {
        try
        {
            return paths.Bind(type, path);
        }
        catch (SalesforceException refusal) when (refusal.Code is "INVALID_FIELD")
        {
            return null;
        }
    }

    private static void WriteRecord(Utf8JsonWriter json, ApiCall call, Record record, IReadOnlyList<BoundPath> paths)
    {
        json.WriteStartObject();
        json.WriteString("apiName", record.Type.Name);
        json.WriteStartObject("childRelationships");
        json.WriteEndObject();
        json.WriteString("eTag", record.LastModified.Ticks.ToString("x", CultureInfo.InvariantCulture));
        json.WriteStartObject("fields");
        foreach (var path in paths.Where(path => path.Parents.Count == 0))
            WriteField(json, call, record, path.Field);
        foreach (var parent in paths.Where(path => path.Parents.Count > 0).GroupBy(path => path.Parents[0]))
            WriteParent(json, call, record, parent.Key, [.. parent.Select(path => path with { Parents = [.. path.Parents.Skip(1)] })]);
        json.WriteEndObject();
        json.WriteString("id", record.Id);
        json.WriteString("lastModifiedById", record.Text("LastModifiedById"));
        json.WriteString("lastModifiedDate", record.LastModified.ToString("yyyy-MM-dd'T'HH:mm:ss'.000Z'", CultureInfo.InvariantCulture));
        json.WriteNull("recordTypeInfo");
        json.WriteString("systemModstamp", record.LastModified.ToString("yyyy-MM-dd'T'HH:mm:ss'.000Z'", CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }

    private static void WriteField(Utf8JsonWriter json, ApiCall call, Record record, Field field)
    {
        json.WriteStartObject(field.Name);
        json.WriteString("displayValue", field.Picklist.Count > 0 ? record.Text(field.Name) : null);
        json.WritePropertyName("value");
        new RowWriter(json, call.Org, call.Access, call.Version).WriteValue(record, field);
        json.WriteEndObject();
    }

    private static void WriteParent(Utf8JsonWriter json, ApiCall call, Record record, Field reference, IReadOnlyList<BoundPath> paths)
    {
        json.WriteStartObject(reference.RelationshipName!);
        var parent = record[reference] is string id && call.Org.Find(id) is { IsDeleted: false } found && call.Access.CanRead(found) ? found : null;
        json.WriteString("displayValue", parent?.Type.NameField is { } name ? parent[name] as string : null);
        json.WritePropertyName("value");
        if (parent is null)
            json.WriteNullValue();
        else
            WriteRecord(json, call, parent, [.. paths.Select(path => path.Type == OrgSchema.NameType ? new BoundPath([], parent.Type, parent.Type.Find(path.Field.Name) ?? parent.Type.Id) : path)]);
        json.WriteEndObject();
    }
}
