using System.Globalization;
using System.Text.Json;
using Customer360.Contracts.V1;

namespace Customer360.Adapters.Salesforce;

/// <summary>Salesforce's records as the contract's messages.</summary>
internal static class SalesforceMapping
{
    /// <summary>Fields that the title and subtitle of a record are made of.</summary>
    public static IReadOnlyList<string> SummaryFieldsOf(string entity) => entity switch
    {
        "Contact" => ["Id", "Name", "Email", "AccountId", "Account.Name"],
        "Account" => ["Id", "Name", "BillingCity", "Phone"],
        "Case" => ["Id", "Subject", "CaseNumber", "Status"],
        "Task" => ["Id", "Subject", "Status", "ActivityDate", "TaskSubtype"],
        "Event" => ["Id", "Subject", "StartDateTime", "ActivityDate"],
        "User" => ["Id", "Name", "Email"],
        _ => ["Id", SalesforceFields.NameFieldOf(entity)],
    };

    public static RecordSummary ToSummary(SalesforceRow row, string entity, CrmSession session, RecordKind? kind = null) => new()
    {
        Ref = SalesforceObjects.Ref(session, entity, row.Id, kind ?? KindOf(entity, row)),
        Title = row.Text(SalesforceFields.NameFieldOf(entity)) ?? row.Text("CaseNumber") ?? "",
        Subtitle = Subtitle(row, entity, session),
    };

    /// <summary>A task is a call when Salesforce marks it so.</summary>
    public static RecordKind KindOf(string entity, SalesforceRow row) =>
        entity is "Task" && row.Text("TaskSubtype") is "Call" ? RecordKind.Call : SalesforceObjects.KindOf(entity);

    /// <summary>A record with the fields that were asked for, in one untitled section.</summary>
    public static Record ToRecord(SalesforceRow row, string entity, IEnumerable<SalesforceField> fields, CrmSession session)
    {
        var summary = ToSummary(row, entity, session);
        var section = new Section { Columns = 2 };
        section.Fields.AddRange(fields.Select(field => ToField(row, field, session)));
        var record = new Record
        {
            Ref = summary.Ref,
            Title = summary.Title,
            Subtitle = summary.Subtitle,
            Sections = { section },
            Etag = row.Text("LastModifiedDate") ?? "",
        };
        if (row.Time("LastModifiedDate") is { } modified)
            record.ModifiedTime = SalesforceText.Stamp(modified);
        return record;
    }

    private static Field ToField(SalesforceRow row, SalesforceField field, CrmSession session)
    {
        var value = SalesforceValues.Read(row, field, session);
        var result = new Field { Info = field.Info, DisplayValue = Display(row, field, value, session) };
        result.Withheld = field.Mask is { } mask && result.DisplayValue.Contains(mask, StringComparison.Ordinal);
        if (value is not null && !result.Withheld)
            result.Value = value;
        return result;
    }

    private static string Display(SalesforceRow row, SalesforceField field, FieldValue? value, CrmSession session)
    {
        if (row[field.Name] is not { } json)
            return "";
        return value?.ValueCase switch
        {
            FieldValue.ValueOneofCase.Choice => Label(field.Info, value.Choice),
            FieldValue.ValueOneofCase.Choices => string.Join(", ", value.Choices.Values.Select(choice => Label(field.Info, choice))),
            FieldValue.ValueOneofCase.Record => NameOf(row, field) ?? value.Record.Id,
            FieldValue.ValueOneofCase.DateTime => Local(value.DateTime.ToDateTimeOffset(), session),
            FieldValue.ValueOneofCase.Decimal => value.Decimal,
            FieldValue.ValueOneofCase.Money => $"{value.Money.Amount} {value.Money.Currency}".TrimEnd(),
            _ when json.ValueKind is JsonValueKind.Object => Compound(json),
            _ => SalesforceValues.TextOf(json),
        };
    }

    private static string Label(FieldInfo field, string choice) =>
        field.Options.FirstOrDefault(option => option.Value == choice)?.Label ?? choice; // an option that was retired since keeps its value

    private static string? NameOf(SalesforceRow row, SalesforceField field) =>
        field.Relationship is { } parent ? row.Text($"{parent}.Name") ?? row.Text($"{parent}.CaseNumber") : null;

    /// <summary>An address or place: its parts, one after the other.</summary>
    private static string Compound(JsonElement json) => string.Join(", ", json.EnumerateObject()
        .Where(part => part.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number && part.Name is not "geocodeAccuracy")
        .Select(part => SalesforceValues.TextOf(part.Value)));

    private static string Local(DateTimeOffset time, CrmSession session) =>
        TimeZoneInfo.ConvertTime(time, ZoneOf(session)).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The time zone of the session's user; UTC when it isn't known.</summary>
    public static TimeZoneInfo ZoneOf(CrmSession session) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(session.User.TimeZone, out var zone) ? zone : TimeZoneInfo.Utc;

    private static string Subtitle(SalesforceRow row, string entity, CrmSession session)
    {
        string?[] parts = entity switch
        {
            "Contact" => [row.Text("Account.Name"), row.Text("Email")],
            "Account" => [row.Text("BillingCity"), row.Text("Phone")],
            "Case" => [row.Text("CaseNumber"), row.Text("Status")],
            "Task" => [row.Text("Status"), row.Text("ActivityDate")],
            "Event" => [row.Time("StartDateTime") is { } start ? Local(start, session) : row.Text("ActivityDate")], // all-day: a date alone
            "User" => [row.Text("Email")],
            _ => [],
        };
        return string.Join(" · ", parts.Where(part => !string.IsNullOrEmpty(part)));
    }
}
