using Customer360.Sandbox.Salesforce.Data;
using Customer360.Sandbox.Salesforce.Query;
using Customer360.Sandbox.Salesforce.Schema;

namespace Customer360.Sandbox.Salesforce.Search;

/// <summary>Runs a search: candidates from the index, cut, then permission, then conditions.</summary>
internal sealed class SearchRunner(Org org, Access access, SoslQuery query)
{
    private const int AllCandidates = 2000;
    private const int PlainCandidates = 250;

    // Fields that NAME FIELDS covers beside each object's own name.
    private static readonly HashSet<string> MoreNames = new(StringComparer.Ordinal)
    {
        "Contact.FirstName", "Contact.LastName", "Contact.AssistantName", "Contact.AccountId", "Lead.FirstName", "Lead.LastName", "Lead.Company",
        "Case.Subject", "Case.SuppliedName", "Account.Website", "Account.Site", "Task.Subject", "Event.Subject", "User.FirstName", "User.LastName",
    };

    /// <summary>The records in the order of the objects asked for, each with its bound query.</summary>
    public List<(Record Record, BoundQuery Query)> Run(IReadOnlyList<BoundQuery> objects)
    {
        org.Index.CatchUp();
        var found = Evaluate(query.Term).GroupBy(record => record.Type).ToDictionary(group => group.Key, group => group.ToList());
        var rows = objects.Select(one => Rows(one, objects.Count, found.GetValueOrDefault(one.Type) ?? [])).ToList();
        return [.. Spread(rows, query.Limit).Zip(objects, (records, one) => records.Select(record => (record, one))).SelectMany(each => each)];
    }

    private List<Record> Rows(BoundQuery one, int objects, List<Record> candidates)
    {
        var cut = objects > 1 ? Math.Min(PlainCandidates, AllCandidates / objects)
            : one.Where is not null || one.Order is not null ? AllCandidates : PlainCandidates;
        return QueryRunner.Finish(one, candidates.OrderBy(record => record.Id, StringComparer.Ordinal).Take(cut)
            .Where(record => !record.IsDeleted && access.CanRead(record)));
    }

    /// <summary>The limit of the whole search is shared evenly; what one object leaves goes to the next.</summary>
    private static List<List<Record>> Spread(List<List<Record>> rows, int? limit)
    {
        if (limit is null)
            return rows;
        var left = limit.Value;
        var result = new List<List<Record>>();
        for (var i = 0; i < rows.Count; i++)
        {
            var taken = rows[i].Take((left + rows.Count - i - 1) / (rows.Count - i)).ToList();
            left -= taken.Count;
            result.Add(taken);
        }
        return result;
    }

    private HashSet<Record> Evaluate(SearchTerm term)
    {
        switch (term)
        {
            case AllTerms all:
                var both = Evaluate(all.Parts[0]);
                foreach (var part in all.Parts.Skip(1))
                    both.IntersectWith(Evaluate(part));
                return both;
            case AnyTerm any:
                return [.. any.Parts.SelectMany(Evaluate)];
            case TermWithout without:
                var wanted = Evaluate(without.Wanted);
                wanted.ExceptWith(Evaluate(without.Unwanted));
                return wanted;
            default:
                return Evaluate((Phrase)term);
        }
    }

    private HashSet<Record> Evaluate(Phrase phrase)
    {
        if (phrase.Words.Count == 0)
            return [];
        var postings = Postings(phrase.Words[0]).Where(posting => Covers(posting.Record.Type, posting.Field));
        if (phrase.Words.Count == 1)
            return [.. postings.Select(posting => posting.Record)];
        var words = phrase.Words.Select(Matcher).ToList();
        return [.. postings.Where(posting => org.Index.HasPhrase(posting, words)).Select(posting => posting.Record)];
    }

    private IEnumerable<Posting> Postings(string word)
    {
        var wildcard = word.AsSpan().IndexOfAny(SearchText.AnyText, SearchText.AnyCharacter);
        if (wildcard < 0)
            return org.Index.Find(word);
        var matches = Matcher(word);
        return org.Index.WordsFrom(word[..wildcard]).Where(matches).SelectMany(org.Index.Find);
    }

    private static Func<string, bool> Matcher(string word) => word.AsSpan().ContainsAny(SearchText.AnyText, SearchText.AnyCharacter)
        ? new LikePattern(word.Replace(SearchText.AnyText, '%').Replace(SearchText.AnyCharacter, '_')).Matches
        : token => token == word;

    /// <summary>A field that the user can't see finds nothing for him.</summary>
    private bool Covers(SObjectType type, Field field) => access.CanSee(type, field) && query.Scope switch
    {
        SearchScope.Name => field == type.NameField || MoreNames.Contains($"{type.Name}.{field.Name}"),
        SearchScope.Email => field.Type is FieldType.Email,
        SearchScope.Phone => field.Type is FieldType.Phone,
        SearchScope.Sidebar => field == type.NameField || field.Type is FieldType.Phone or FieldType.Email,
        _ => true,
    };
}
