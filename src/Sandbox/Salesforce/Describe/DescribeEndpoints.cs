using System.Globalization;
using System.Text.Json;
using Customer360.Sandbox.Http;
using Customer360.Sandbox.Salesforce.Api;
using Customer360.Sandbox.Salesforce.Rows;
using Customer360.Sandbox.Salesforce.Schema;

namespace Customer360.Sandbox.Salesforce.Describe;

/// <summary>/sobjects and /sobjects/X/describe, for this user: fields hidden from him are absent.</summary>
internal static class DescribeEndpoints
{
    public const string MasterRecordType = "012000000000000AAA";

    public static SimAnswer Resources(ApiCall call) => SimAnswer.Of(200, json =>
    {
        json.WriteStartObject();
        foreach (var name in (string[])["sobjects", "query", "queryAll", "search", "parameterizedSearch", "composite", "limits", "ui-api"])
            json.WriteString(name, $"{call.Base}/{name}");
        json.WriteEndObject();
    });

    public static SimAnswer Global(ApiCall call) => NotModified(call) ?? Dated(call, SimAnswer.Of(200, json =>
    {
        json.WriteStartObject();
        json.WriteString("encoding", "UTF-8");
        json.WriteNumber("maxBatchSize", 200);
        json.WriteStartArray("sobjects");
        foreach (var type in OrgSchema.Instance.Types)
        {
            json.WriteStartObject();
            WriteSummary(json, call, type);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }));

    /// <summary>GET /sobjects/X: the summary and the rows that this user saw last, which the sandbox doesn't remember.</summary>
    public static SimAnswer Basic(ApiCall call, SObjectType type) => SimAnswer.Of(200, json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("objectDescribe");
        WriteSummary(json, call, type);
        json.WriteEndObject();
        json.WriteStartArray("recentItems");
        json.WriteEndArray();
        json.WriteEndObject();
    });

    public static SimAnswer Describe(ApiCall call, SObjectType type) => NotModified(call) ?? Dated(call, SimAnswer.Of(200, json =>
    {
        json.WriteStartObject();
        WriteSummary(json, call, type);
        json.WriteStartArray("fields");
        foreach (var field in type.Fields.Where(field => call.Access.CanSee(type, field)))
            FieldDescription.Write(json, call.Access, type, field);
        json.WriteEndArray();
        WriteChildren(json, type);
        WriteRecordTypes(json, call, type);
        json.WriteEndObject();
    }));

    private static void WriteSummary(Utf8JsonWriter json, ApiCall call, SObjectType type)
    {
        json.WriteString("name", type.Name);
        json.WriteString("label", type.Label);
        json.WriteString("labelPlural", type.LabelPlural);
        json.WriteString("keyPrefix", type.KeyPrefix);
        json.WriteBoolean("createable", call.Access.CanCreate(type));
        json.WriteBoolean("updateable", call.Access.CanUpdate(type));
        json.WriteBoolean("deletable", call.Access.CanDelete(type));
        json.WriteBoolean("custom", false);
        json.WriteBoolean("queryable", true);
        json.WriteBoolean("retrieveable", true);
        json.WriteBoolean("searchable", type.Searchable);
        json.WriteBoolean("layoutable", type.Layoutable);
        json.WriteBoolean("undeletable", type.Deletable);
        json.WriteStartObject("urls");
        json.WriteString("sobject", $"{call.Base}/sobjects/{type.Name}");
        json.WriteString("describe", $"{call.Base}/sobjects/{type.Name}/describe");
        json.WriteString("rowTemplate", $"{call.Base}/sobjects/{type.Name}/{{ID}}");
        json.WriteEndObject();
    }

    private static void WriteChildren(Utf8JsonWriter json, SObjectType type)
    {
        json.WriteStartArray("childRelationships");
        foreach (var child in type.Children)
        {
            json.WriteStartObject();
            json.WriteString("childSObject", child.Child.Name);
            json.WriteString("field", child.Field.Name);
            json.WriteString("relationshipName", child.Name);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteRecordTypes(Utf8JsonWriter json, ApiCall call, SObjectType type)
    {
        json.WriteStartArray("recordTypeInfos");
        json.WriteStartObject();
        json.WriteBoolean("active", true);
        json.WriteBoolean("available", true);
        json.WriteBoolean("defaultRecordTypeMapping", true);
        json.WriteString("developerName", "Master");
        json.WriteBoolean("master", true);
        json.WriteString("name", "Master");
        json.WriteString("recordTypeId", MasterRecordType);
        json.WriteStartObject("urls");
        json.WriteString("layout", $"{call.Base}/sobjects/{type.Name}/describe/layouts/{MasterRecordType}");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static SimAnswer? NotModified(ApiCall call) =>
        Conditions.Date(call, "If-Modified-Since") is { } since && call.Org.MetadataChanged <= since ? Dated(call, SimAnswer.Empty(304)) : null;

    private static SimAnswer Dated(ApiCall call, SimAnswer answer)
    {
        answer.Headers["Last-Modified"] = call.Org.MetadataChanged.ToString("R", CultureInfo.InvariantCulture);
        return answer;
    }
}
