using System.Globalization;
using System.Text.Json;
using Customer360.Sandbox.Salesforce.Data;
using Customer360.Sandbox.Salesforce.Schema;

namespace Customer360.Sandbox.Salesforce.Query;

/// <summary>Writes rows as the REST API does.</summary>
internal sealed class RowWriter(Utf8JsonWriter json, Org org, Access access, string version)
{
    private const string DateTimeFormat = "yyyy-MM-dd'T'HH:mm:ss'.000+0000'";

    /// <summary>Where the rest of a long list of children can be read, and how many rows come before it; null when all fit.</summary>
    public Func<BoundQuery, List<Record>, (string Url, int Shown)?>? KeepRest { get; init; }

    public void Write(Record record, Projection projection)
    {
        json.WriteStartObject();
        WriteAttributes(projection.Type == OrgSchema.NameType ? "Name" : record.Type.Name, record);
        foreach (var item in projection.Items)
        {
            json.WritePropertyName(item.Name);
            switch (item)
            {
                case ScalarItem scalar:
                    WriteScalar(record, projection, scalar);
                    break;
                case ParentItem parent:
                    WriteParent(record, parent);
                    break;
                case ChildItem children:
                    WriteChildren(record, children);
                    break;
            }
        }
        json.WriteEndObject();
    }

    public void WriteValue(Record record, Field field)
    {
        switch (org.Value(record, field))
        {
            case null when field.Type is FieldType.Address:
                WriteAddress(record, field);
                break;
            case not null when field.Type is FieldType.Base64:
                json.WriteStringValue($"/services/data/{version}/sobjects/{record.Type.Name}/{record.Id}/{field.Name}");
                break;
            case var value:
                WriteValue(value);
                break;
        }
    }

    private void WriteAttributes(string type, Record record)
    {
        json.WriteStartObject("attributes");
        json.WriteString("type", type);
        json.WriteString("url", $"/services/data/{version}/sobjects/{record.Type.Name}/{record.Id}");
        json.WriteEndObject();
    }

    private void WriteScalar(Record record, Projection projection, ScalarItem item)
    {
        if (projection.Type == OrgSchema.NameType)
            WriteValue(Org.NameValue(record, item.Field));
        else
            WriteValue(record, item.Field);
    }

    private void WriteParent(Record record, ParentItem item)
    {
        if (record[item.Reference] is string id && org.Find(id) is { IsDeleted: false } parent && access.CanRead(parent))
            Write(parent, item.Parent);
        else
            json.WriteNullValue();
    }

    private void WriteChildren(Record record, ChildItem item)
    {
        var rows = QueryRunner.Children(org, access, item, record);
        if (rows.Count == 0)
        {
            json.WriteNullValue();
            return;
        }
        json.WriteStartObject();
        var next = KeepRest?.Invoke(item.Query, rows);
        json.WriteNumber("totalSize", rows.Count);
        json.WriteBoolean("done", next is null);
        if (next is { } cursor)
            json.WriteString("nextRecordsUrl", cursor.Url);
        json.WriteStartArray("records");
        foreach (var row in rows.Take(next?.Shown ?? rows.Count))
            Write(row, item.Query.Projection);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteValue(object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case long whole:
                json.WriteNumberValue(whole);
                break;
            case decimal number:
                json.WriteNumberValue(number);
                break;
            case DateOnly date:
                json.WriteStringValue(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            case DateTime time:
                json.WriteStringValue(time.ToString(DateTimeFormat, CultureInfo.InvariantCulture));
                break;
        }
    }

    /// <summary>The compound field of MailingStreet, MailingCity, …; null when all parts are.</summary>
    private void WriteAddress(Record record, Field field)
    {
        var prefix = field.Name[..^"Address".Length];
        string[] parts = ["City", "Country", "GeocodeAccuracy", "Latitude", "Longitude", "PostalCode", "State", "Street"];
        if (Array.TrueForAll(parts, part => record[prefix + part] is null))
        {
            json.WriteNullValue();
            return;
        }
        json.WriteStartObject();
        foreach (var part in parts)
        {
            json.WritePropertyName(char.ToLowerInvariant(part[0]) + part[1..]);
            WriteValue(record[prefix + part]);
        }
        json.WriteEndObject();
    }
}
