using Customer360.Adapters.Matching;

namespace Customer360.Adapters.Salesforce;

/// <summary>
/// Who has a number, in one round trip: one composite of two SOQL queries, counted by Salesforce as one call. SOQL sees what
/// was saved a moment ago and finds any notation; SOSL's index does neither for sure. SOSL stands in where an org is too large to
/// read its phone fields row by row: when the connection says so, or when Salesforce gives up.
/// </summary>
internal sealed class SalesforceMatching(SalesforceClient client, SalesforceMetadata metadata)
{
    /// <summary>Rows of contacts, and of accounts, that are checked.</summary>
    private const int MaxCandidates = 200;

    private static readonly string[] Entities = ["Contact", "Account"];

    public Task<CrmMatches> MatchAsync(CrmSession session, PhoneQuery query, CancellationToken cancellationToken)
    {
        if (!query.Number.IsSubscriber)
            return Task.FromResult(PhoneMatching.Nobody);
        // The metadata isn't read first: this is the hot path, and most users see these fields. A refusal brings it.
        return metadata.AskAsync(session, metadata.GetKnown(session, Entities), Entities,
            schema => MatchAsync(session, schema, query, cancellationToken), cancellationToken);
    }

    private async Task<CrmMatches> MatchAsync(CrmSession session, SalesforceSchema schema, PhoneQuery query, CancellationToken cancellationToken)
    {
        var targets = new[] { TargetOf(schema, "Contact", query.ContactFields), TargetOf(schema, "Account", query.AccountFields) }.OfType<Target>().ToList();
        if (targets.Count == 0)
            return PhoneMatching.Nobody;
        var rows = session.Connection.Salesforce.MatchBySearchIndex
            ? await SearchAsync(session, targets, query, cancellationToken)
            : await QueryAsync(session, targets, query, cancellationToken);
        var capped = rows.GroupBy(row => row.Target.Entity).Any(found => found.Count() >= MaxCandidates);
        return PhoneMatching.Check(query, rows.Select(row => ToCandidate(session, row)), capped);
    }

    private static Target? TargetOf(SalesforceSchema schema, string entity, IReadOnlyList<string> phoneFields)
    {
        var phones = schema.Filterable(entity, phoneFields);
        if (phones.Count == 0)
            return null;
        string[] others = entity is "Contact" ? ["Id", "Name", "Email", "AccountId", "Account.Name"] : ["Id", "Name"];
        return new(entity, phones, [.. schema.Visible(entity, others), .. phones]);
    }

    private async Task<IReadOnlyList<Candidate>> QueryAsync(CrmSession session, IReadOnlyList<Target> targets, PhoneQuery query, CancellationToken cancellationToken)
    {
        var queries = targets.Select(target => SoqlQuery.From(target.Entity, target.Fields)
            .Where(SoqlCondition.Any(target.Phones.Select(field => SalesforcePhones.MayHold(field, query.Number))))
            .OrderBy("Name")
            .Limit(MaxCandidates));
        var parts = await client.QueryTogetherAsync(session, [.. queries], cancellationToken);
        if (parts.Any(part => part.Error?.CrmCode is "QUERY_TIMEOUT" or "QUERY_TOO_COMPLICATED"))
            return await SearchAsync(session, targets, query, cancellationToken);
        return [.. targets.Zip(parts).SelectMany(pair => pair.Second.RowsOrThrow().Select(row => new Candidate(pair.First, row)))];
    }

    private async Task<IReadOnlyList<Candidate>> SearchAsync(CrmSession session, IReadOnlyList<Target> targets, PhoneQuery query, CancellationToken cancellationToken)
    {
        var term = SoslTerm.Any(SalesforcePhones.DigitForms(query.Number).Select(SoslTerm.Digits));
        // Text fields that a connection takes for phones are outside of the phone scope.
        var search = targets.All(target => target.Phones.All(SalesforceFields.IsStandardPhone)) ? SoslQuery.InPhoneFields(term) : SoslQuery.InAllFields(term);
        foreach (var target in targets)
            search.Returning(target.Entity, target.Fields, MaxCandidates);
        var rows = await client.SearchAsync(session, search, cancellationToken);
        return [.. rows.Join(targets, row => row.Entity, target => target.Entity, (row, target) => new Candidate(target, row))];
    }

    private static PhoneCandidate ToCandidate(CrmSession session, Candidate candidate)
    {
        var (target, row) = candidate;
        var account = row.Text("AccountId");
        return new(
            SalesforceObjects.Ref(session, target.Entity, row.Id),
            row.Text("Name") ?? "",
            [.. target.Phones.Select(field => new StoredPhone(field, SalesforceFields.MeaningOf(target.Entity, field), row.Text(field)))])
        {
            Email = row.Text("Email") ?? "",
            Company = row.Text("Account.Name") ?? "",
            Account = account is null ? null : SalesforceObjects.Ref(session, "Account", account),
        };
    }

    private sealed record Target(string Entity, IReadOnlyList<string> Phones, IReadOnlyList<string> Fields);

    private sealed record Candidate(Target Target, SalesforceRow Row);
}
