using Customer360.Contracts.V1;

namespace Customer360.Adapters.Salesforce;

/// <summary>The fields that a search looks at, per object.</summary>
internal static class SalesforceSearchFields
{
    /// <summary>Case numbers are this long, with leading zeros, unless an admin has changed their form.</summary>
    public const int CaseNumberLength = 8;

    /// <summary>Fields of a hit that may hold the text, likeliest first.</summary>
    public static IReadOnlyList<string> OfText(string entity) => entity switch
    {
        "Contact" => ["Name", "Email", .. SalesforceFields.ContactPhones, "Account.Name", "Title", "MailingCity"],
        "Account" => ["Name", "Phone", "AccountNumber", "Website", "BillingCity"],
        _ => ["CaseNumber", "Subject", "SuppliedName", "SuppliedEmail", "SuppliedPhone", "SuppliedCompany", "Contact.Name", "Account.Name"],
    };

    /// <summary>What each named field means on an object. Null: the object, as this user sees it, lacks one of them.</summary>
    public static IReadOnlyList<FieldCriterion>? Criteria(SalesforceSchema schema, string entity, SearchFields wanted, string? region)
    {
        var criteria = new List<FieldCriterion>();
        foreach (var (name, value) in Named(wanted))
        {
            var fields = schema.Filterable(entity, FieldsOf(entity, name));
            if (fields.Count == 0)
                return null;
            var digits = name is "phone" ? SalesforcePhones.DigitsOf(value, region) : "";
            criteria.Add(new(name, SalesforceText.Check($"fields.{name}", value.Trim()), fields, digits));
        }
        return criteria;
    }

    public static string PadCaseNumber(string digits) => digits.TrimStart('0').PadLeft(CaseNumberLength, '0');

    private static IEnumerable<(string Name, string Value)> Named(SearchFields wanted) => new[]
    {
        ("first_name", wanted.FirstName), ("last_name", wanted.LastName), ("account_name", wanted.AccountName), ("address", wanted.Address),
        ("city", wanted.City), ("state", wanted.State), ("phone", wanted.Phone), ("email", wanted.Email), ("case_number", wanted.CaseNumber),
    }.Where(field => field.Item2.Length > 0);

    private static string[] FieldsOf(string entity, string name) => (entity, name) switch
    {
        ("Contact", "first_name") => ["FirstName"],
        ("Contact", "last_name") => ["LastName"],
        ("Contact" or "Case", "account_name") => ["Account.Name"],
        ("Contact", "address") => ["MailingStreet"],
        ("Contact", "city") => ["MailingCity"],
        ("Contact", "state") => ["MailingState"],
        ("Contact", "phone") => SalesforceFields.ContactPhones,
        ("Contact", "email") => ["Email"],
        ("Account", "account_name") => ["Name"],
        ("Account", "address") => ["BillingStreet"],
        ("Account", "city") => ["BillingCity"],
        ("Account", "state") => ["BillingState"],
        ("Account", "phone") => ["Phone"],
        ("Case", "phone") => SalesforceFields.CasePhones,
        ("Case", "email") => ["ContactEmail", "SuppliedEmail"],
        ("Case", "case_number") => ["CaseNumber"],
        _ => [],
    };
}

/// <summary>One value asked for, and the fields of an object in any of which it may stand.</summary>
/// <param name="Name">The field, as the request names it.</param>
/// <param name="Wanted">The value.</param>
/// <param name="Fields">The object's fields.</param>
/// <param name="Digits">Of a phone: the digits in which all its notations agree. Else empty.</param>
internal sealed record FieldCriterion(string Name, string Wanted, IReadOnlyList<string> Fields, string Digits)
{
    public SoqlCondition ToCondition() => SoqlCondition.Any(Fields.Select(field => Name switch
    {
        "phone" when Digits.Length > 0 => SoqlCondition.HasDigits(field, Digits),
        "case_number" => SoqlCondition.Any(
            SoqlCondition.StartsWith(field, Wanted),
            SoqlCondition.StartsWith(field, SalesforceSearchFields.PadCaseNumber(Wanted))),
        _ => SoqlCondition.StartsWith(field, Wanted),
    }));

    /// <summary>The query's pattern lets other digits stand between those of a number.</summary>
    public bool Holds(SalesforceRow row) => Digits.Length == 0 || Fields.Any(field =>
        row.Text(field) is { } text && string.Concat(text.Where(char.IsAsciiDigit)).Contains(Digits, StringComparison.Ordinal));
}
