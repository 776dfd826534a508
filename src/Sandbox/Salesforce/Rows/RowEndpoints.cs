using System.Globalization;
using System.Text.Json;
using Customer360.Sandbox.Http;
using Customer360.Sandbox.Salesforce.Api;
using Customer360.Sandbox.Salesforce.Data;
using Customer360.Sandbox.Salesforce.Query;
using Customer360.Sandbox.Salesforce.Schema;

namespace Customer360.Sandbox.Salesforce.Rows;

/// <summary>/sobjects/X, /sobjects/X/id and /sobjects/X/field/value.</summary>
internal static class RowEndpoints
{
    public static SimAnswer Collection(ApiCall call, SObjectType type) => call.Request.Method switch
    {
        "POST" => Create(call, type),
        _ => throw call.NotAllowed("HEAD", "GET", "POST"),
    };

    public static SimAnswer Row(ApiCall call, SObjectType type, string id)
    {
        var record = Find(call, type, id);
        switch (call.Request.Method)
        {
            case "GET" or "HEAD":
                return Conditions.IsUnmodified(call, record) ? SimAnswer.Empty(304) : Read(call, record);
            case "PATCH":
                Conditions.CheckBeforeWrite(call, record);
                call.Write(transaction => Update(call, transaction, record));
                return WithETag(SimAnswer.Empty(204), record);
            case "DELETE":
                Conditions.CheckBeforeWrite(call, record);
                call.Write(transaction => Delete(call, transaction, record));
                return SimAnswer.Empty(204);
            default:
                throw call.NotAllowed("HEAD", "GET", "PATCH", "DELETE");
        }
    }

    /// <summary>Reads or upserts by external id. Ours are unique, so there are never several.</summary>
    public static SimAnswer ByExternalId(ApiCall call, SObjectType type, string fieldName, string value)
    {
        if (type.Find(fieldName) is not { ExternalId: true } field || !call.Access.CanSee(type, field))
            throw SalesforceException.NotFound($"Provided external ID field does not exist or is not accessible: {fieldName}");
        if (value.Length > field.Length)
            throw new SalesforceException(400, "STRING_TOO_LONG", $"{field.Label}: data value too large: {value} (max length={field.Length})", field.Name);
        // Uniqueness knows no sharing: a row that the user can't see still holds the key.
        var record = call.Org.Table(type.Name).Find(field, value).FirstOrDefault(row => !row.IsDeleted);
        switch (call.Request.Method)
        {
            case "GET" or "HEAD":
                return record is not null && call.Access.CanRead(record) ? Read(call, record) : throw SalesforceException.NotFound();
            case "PATCH" when record is not null:
                Conditions.CheckBeforeWrite(call, record);
                call.Write(transaction => Update(call, transaction, record));
                return Saved(call, record, 200, created: false);
            case "PATCH" when string.Equals(call.Request.Parameter("updateOnly"), "true", StringComparison.OrdinalIgnoreCase):
                throw SalesforceException.NotFound();
            case "PATCH":
                var made = call.Write(transaction => new RecordChanges(transaction, call.Version).Create(type, call.Body(), Options(call), (field, value)));
                return Saved(call, made, 201, created: true);
            case "DELETE" when record is not null:
                call.Write(transaction => Delete(call, transaction, record));
                return SimAnswer.Empty(204);
            case "DELETE":
                throw SalesforceException.NotFound();
            default:
                throw call.NotAllowed("HEAD", "GET", "PATCH", "DELETE");
        }
    }

    /// <summary>A row that this user can see, or the refusal: a hidden one is as missing.</summary>
    public static Record Find(ApiCall call, SObjectType type, string id)
    {
        var full = SalesforceId.Normalize(id);
        if (full is null || !full.StartsWith(type.KeyPrefix, StringComparison.Ordinal))
            throw new SalesforceException(400, "MALFORMED_ID", $"{type.Label} ID: id value of incorrect type: {id}", "Id");
        if (call.Org.Table(type.Name).Find(full) is not { } record || !call.Access.CanRead(record))
            throw SalesforceException.NotFound("Provided external ID field does not exist or is not accessible: " + id);
        return record.IsDeleted ? throw new SalesforceException(404, "ENTITY_IS_DELETED", "entity is deleted") : record;
    }

    /// <summary>The bytes of a binary field.</summary>
    public static SimAnswer Blob(ApiCall call, SObjectType type, string id, string field)
    {
        var record = Find(call, type, id);
        return type.Find(field) is { Type: FieldType.Base64 } && record.Text(field) is { } content
            ? new(200, Convert.FromBase64String(content), "application/octet-stream")
            : throw SalesforceException.NotFound();
    }

    public static SaveOptions Options(ApiCall call)
    {
        var duplicates = Header(call, "Sforce-Duplicate-Rule-Header");
        bool IsOn(string name) => duplicates.Contains($"{name}=true");
        return new(
            AutoAssign: !string.Equals(call.Request.Header("Sforce-Auto-Assign")?.Trim(), "FALSE", StringComparison.OrdinalIgnoreCase),
            AllowDuplicates: IsOn("allowsave"), MatchAsCurrentUser: IsOn("runascurrentuser"), WithDuplicateDetails: IsOn("includerecorddetails"));
    }

    private static string[] Header(ApiCall call, string name) =>
        [.. (call.Request.Header(name) ?? "").ToLowerInvariant().Split([';', ','], StringSplitOptions.TrimEntries).Select(part => part.Replace(" ", "", StringComparison.Ordinal))];

    private static SimAnswer Create(ApiCall call, SObjectType type)
    {
        var record = call.Write(transaction => new RecordChanges(transaction, call.Version).Create(type, call.Body(), Options(call)));
        return Saved(call, record, 201, created: null);
    }

    private static Record Update(ApiCall call, Transaction transaction, Record record)
    {
        new RecordChanges(transaction, call.Version).Update(record, call.Body(), Options(call));
        return record;
    }

    private static Record Delete(ApiCall call, Transaction transaction, Record record)
    {
        new RecordChanges(transaction, call.Version).Delete(record);
        return record;
    }

    private static SimAnswer Saved(ApiCall call, Record record, int status, bool? created)
    {
        var answer = SimAnswer.Of(status, json => WriteSaved(json, record.Id, created));
        if (status == 201)
            answer.Headers["Location"] = $"{call.Base}/sobjects/{record.Type.Name}/{record.Id}";
        return answer;
    }

    public static void WriteSaved(Utf8JsonWriter json, string id, bool? created)
    {
        json.WriteStartObject();
        json.WriteString("id", id);
        json.WriteBoolean("success", true);
        json.WriteStartArray("errors");
        json.WriteEndArray();
        if (created is { } value)
            json.WriteBoolean("created", value);
        json.WriteEndObject();
    }

    private static SimAnswer Read(ApiCall call, Record record)
    {
        var answer = SimAnswer.Of(200, json => new RowWriter(json, call.Org, call.Access, call.Version).Write(record, Columns(call, record.Type)));
        answer.Headers["Last-Modified"] = record.LastModified.ToString("R", CultureInfo.InvariantCulture);
        return WithETag(answer, record);
    }

    private static SimAnswer WithETag(SimAnswer answer, Record record)
    {
        if (record.Type.Name is "Account")
            answer.Headers["ETag"] = Conditions.ETag(record);
        return answer;
    }

    private static Projection Columns(ApiCall call, SObjectType type)
    {
        if (call.Request.Parameter("fields") is not { } fields)
            return AllReadable(call, type);
        var paths = fields.Split(',', StringSplitOptions.TrimEntries).Select(field => new SelectField(new(field.Split('.'), 0), Label: false, Alias: null));
        return new QueryBinder(fields, call.Org, call.Access).Bind(type, [.. paths.DistinctBy(field => field.Path.ToString())], false, new(null, [], null, 0)).Projection;
    }

    private static Projection AllReadable(ApiCall call, SObjectType type) =>
        new(type, [.. type.Fields.Where(field => call.Access.CanSee(type, field)).Select(field => new ScalarItem(field.Name, field, Label: false))]);
}
