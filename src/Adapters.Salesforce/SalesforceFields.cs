using System.Collections.Frozen;
using Customer360.Contracts.V1;

namespace Customer360.Adapters.Salesforce;

/// <summary>Which standard fields have a common meaning, and which objects are which kind.</summary>
internal static class SalesforceFields
{
    /// <summary>Fields by which a case may name a caller, none of them the case's own phone field.</summary>
    public static readonly string[] CasePhones = ["ContactPhone", "ContactMobile", "SuppliedPhone"];

    public static readonly string[] ContactPhones = ["MobilePhone", "Phone", "HomePhone", "OtherPhone"];

    private static readonly string[] StandardPhones = [.. ContactPhones, .. CasePhones, "AssistantPhone", "Fax"];

    private static readonly KeyValuePair<WellKnownField, string>[] OfEveryObject =
    [
        new(WellKnownField.Owner, "OwnerId"),
        new(WellKnownField.CreatedTime, "CreatedDate"),
        new(WellKnownField.ModifiedTime, "LastModifiedDate"),
    ];

    private static readonly KeyValuePair<WellKnownField, string>[] OfActivities =
    [
        new(WellKnownField.Subject, "Subject"),
        new(WellKnownField.Description, "Description"),
        new(WellKnownField.Customer, "WhoId"),
        .. OfEveryObject,
    ];

    private static readonly FrozenDictionary<string, FrozenDictionary<WellKnownField, string>> ByObject =
        new Dictionary<string, FrozenDictionary<WellKnownField, string>>
        {
            ["Contact"] = Table(
            [
                new(WellKnownField.FirstName, "FirstName"), new(WellKnownField.LastName, "LastName"), new(WellKnownField.FullName, "Name"),
                new(WellKnownField.Email, "Email"), new(WellKnownField.MobilePhone, "MobilePhone"), new(WellKnownField.BusinessPhone, "Phone"),
                new(WellKnownField.HomePhone, "HomePhone"), new(WellKnownField.Company, "AccountId"), new(WellKnownField.JobTitle, "Title"),
                new(WellKnownField.Street, "MailingStreet"), new(WellKnownField.City, "MailingCity"), new(WellKnownField.State, "MailingState"),
                new(WellKnownField.PostalCode, "MailingPostalCode"), new(WellKnownField.Country, "MailingCountry"),
                new(WellKnownField.Description, "Description"), .. OfEveryObject,
            ]),
            ["Account"] = Table(
            [
                new(WellKnownField.AccountName, "Name"), new(WellKnownField.AccountPhone, "Phone"), new(WellKnownField.Website, "Website"),
                new(WellKnownField.Street, "BillingStreet"), new(WellKnownField.City, "BillingCity"), new(WellKnownField.State, "BillingState"),
                new(WellKnownField.PostalCode, "BillingPostalCode"), new(WellKnownField.Country, "BillingCountry"),
                new(WellKnownField.Description, "Description"), .. OfEveryObject,
            ]),
            ["Case"] = Table(
            [
                new(WellKnownField.CaseNumber, "CaseNumber"), new(WellKnownField.Subject, "Subject"), new(WellKnownField.Description, "Description"),
                new(WellKnownField.Status, "Status"), new(WellKnownField.Priority, "Priority"), new(WellKnownField.Origin, "Origin"),
                new(WellKnownField.Customer, "ContactId"), new(WellKnownField.Company, "AccountId"), .. OfEveryObject,
            ]),
            ["Task"] = Table(
            [
                new(WellKnownField.Status, "Status"), new(WellKnownField.Priority, "Priority"), new(WellKnownField.DueDate, "ActivityDate"),
                .. OfActivities,
            ]),
            ["Event"] = Table(OfActivities),
            ["ContentNote"] = Table([new(WellKnownField.Subject, "Title"), .. OfEveryObject]),
            ["Note"] = Table([new(WellKnownField.Subject, "Title"), new(WellKnownField.Description, "Body"), .. OfEveryObject]),
        }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, FrozenDictionary<string, WellKnownField>> Meanings = ByObject.ToFrozenDictionary(
        table => table.Key,
        table => table.Value.ToFrozenDictionary(field => field.Value, field => field.Key, StringComparer.OrdinalIgnoreCase),
        StringComparer.OrdinalIgnoreCase);

    public static WellKnownField MeaningOf(string entity, string field) =>
        Meanings.GetValueOrDefault(entity)?.GetValueOrDefault(field) ?? WellKnownField.Unspecified;

    /// <summary>A field of the type phone on contact, account or case.</summary>
    public static bool IsStandardPhone(string field) => StandardPhones.Contains(field, StringComparer.OrdinalIgnoreCase);

    /// <summary>The API name of a field that the object always has. Null: it has none.</summary>
    public static string? NameOf(string entity, WellKnownField field) => ByObject.GetValueOrDefault(entity)?.GetValueOrDefault(field);

    /// <summary>The field by which people know a record of the object.</summary>
    public static string NameFieldOf(string entity) => entity switch
    {
        "Case" or "Task" or "Event" => "Subject",
        "ContentNote" or "Note" or "ContentDocument" => "Title",
        _ => "Name",
    };

    private static FrozenDictionary<WellKnownField, string> Table(KeyValuePair<WellKnownField, string>[] fields) => fields.ToFrozenDictionary();
}
