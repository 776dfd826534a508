using Customer360.Contracts.V1;

namespace Customer360.Adapters.Matching;

/// <summary>Turns what a CRM offered for a number into who really has it. The same for every CRM.</summary>
public static class PhoneMatching
{
    /// <summary>The most that an answer lists.</summary>
    public const int MaxMatches = 50;

    /// <summary>Nobody has the number.</summary>
    public static CrmMatches Nobody { get; } = new([], 0, Capped: false);

    /// <summary>
    /// Keeps those whose stored phone is the same number, each customer once; an account gives way to a contact of it.
    /// </summary>
    /// <param name="query">Whom to look for.</param>
    /// <param name="candidates">What the CRM offered, in any order, repeats allowed.</param>
    /// <param name="capped">The CRM has more candidates than these.</param>
    public static CrmMatches Check(PhoneQuery query, IEnumerable<PhoneCandidate> candidates, bool capped)
    {
        var matches = candidates
            .DistinctBy(candidate => Key(candidate.Record))
            .Select(candidate => Match(query, candidate))
            .OfType<PhoneMatch>()
            .ToList();
        var accountsOfContacts = matches.Where(match => match.Account is not null).Select(match => Key(match.Account)).ToHashSet();
        var customers = matches.Where(match => !accountsOfContacts.Contains(Key(match.Record))).ToList();
        return new(
            [.. customers
                .OrderBy(match => match.Record.Kind is RecordKind.Contact ? 0 : 1)
                .ThenBy(match => match.Name, StringComparer.OrdinalIgnoreCase)
                .ThenBy(match => match.Record.Id, StringComparer.Ordinal)
                .Take(MaxMatches)],
            customers.Count,
            capped);
    }

    private static (RecordKind, string) Key(RecordRef record) => (record.Kind, record.Id);

    private static PhoneMatch? Match(PhoneQuery query, PhoneCandidate candidate)
    {
        var found = candidate.Phones.FirstOrDefault(phone => query.Number.IsStoredAs(phone.Text, region: null));
        var certainty = MatchCertainty.Exact;
        if (found is null)
        {
            found = candidate.Phones.FirstOrDefault(phone => query.Number.IsStoredAs(phone.Text, query.Region));
            certainty = MatchCertainty.AssumedRegion;
        }
        if (found is null)
            return null;
        var match = new PhoneMatch
        {
            Record = candidate.Record,
            Name = candidate.Name,
            Email = candidate.Email,
            Company = candidate.Company,
            MatchedField = found.Field,
            MatchedWellKnown = found.WellKnown,
            StoredPhone = found.Text,
            Certainty = certainty,
        };
        if (candidate.Account is not null)
            match.Account = candidate.Account;
        return match;
    }
}
