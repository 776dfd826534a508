using System.Text.Json;
using Customer360.Sandbox.Http;
using Customer360.Sandbox.Salesforce.Api;
using Customer360.Sandbox.Salesforce.Describe;
using Customer360.Sandbox.Salesforce.Schema;

namespace Customer360.Sandbox.Salesforce.UiApi;

/// <summary>/ui-api/object-info/X/picklist-values.</summary>
internal static class PicklistEndpoints
{
    public static SimAnswer Picklists(ApiCall call, SObjectType type, string recordType)
    {
        ObjectInfoEndpoints.RequireSupport(type);
        ObjectInfoEndpoints.RequireMaster(recordType);
        return SimAnswer.Of(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("eTag", type.Name);
            json.WriteStartObject("picklistFieldValues");
            foreach (var field in type.Fields.Where(field => field.Picklist.Count > 0 && call.Access.CanSee(type, field)))
            {
                json.WritePropertyName(field.Name);
                WritePicklist(json, call, type, field);
            }
            json.WriteEndObject();
            json.WriteEndObject();
        });
    }

    public static SimAnswer Picklist(ApiCall call, SObjectType type, string recordType, string name)
    {
        ObjectInfoEndpoints.RequireSupport(type);
        ObjectInfoEndpoints.RequireMaster(recordType);
        return type.Find(name) is { Picklist.Count: > 0 } field && call.Access.CanSee(type, field)
            ? SimAnswer.Of(200, json => WritePicklist(json, call, type, field))
            : throw SalesforceException.NotFound();
    }

    private static void WritePicklist(Utf8JsonWriter json, ApiCall call, SObjectType type, Field field)
    {
        var controller = field.Controller is null ? null : type[field.Controller];
        json.WriteStartObject();
        json.WriteStartObject("controllerValues");
        for (var i = 0; i < (controller?.Picklist.Count ?? 0); i++)
            json.WriteNumber(controller!.Picklist[i].Value, i);
        json.WriteEndObject();
        json.WritePropertyName("defaultValue");
        if (field.Picklist.FirstOrDefault(entry => entry.IsDefault) is { } standard)
            WriteEntry(json, controller, standard);
        else
            json.WriteNullValue();
        json.WriteString("eTag", field.Name);
        json.WriteString("url", $"{call.Base}/ui-api/object-info/{type.Name}/picklist-values/{DescribeEndpoints.MasterRecordType}/{field.Name}");
        json.WriteStartArray("values");
        foreach (var entry in field.Picklist)
            WriteEntry(json, controller, entry);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter json, Field? controller, PicklistEntry entry)
    {
        json.WriteStartObject();
        json.WriteNull("attributes");
        json.WriteString("label", entry.Value);
        json.WriteStartArray("validFor");
        for (var i = 0; i < (controller?.Picklist.Count ?? 0); i++)
        {
            if (entry.ValidFor.Contains(controller!.Picklist[i].Value))
                json.WriteNumberValue(i);
        }
        json.WriteEndArray();
        json.WriteString("value", entry.Value);
        json.WriteEndObject();
    }
}
