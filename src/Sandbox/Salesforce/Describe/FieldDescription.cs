using System.Text.Json;
using Customer360.Sandbox.Salesforce.Data;
using Customer360.Sandbox.Salesforce.Schema;

namespace Customer360.Sandbox.Salesforce.Describe;

/// <summary>A field in describe's words.</summary>
internal static class FieldDescription
{
    public static void Write(Utf8JsonWriter json, Access access, SObjectType type, Field field)
    {
        json.WriteStartObject();
        json.WriteBoolean("autoNumber", field.Name is "CaseNumber");
        json.WriteNumber("byteLength", field.Length * 3);
        json.WriteBoolean("calculated", false);
        json.WriteBoolean("caseSensitive", false);
        json.WriteString("compoundFieldName", CompoundOf(type, field));
        json.WriteString("controllerName", field.Controller);
        json.WriteBoolean("createable", access.CanCreate(type) && access.CanSet(type, field, creating: true));
        json.WriteBoolean("custom", field.IsCustom);
        json.WriteBoolean("defaultedOnCreate", field.DefaultedOnCreate || field.Type is FieldType.Boolean || field.Name is "Id");
        json.WriteBoolean("dependentPicklist", field.Controller is not null);
        json.WriteNumber("digits", field.Type is FieldType.Int ? 9 : 0);
        json.WriteBoolean("externalId", field.ExternalId);
        json.WriteBoolean("filterable", field.Filterable);
        json.WriteBoolean("idLookup", field.ExternalId || field.Name is "Id" || field.Type is FieldType.Email);
        json.WriteString("inlineHelpText", field.ExternalId ? "Set by integrations. Don't change." : null);
        json.WriteString("label", field.Label);
        json.WriteNumber("length", field.Length);
        json.WriteString("name", field.Name);
        json.WriteBoolean("nameField", field == type.NameField);
        json.WriteBoolean("nillable", field.Nillable);
        WritePicklist(json, type, field);
        json.WriteBoolean("polymorphicForeignKey", field.IsPolymorphic);
        json.WriteNumber("precision", field.Type is FieldType.Double or FieldType.Currency ? 18 : 0);
        WriteStrings(json, "referenceTo", field.ReferenceTo);
        json.WriteString("relationshipName", field.RelationshipName);
        json.WriteBoolean("restrictedPicklist", field.RestrictedPicklist);
        json.WriteNumber("scale", Scale(field));
        json.WriteString("soapType", SoapType(field));
        json.WriteBoolean("sortable", field.Sortable);
        json.WriteString("type", field.Type.ToString().ToLowerInvariant());
        json.WriteBoolean("unique", field.ExternalId);
        json.WriteBoolean("updateable", access.CanUpdate(type) && access.CanSet(type, field, creating: false));
        json.WriteEndObject();
    }

    public static int Scale(Field field) => field.Type switch
    {
        FieldType.Double => 15,
        FieldType.Currency => 2,
        _ => 0,
    };

    /// <summary>The field that shows several others as one: names of people, addresses.</summary>
    public static string? CompoundOf(SObjectType type, Field field)
    {
        if (field.Name is "FirstName" or "LastName" or "Salutation" && type.Name is "Contact" or "Lead")
            return "Name";
        return Array.Find(["Mailing", "Other", "Billing", "Shipping"], prefix => field.Name.StartsWith(prefix, StringComparison.Ordinal)
            && field.Name != $"{prefix}Address" && type.Find($"{prefix}Address") is not null && field.Name is not "OtherPhone") is { } address
                ? $"{address}Address"
                : null;
    }

    public static void WriteStrings(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private static void WritePicklist(Utf8JsonWriter json, SObjectType type, Field field)
    {
        json.WriteStartArray("picklistValues");
        foreach (var entry in field.Picklist)
        {
            json.WriteStartObject();
            json.WriteBoolean("active", true);
            json.WriteBoolean("defaultValue", entry.IsDefault);
            json.WriteString("label", entry.Value);
            json.WriteString("validFor", field.Controller is null ? null : ValidFor(type[field.Controller], entry));
            json.WriteString("value", entry.Value);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    /// <summary>A bit for each value of the controlling field, the first one highest, as base64.</summary>
    private static string ValidFor(Field controller, PicklistEntry entry)
    {
        var bits = new byte[(controller.Picklist.Count + 7) / 8];
        for (var i = 0; i < controller.Picklist.Count; i++)
        {
            if (entry.ValidFor.Contains(controller.Picklist[i].Value))
                bits[i / 8] |= (byte)(0x80 >> (i % 8));
        }
        return Convert.ToBase64String(bits);
    }

    private static string SoapType(Field field) => field.Type switch
    {
        FieldType.Id or FieldType.Reference => "tns:ID",
        FieldType.Boolean => "xsd:boolean",
        FieldType.Int => "xsd:int",
        FieldType.Double or FieldType.Currency => "xsd:double",
        FieldType.Date => "xsd:date",
        FieldType.Datetime => "xsd:dateTime",
        FieldType.Base64 => "xsd:base64Binary",
        FieldType.Address => "urn:address",
        _ => "xsd:string",
    };
}
