using System.Text.Json;
using Customer360.Sandbox.Http;
using Customer360.Sandbox.Salesforce.Api;
using Customer360.Sandbox.Salesforce.Schema;

namespace Customer360.Sandbox.Salesforce.Describe;

/// <summary>/sobjects/X/describe/layouts and compactLayouts. There is one layout per object.</summary>
internal static class LayoutEndpoints
{
    private const string LayoutId = "00h5g0000000001AAA";

    public static SimAnswer Layouts(ApiCall call, SObjectType type) => SimAnswer.Of(200, json =>
    {
        RequireLayout(type);
        json.WriteStartObject();
        json.WriteStartArray("layouts");
        WriteLayout(json, call, type);
        json.WriteEndArray();
        json.WriteStartArray("recordTypeMappings");
        json.WriteStartObject();
        json.WriteBoolean("available", true);
        json.WriteBoolean("defaultRecordTypeMapping", true);
        json.WriteString("layoutId", LayoutId);
        json.WriteBoolean("master", true);
        json.WriteString("name", "Master");
        json.WriteString("recordTypeId", DescribeEndpoints.MasterRecordType);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    });

    public static SimAnswer Layout(ApiCall call, SObjectType type, string recordType)
    {
        RequireLayout(type);
        if (recordType is not DescribeEndpoints.MasterRecordType)
            throw SalesforceException.NotFound();
        return SimAnswer.Of(200, json => WriteLayout(json, call, type));
    }

    public static SimAnswer Compact(ApiCall call, SObjectType type) => SimAnswer.Of(200, json =>
    {
        RequireLayout(type);
        json.WriteStartObject();
        json.WriteStartArray("compactLayouts");
        json.WriteStartObject();
        json.WriteStartArray("fieldItems");
        foreach (var field in PageLayout.Compact(call.Access, type))
            WriteItem(json, call, type, new(field, Required: false));
        json.WriteEndArray();
        json.WriteString("label", "System Default");
        json.WriteString("name", "SYSTEM");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void RequireLayout(SObjectType type)
    {
        if (!type.Layoutable)
            throw SalesforceException.NotFound();
    }

    private static void WriteLayout(Utf8JsonWriter json, ApiCall call, SObjectType type)
    {
        json.WriteStartObject();
        json.WriteString("id", LayoutId);
        foreach (var kind in (string[])["detailLayoutSections", "editLayoutSections"])
        {
            json.WriteStartArray(kind);
            foreach (var section in PageLayout.For(call.Access, type))
                WriteSection(json, call, type, section);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void WriteSection(Utf8JsonWriter json, ApiCall call, SObjectType type, LayoutSection section)
    {
        json.WriteStartObject();
        json.WriteNumber("columns", 2);
        json.WriteString("heading", section.Heading);
        json.WriteBoolean("useHeading", true);
        json.WriteStartArray("layoutRows");
        foreach (var row in section.Items.Chunk(2))
        {
            json.WriteStartObject();
            json.WriteNumber("numItems", row.Length);
            json.WriteStartArray("layoutItems");
            foreach (var item in row)
                WriteItem(json, call, type, item);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteItem(Utf8JsonWriter json, ApiCall call, SObjectType type, LayoutItem item)
    {
        json.WriteStartObject();
        json.WriteBoolean("editableForNew", call.Access.CanCreate(type) && call.Access.CanSet(type, item.Field, creating: true));
        json.WriteBoolean("editableForUpdate", call.Access.CanUpdate(type) && call.Access.CanSet(type, item.Field, creating: false));
        json.WriteString("label", item.Field.Label);
        json.WriteStartArray("layoutComponents");
        json.WriteStartObject();
        json.WritePropertyName("details");
        FieldDescription.Write(json, call.Access, type, item.Field);
        json.WriteNumber("displayLines", 1);
        json.WriteNumber("tabOrder", 1);
        json.WriteString("type", "Field");
        json.WriteString("value", item.Field.Name);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteBoolean("placeholder", false);
        json.WriteBoolean("required", item.Required || item.Field.Required);
        json.WriteEndObject();
    }
}
