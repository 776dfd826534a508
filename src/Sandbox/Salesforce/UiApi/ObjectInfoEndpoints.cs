using System.Text.Json;
using Customer360.Sandbox.Http;
using Customer360.Sandbox.Salesforce.Api;
using Customer360.Sandbox.Salesforce.Describe;
using Customer360.Sandbox.Salesforce.Schema;

namespace Customer360.Sandbox.Salesforce.UiApi;

/// <summary>/ui-api/object-info.</summary>
internal static class ObjectInfoEndpoints
{
    public static SimAnswer Info(ApiCall call, SObjectType type)
    {
        RequireSupport(type);
        return SimAnswer.Of(200, json => WriteInfo(json, call, type));
    }

    public static void WriteInfo(Utf8JsonWriter json, ApiCall call, SObjectType type)
    {
        json.WriteStartObject();
        json.WriteString("apiName", type.Name);
        json.WriteStartArray("childRelationships");
        foreach (var child in type.Children)
        {
            json.WriteStartObject();
            json.WriteString("childObjectApiName", child.Child.Name);
            json.WriteString("fieldName", child.Field.Name);
            json.WriteString("relationshipName", child.Name);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteBoolean("createable", call.Access.CanCreate(type));
        json.WriteBoolean("custom", false);
        json.WriteString("defaultRecordTypeId", DescribeEndpoints.MasterRecordType);
        json.WriteBoolean("deletable", call.Access.CanDelete(type));
        json.WriteStartObject("dependentFields");
        foreach (var field in type.Fields.Where(field => field.Controller is not null))
        {
            json.WriteStartObject(field.Controller!);
            json.WriteStartObject(field.Name);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteStartObject("fields");
        foreach (var field in type.Fields.Where(field => call.Access.CanSee(type, field)))
            WriteField(json, call, type, field);
        json.WriteEndObject();
        json.WriteString("keyPrefix", type.KeyPrefix);
        json.WriteString("label", type.Label);
        json.WriteString("labelPlural", type.LabelPlural);
        json.WriteBoolean("layoutable", type.Layoutable);
        FieldDescription.WriteStrings(json, "nameFields", NameFields(type));
        json.WriteBoolean("queryable", true);
        WriteRecordTypes(json);
        json.WriteBoolean("searchable", type.Searchable);
        json.WriteBoolean("updateable", call.Access.CanUpdate(type));
        json.WriteEndObject();
    }

    public static void RequireSupport(SObjectType type)
    {
        if (!type.Layoutable)
            throw new SalesforceException(400, "INVALID_TYPE", $"Object {type.Name} is not supported in UI API");
    }

    public static void RequireMaster(string recordType)
    {
        if (recordType is not DescribeEndpoints.MasterRecordType)
            throw new SalesforceException(400, "INVALID_TYPE", $"Record type {recordType} is not available for this object");
    }

    private static string[] NameFields(SObjectType type) => type.Name is "Contact" or "Lead" or "User" ? ["FirstName", "LastName", "Name"] : type.NameField is { } field ? [field.Name] : [];

    private static void WriteField(Utf8JsonWriter json, ApiCall call, SObjectType type, Field field)
    {
        json.WriteStartObject(field.Name);
        json.WriteString("apiName", field.Name);
        json.WriteBoolean("calculated", false);
        json.WriteBoolean("compound", field.Type is FieldType.Address || (field.Name is "Name" && type.Name is "Contact" or "Lead"));
        json.WriteString("compoundFieldName", FieldDescription.CompoundOf(type, field));
        json.WriteString("controllerName", field.Controller);
        FieldDescription.WriteStrings(json, "controllingFields", field.Controller is null ? [] : [field.Controller]);
        json.WriteBoolean("createable", call.Access.CanCreate(type) && call.Access.CanSet(type, field, creating: true));
        json.WriteBoolean("custom", field.IsCustom);
        json.WriteString("dataType", DataType(field));
        json.WriteBoolean("filterable", field.Filterable);
        json.WriteString("inlineHelpText", field.ExternalId ? "Set by integrations. Don't change." : null);
        json.WriteString("label", field.Label);
        json.WriteNumber("length", field.Length);
        json.WriteBoolean("nameField", field == type.NameField);
        json.WriteBoolean("polymorphicForeignKey", field.IsPolymorphic);
        json.WriteNumber("precision", field.Type is FieldType.Double or FieldType.Currency ? 18 : 0);
        json.WriteBoolean("reference", field.Type is FieldType.Reference);
        json.WriteStartArray("referenceToInfos");
        foreach (var target in field.ReferenceTo)
        {
            json.WriteStartObject();
            json.WriteString("apiName", target);
            FieldDescription.WriteStrings(json, "nameFields", NameFields(OrgSchema.Instance[target]));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteString("relationshipName", field.RelationshipName);
        json.WriteBoolean("required", !field.Nillable);
        json.WriteNumber("scale", FieldDescription.Scale(field));
        json.WriteBoolean("sortable", field.Sortable);
        json.WriteBoolean("unique", field.ExternalId);
        json.WriteBoolean("updateable", call.Access.CanUpdate(type) && call.Access.CanSet(type, field, creating: false));
        json.WriteEndObject();
    }

    private static string DataType(Field field) => field.Type switch
    {
        FieldType.Id => "Reference",
        FieldType.Datetime => "DateTime",
        FieldType.Textarea => "TextArea",
        FieldType.Multipicklist => "MultiPicklist",
        FieldType.Combobox => "ComboBox",
        _ => field.Type.ToString(),
    };

    private static void WriteRecordTypes(Utf8JsonWriter json)
    {
        json.WriteStartObject("recordTypeInfos");
        json.WriteStartObject(DescribeEndpoints.MasterRecordType);
        json.WriteBoolean("available", true);
        json.WriteBoolean("defaultRecordTypeMapping", true);
        json.WriteBoolean("master", true);
        json.WriteString("name", "Master");
        json.WriteString("recordTypeId", DescribeEndpoints.MasterRecordType);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
