using Customer360.Adapters.Matching;
using Customer360.Contracts.V1;

namespace Customer360.Adapters.Salesforce;

/// <summary>Who and which case, by e-mail address, name or number. SOQL throughout: an identification must not miss what is new.</summary>
internal sealed class SalesforceIdentification(SalesforceClient client, SalesforceMetadata metadata)
{
    private static readonly string[] CustomerObjects = ["Contact", "Account"];
    private static readonly string[] CaseObjects = ["Case", "Contact", "Account"];

    public Task<IReadOnlyList<IdentifiedCustomer>> ByEmailAsync(CrmSession session, string email, CancellationToken cancellationToken)
    {
        var wanted = SalesforceText.Check("email", email.Trim());
        // Accounts have no e-mail address of their own, but an admin may have made one.
        return FindAsync(session, (schema, entity) => entity is "Contact"
            ? schema.Filterable("Contact", "Email")
            : [.. (schema["Account"]?.Fields ?? []).Where(field => field is { Type: "email", Info.Filterable: true }).Select(field => field.Name)], wanted, cancellationToken);
    }

    public Task<IReadOnlyList<IdentifiedCustomer>> ByNameAsync(CrmSession session, string name, CancellationToken cancellationToken) =>
        FindAsync(session, (schema, entity) => schema.Filterable(entity, "Name"), SalesforceText.Check("name", name.Trim()), cancellationToken);

    public Task<IReadOnlyList<IdentifiedCase>> CasesByNumberAsync(CrmSession session, string number, CancellationToken cancellationToken)
    {
        var wanted = SalesforceText.Check("case_number", number.Trim());
        string[] forms = [SalesforceSearchFields.PadCaseNumber(wanted), wanted, wanted.TrimStart('0')];
        return FindCasesAsync(session, SoqlCondition.In("CaseNumber", forms.Where(form => form.Length > 0).Distinct()), cancellationToken);
    }

    public Task<IReadOnlyList<IdentifiedCase>> ActiveCasesAsync(CrmSession session, RecordRef customer, CancellationToken cancellationToken)
    {
        if (!SalesforceId.TryParse(customer.Id, out var id))
            return Task.FromResult<IReadOnlyList<IdentifiedCase>>([]);
        var own = customer.Kind is RecordKind.Contact
            ? SoqlCondition.Is("ContactId", id)
            : SoqlCondition.All(SoqlCondition.Is("AccountId", id), SoqlCondition.IsEmpty("ContactId"));
        return FindCasesAsync(session, SoqlCondition.All(own, SoqlCondition.Is("IsClosed", false)), cancellationToken);
    }

    private Task<IReadOnlyList<IdentifiedCustomer>> FindAsync(
        CrmSession session, Func<SalesforceSchema, string, IReadOnlyList<string>> fieldsOf, string wanted, CancellationToken cancellationToken) =>
        metadata.AskAsync(session, CustomerObjects, async schema =>
        {
            var searches = CustomerObjects.Select(entity => (Entity: entity, Fields: fieldsOf(schema, entity))).Where(search => search.Fields.Count > 0).ToList();
            if (wanted.Length == 0 || searches.Count == 0)
                return [];
            var parts = await client.QueryTogetherAsync(session, [.. searches.Select(search => SoqlQuery
                .From(search.Entity, schema.Visible(search.Entity, [.. SalesforceMapping.SummaryFieldsOf(search.Entity), .. search.Fields]))
                .Where(SoqlCondition.Any(search.Fields.Select(field => SoqlCondition.Is(field, wanted))))
                .OrderBy("Name")
                .Limit(Customers.Max))], cancellationToken);
            return Customers.OnceEach(searches.Zip(parts).SelectMany(pair => pair.Second.RowsOrThrow().Select(row => ToCustomer(session, pair.First.Entity, row))));
        }, cancellationToken);

    private Task<IReadOnlyList<IdentifiedCase>> FindCasesAsync(CrmSession session, SoqlCondition condition, CancellationToken cancellationToken) =>
        metadata.AskAsync<IReadOnlyList<IdentifiedCase>>(session, CaseObjects, async schema =>
        {
            if (schema["Case"] is null)
                return [];
            string[] fields = [.. SalesforceMapping.SummaryFieldsOf("Case"), "IsClosed", "ContactId", "Contact.Id", "AccountId", "Account.Id"];
            var query = SoqlQuery.From("Case", schema.Visible("Case", fields)).Where(condition).NewestFirst("CreatedDate").Limit(Customers.Max);
            return [.. (await client.QueryAsync(session, query, cancellationToken)).Select(row => ToCase(session, row))];
        }, cancellationToken);

    private static IdentifiedCustomer ToCustomer(CrmSession session, string entity, SalesforceRow row)
    {
        var customer = new IdentifiedCustomer { Record = SalesforceMapping.ToSummary(row, entity, session), Email = row.Text("Email") ?? "" };
        if (row.Text("AccountId") is { } account)
            customer.Account = SalesforceObjects.Ref(session, "Account", account);
        return customer;
    }

    /// <summary>A customer whom this user can't read shows as an id without a parent record: he is left out.</summary>
    private static IdentifiedCase ToCase(CrmSession session, SalesforceRow row)
    {
        var found = new IdentifiedCase
        {
            Record = SalesforceMapping.ToSummary(row, "Case", session),
            CaseNumber = row.Text("CaseNumber") ?? "",
            Active = !row.Flag("IsClosed"),
        };
        if (row.Text("Account.Id") is { } account)
            found.Account = SalesforceObjects.Ref(session, "Account", account);
        if (row.Text("Contact.Id") is { } contact)
            found.Customer = SalesforceObjects.Ref(session, "Contact", contact);
        else if (found.Account is not null)
            found.Customer = found.Account;
        return found;
    }
}
