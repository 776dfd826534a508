using Customer360.Sandbox.Salesforce.Data;
using Customer360.Sandbox.Salesforce.Schema;

namespace Customer360.Sandbox.Salesforce.Describe;

internal sealed record LayoutItem(Field Field, bool Required);

internal sealed record LayoutSection(string Heading, IReadOnlyList<LayoutItem> Items);

/// <summary>The page layouts of the org: which fields, in which order, and which the layout requires though the object doesn't.</summary>
internal static class PageLayout
{
    // A * marks what the layout requires.
    private static readonly Dictionary<string, (string Heading, string Fields)[]> Sections = new()
    {
        ["Contact"] =
        [
            ("Contact Information", "Salutation FirstName LastName* AccountId Title Department Birthdate Email Phone MobilePhone HomePhone Fax LeadSource Loyalty_Level__c Interests__c Preferred_Language__c OwnerId"),
            ("Address Information", "MailingStreet MailingCity MailingState MailingPostalCode MailingCountry"),
            ("Description Information", "Description"),
        ],
        ["Account"] =
        [
            ("Account Information", "Name* ParentId AccountNumber Site Type Industry AnnualRevenue Rating Phone Fax Website Ownership NumberOfEmployees OwnerId"),
            ("Address Information", "BillingStreet BillingCity BillingState BillingPostalCode BillingCountry"),
            ("Description Information", "Description"),
        ],
        ["Case"] =
        [
            ("Case Information", "ContactId AccountId Type Reason Status* Priority Origin* Channel__c Channel_Detail__c OwnerId CaseNumber"),
            ("Description Information", "Subject Description Comments"),
        ],
        ["Lead"] = [("Lead Information", "FirstName LastName* Company* Title Status* Phone MobilePhone Email LeadSource Industry OwnerId")],
        ["Task"] = [("Task Information", "Subject* ActivityDate WhoId WhatId Status* Priority* OwnerId Description CallType CallDurationInSeconds CallDisposition Recording_Link__c")],
        ["Event"] = [("Event Information", "Subject* StartDateTime EndDateTime IsAllDayEvent Location WhoId WhatId ShowAs OwnerId Description Recording_Link__c")],
    };

    private static readonly Dictionary<string, string> CompactFields = new()
    {
        ["Contact"] = "Name Title AccountId Phone Email OwnerId",
        ["Account"] = "Name Type Phone Website OwnerId Industry",
        ["Case"] = "Subject Priority Status CaseNumber OwnerId",
        ["Lead"] = "Name Title Company Phone Email Status",
        ["Task"] = "Subject ActivityDate Status Priority WhoId OwnerId",
        ["Event"] = "Subject StartDateTime EndDateTime Location WhoId OwnerId",
    };

    /// <summary>Without the fields that are hidden from this user.</summary>
    public static IEnumerable<LayoutSection> For(Access access, SObjectType type) => Sections.GetValueOrDefault(type.Name, [])
        .Select(section => new LayoutSection(section.Heading, [.. Items(access, type, section.Fields)]));

    public static IEnumerable<Field> Compact(Access access, SObjectType type) =>
        Items(access, type, CompactFields.GetValueOrDefault(type.Name, "")).Select(item => item.Field);

    private static IEnumerable<LayoutItem> Items(Access access, SObjectType type, string fields) => fields.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(name => new LayoutItem(type[name.TrimEnd('*')], name.EndsWith('*')))
        .Where(item => access.CanSee(type, item.Field));
}
