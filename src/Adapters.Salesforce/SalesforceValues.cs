using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Customer360.Contracts.V1;
using Google.Protobuf.WellKnownTypes;

namespace Customer360.Adapters.Salesforce;

/// <summary>Values between Salesforce's JSON and the contract. Numbers pass as text and decimal, never through binary fractions.</summary>
internal static class SalesforceValues
{
    /// <summary>What a record says in a field. Null: nothing.</summary>
    /// <param name="row">The record.</param>
    /// <param name="field">The field.</param>
    /// <param name="session">For references.</param>
    public static FieldValue? Read(SalesforceRow row, SalesforceField field, CrmSession session)
    {
        if (row[field.Name] is not { } json)
            return null;
        var text = TextOf(json);
        switch (field.Info.Type)
        {
            case FieldType.Boolean:
                return new FieldValue { Boolean = json.ValueKind is JsonValueKind.True };
            case FieldType.Integer:
                return Number(text) is { } number ? new FieldValue { Integer = (long)number } : null;
            case FieldType.Decimal or FieldType.Percent:
                return Number(text) is { } value ? new FieldValue { Decimal = Write(value) } : null;
            case FieldType.Money:
                return Number(text) is { } amount ? new FieldValue { Money = new() { Amount = Write(amount), Currency = row.Text("CurrencyIsoCode") ?? "" } } : null;
            case FieldType.Date:
                return ToDate(text) is { } date ? new FieldValue { Date = date } : null;
            case FieldType.DateTime:
                return SalesforceText.Time(text) is { } time ? new FieldValue { DateTime = Timestamp.FromDateTimeOffset(time) } : null;
            case FieldType.Choice:
                return new FieldValue { Choice = text };
            case FieldType.MultiChoice:
                return new FieldValue { Choices = new ChoiceList { Values = { text.Split(';') } } };
            case FieldType.Lookup:
                return SalesforceObjects.RefOf(session, text, field.Info.LookupObjects) is { } record ? new FieldValue { Record = record } : null;
            case FieldType.DisplayOnly:
                return null;
            default:
                return new FieldValue { Text = text };
        }
    }

    /// <summary>What a create or update sends for a field.</summary>
    /// <exception cref="CrmException">InvalidRequest: the value isn't of the field's type.</exception>
    public static JsonNode? Write(FieldInfo field, FieldValue? value) => value?.ValueCase switch
    {
        null or FieldValue.ValueOneofCase.None => field.Type is FieldType.Boolean ? JsonValue.Create(false) : null, // a check box is never empty
        FieldValue.ValueOneofCase.Text => SalesforceText.Check(field.Name, value.Text),
        FieldValue.ValueOneofCase.Boolean => value.Boolean,
        FieldValue.ValueOneofCase.Integer => value.Integer,
        FieldValue.ValueOneofCase.Decimal => Exact(field, value.Decimal),
        FieldValue.ValueOneofCase.Money => Exact(field, value.Money.Amount),
        FieldValue.ValueOneofCase.Date => Write(field, value.Date),
        FieldValue.ValueOneofCase.DateTime => SalesforceText.Write(value.DateTime.ToDateTimeOffset()),
        FieldValue.ValueOneofCase.Choice => SalesforceText.Check(field.Name, value.Choice),
        FieldValue.ValueOneofCase.Choices => SalesforceText.Check(field.Name, string.Join(';', value.Choices.Values)),
        FieldValue.ValueOneofCase.Record => SalesforceId.Of(value.Record.Id).ToString(),
        _ => throw CrmException.Invalid(field.Name, "Salesforce has no field of this type"),
    };

    public static string TextOf(JsonElement json) => json.ValueKind is JsonValueKind.String ? json.GetString()! : json.GetRawText();

    /// <summary>Salesforce writes large numbers as 3.5E8.</summary>
    public static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static string Write(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);

    public static Date? ToDate(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? new Date { Year = date.Year, Month = date.Month, Day = date.Day }
            : null;

    public static string Write(FieldInfo field, Date date) =>
        date.Year is >= 1 and <= 9999 && date.Month is >= 1 and <= 12 && date.Day >= 1 && date.Day <= DateTime.DaysInMonth(date.Year, date.Month)
            ? SalesforceText.Write(new DateOnly(date.Year, date.Month, date.Day))
            : throw CrmException.Invalid(field.Name, "is no date");

    private static JsonValue Exact(FieldInfo field, string number) =>
        decimal.TryParse(number, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var exact)
            ? JsonValue.Create(exact)
            : throw CrmException.Invalid(field.Name, "is no decimal number");
}
