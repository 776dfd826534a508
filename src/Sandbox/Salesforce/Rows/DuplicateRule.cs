using System.Text.Json;
using Customer360.Sandbox.Salesforce.Data;
using Customer360.Sandbox.Salesforce.Schema;

namespace Customer360.Sandbox.Salesforce.Rows;

/// <summary>The org's rule for contacts: same e-mail, or same last name and a common phone number.</summary>
internal static class DuplicateRule
{
    private const string Message = "You're creating a duplicate record. We recommend you use an existing record instead.";
    private static readonly string[] Phones = ["Phone", "MobilePhone", "HomePhone"];

    public static bool Concerns(IEnumerable<Field> changed) =>
        changed.Any(field => field.Name is "Email" or "LastName" || Phones.Contains(field.Name));

    public static void Check(Org org, Access access, Record record, SaveOptions options, string version)
    {
        if (record.Type.Name is not "Contact" || (options.AllowDuplicates && org.Settings().DuplicatesCanBeSaved))
            return;
        // Without runAsCurrentUser the real rule matches with the system's eyes, and tells ids that the user may not see.
        var matches = Matches(org, record).Where(match => !options.MatchAsCurrentUser || access.CanRead(match)).ToList();
        if (matches.Count == 0)
            return;
        throw new SalesforceException(400, "DUPLICATES_DETECTED", Message)
        {
            Extra = json => Write(json, matches, org.Settings().DuplicatesCanBeSaved, options.WithDuplicateDetails, version),
        };
    }

    private static IEnumerable<Record> Matches(Org org, Record record)
    {
        var contacts = org.Table("Contact");
        var byEmail = record.Text("Email") is { } email ? contacts.Find(contacts.Type["Email"], email) : [];
        var numbers = Numbers(record);
        var byPhone = numbers.Count == 0 ? [] : contacts.Rows.Where(other =>
            string.Equals(other.Text("LastName"), record.Text("LastName"), StringComparison.OrdinalIgnoreCase) && Numbers(other).Overlaps(numbers));
        return byEmail.Concat(byPhone).Where(other => !other.IsDeleted && other.Id != record.Id).Distinct();
    }

    private static HashSet<string> Numbers(Record record) =>
        [.. Phones.Select(phone => string.Concat((record.Text(phone) ?? "").Where(char.IsAsciiDigit))).Where(digits => digits.Length > 0)];

    private static void Write(Utf8JsonWriter json, List<Record> matches, bool allowSave, bool withDetails, string version)
    {
        // The property is really spelled so.
        json.WriteStartObject("duplicateResut");
        json.WriteBoolean("allowSave", allowSave);
        json.WriteString("duplicateRule", "Standard_Contact_Duplicate_Rule");
        json.WriteString("duplicateRuleEntityType", "Contact");
        json.WriteString("errorMessage", Message);
        json.WriteStartArray("matchResults");
        json.WriteStartObject();
        json.WriteString("entityType", "Contact");
        json.WriteStartArray("errors");
        json.WriteEndArray();
        json.WriteString("matchEngine", "FuzzyMatchEngine");
        json.WriteStartArray("matchRecords");
        foreach (var match in matches)
            WriteMatch(json, match, withDetails, version);
        json.WriteEndArray();
        json.WriteString("rule", "Standard_Contact_Match_Rule_v1_1");
        json.WriteNumber("size", matches.Count);
        json.WriteBoolean("success", true);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteMatch(Utf8JsonWriter json, Record match, bool withDetails, string version)
    {
        json.WriteStartObject();
        json.WriteStartArray("additionalInformation");
        json.WriteEndArray();
        json.WriteStartArray("fieldDiffs");
        json.WriteEndArray();
        json.WriteNumber("matchConfidence", 100.0);
        json.WriteStartObject("record");
        json.WriteStartObject("attributes");
        json.WriteString("type", "Contact");
        json.WriteString("url", $"/services/data/{version}/sobjects/Contact/{match.Id}");
        json.WriteEndObject();
        json.WriteString("Id", match.Id);
        if (withDetails)
        {
            json.WriteString("Name", match.Text("Name"));
            json.WriteString("Email", match.Text("Email"));
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
