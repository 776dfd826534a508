using System.Text.Json;
using Customer360.Sandbox.Http;
using Customer360.Sandbox.Salesforce.Api;
using Customer360.Sandbox.Salesforce.Describe;
using Customer360.Sandbox.Salesforce.Schema;

namespace Customer360.Sandbox.Salesforce.UiApi;

/// <summary>/ui-api/layout.</summary>
internal static class UiLayoutEndpoints
{
    public static SimAnswer Layout(ApiCall call, SObjectType type)
    {
        ObjectInfoEndpoints.RequireSupport(type);
        if (call.Request.Parameter("recordTypeId") is { Length: > 0 } recordType)
            ObjectInfoEndpoints.RequireMaster(recordType);
        return SimAnswer.Of(200, json => Write(json, call, type, call.Request.Parameter("modes") ?? "View", call.Request.Parameter("layoutTypes") ?? "Full"));
    }

    public static void Write(Utf8JsonWriter json, ApiCall call, SObjectType type, string mode, string layoutType)
    {
        var sections = layoutType is "Compact" ? [new("", [.. PageLayout.Compact(call.Access, type).Select(field => new LayoutItem(field, false))])] : PageLayout.For(call.Access, type);
        json.WriteStartObject();
        json.WriteString("id", "00h5g0000000001AAA");
        json.WriteString("layoutType", layoutType);
        json.WriteString("mode", mode);
        json.WriteString("objectApiName", type.Name);
        json.WriteString("recordTypeId", DescribeEndpoints.MasterRecordType);
        json.WriteStartArray("sections");
        foreach (var section in sections)
            WriteSection(json, call, type, section);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteSection(Utf8JsonWriter json, ApiCall call, SObjectType type, LayoutSection section)
    {
        json.WriteStartObject();
        json.WriteBoolean("collapsible", false);
        json.WriteNumber("columns", 2);
        json.WriteString("heading", section.Heading);
        json.WriteString("id", section.Heading);
        json.WriteStartArray("layoutRows");
        foreach (var row in section.Items.Chunk(2))
        {
            json.WriteStartObject();
            json.WriteStartArray("layoutItems");
            foreach (var item in row)
                WriteItem(json, call, type, item);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteNumber("rows", (section.Items.Count + 1) / 2);
        json.WriteBoolean("useHeading", true);
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
        json.WriteString("apiName", item.Field.Name);
        json.WriteString("componentType", "Field");
        json.WriteString("label", item.Field.Label);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteBoolean("required", item.Required || item.Field.Required);
        json.WriteBoolean("sortable", false);
        json.WriteEndObject();
    }
}
