using Customer360.Adapters.Phones;
using Customer360.Adapters.Searching;
using Customer360.Contracts.V1;

namespace Customer360.Adapters.Salesforce;

/// <summary>Search: free text by SOSL, whose index lags behind; fields by SOQL, which doesn't.</summary>
internal sealed class SalesforceSearch(SalesforceClient client, SalesforceMetadata metadata)
{
    /// <summary>
    /// Rows of each type that an answer is made of: exact hits come first, so all must be known before the first page is cut.
    /// An agent who would have to turn more pages types more instead.
    /// </summary>
    private const int MaxRowsOfType = 200;

    private const int MinNumberDigits = 3;

    public async Task<SearchResponse> SearchAsync(CrmSession session, SearchRequest query, string? cursor, CancellationToken cancellationToken)
    {
        var entities = query.Kinds.Select(kind => SalesforceObjects.EntityOf(new() { Kind = kind })).ToList();
        var answer = new SearchResponse();
        var hits = await metadata.AskAsync(session, entities, schema => query.ByCase is SearchRequest.ByOneofCase.Fields
            ? ByFieldsAsync(session, schema, entities, query.Fields, answer, cancellationToken)
            : ByTextAsync(session, schema, entities, query.Text, cancellationToken), cancellationToken);
        var (page, next) = ResultPages.Cut(SearchRanking.Rank(hits, session.Connection.DefaultRegion), cursor, query.PageSize);
        answer.Results.AddRange(page);
        answer.NextPageToken = next ?? "";
        return answer;
    }

    private async Task<IReadOnlyList<SearchHit>> ByTextAsync(
        CrmSession session, SalesforceSchema schema, IReadOnlyList<string> entities, string text, CancellationToken cancellationToken)
    {
        var visible = entities.Where(schema.Has).ToList();
        if (visible.Count == 0 || TermOf(SalesforceText.Check("text", text), session.Connection.DefaultRegion) is not { } term)
            return [];
        var search = SoslQuery.InAllFields(term);
        foreach (var entity in visible)
            search.Returning(entity, schema.Visible(entity, [.. SalesforceSearchFields.OfText(entity), .. SalesforceMapping.SummaryFieldsOf(entity)]), MaxRowsOfType);
        var rows = await client.SearchAsync(session, search, cancellationToken);
        return
        [
            .. rows
                .Where(row => row.Entity is { } entity && visible.Contains(entity))
                .Select(row => new SearchHit(
                    SalesforceMapping.ToSummary(row, row.Entity!, session),
                    [.. SalesforceSearchFields.OfText(row.Entity!).Select(field => Value(text, row, field))])),
        ];
    }

    private async Task<IReadOnlyList<SearchHit>> ByFieldsAsync(
        CrmSession session, SalesforceSchema schema, IReadOnlyList<string> entities, SearchFields wanted, SearchResponse answer, CancellationToken cancellationToken)
    {
        answer.LeftOut.Clear(); // asked once more after a refusal
        answer.Incomplete.Clear();
        var searches = new List<(string Entity, IReadOnlyList<FieldCriterion> Criteria)>();
        foreach (var entity in entities)
        {
            if (SalesforceSearchFields.Criteria(schema, entity, wanted, session.Connection.DefaultRegion) is { } criteria)
                searches.Add((entity, criteria));
            else
                answer.LeftOut.Add(SalesforceObjects.KindOf(entity));
        }
        if (searches.Count == 0)
            throw CrmException.Invalid("fields", "no record type that this agent can search has them all");
        var queries = searches.Select(search => SoqlQuery
            .From(search.Entity, schema.Visible(search.Entity, ["Id", .. search.Criteria.SelectMany(one => one.Fields), .. SalesforceMapping.SummaryFieldsOf(search.Entity)]))
            .Where(search.Criteria.Select(one => one.ToCondition()))
            .NewestFirst("LastModifiedDate")
            .Limit(MaxRowsOfType));
        var parts = await client.QueryTogetherAsync(session, [.. queries], cancellationToken);
        return [.. searches.Zip(parts).SelectMany(pair => ToHits(session, pair.First.Entity, pair.First.Criteria, Rows(pair.Second, pair.First.Entity, answer, parts)))];
    }

    /// <summary>A type that the CRM would not search just now makes the answer incomplete; when none was searched, the search failed.</summary>
    private static IReadOnlyList<SalesforceRow> Rows(QueryPart part, string entity, SearchResponse answer, IReadOnlyList<QueryPart> all)
    {
        if (part.Error is null || all.All(one => one.Error is not null) || SalesforceIncomplete.ReasonOf(part.Error) is not { } reason)
            return part.RowsOrThrow();
        answer.Incomplete.Add(new IncompleteKind { Kind = SalesforceObjects.KindOf(entity), Reason = reason });
        return [];
    }

    private static IEnumerable<SearchHit> ToHits(CrmSession session, string entity, IReadOnlyList<FieldCriterion> criteria, IReadOnlyList<SalesforceRow> rows) =>
        from row in rows
        where criteria.All(criterion => criterion.Holds(row))
        select new SearchHit(
            SalesforceMapping.ToSummary(row, entity, session),
            [.. criteria.SelectMany(criterion => criterion.Fields.Select(field => Value(criterion.Wanted, row, field)))]);

    private static SearchedValue Value(string wanted, SalesforceRow row, string field) =>
        new(wanted, field, row.Text(field), SalesforceFields.IsStandardPhone(field));

    /// <summary>The words; and what looks like a number, as the digits under which Salesforce may have indexed it.</summary>
    private static SoslTerm? TermOf(string text, string? region)
    {
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        var isNumber = digits.Length >= MinNumberDigits && !text.Any(char.IsLetter);
        PhoneNumber? phone = isNumber && PhoneNumber.TryParse(text, region, out var parsed, out _) && parsed.IsSubscriber ? parsed : null;
        var terms = new List<SoslTerm>();
        // A whole phone number's groups of digits stand in other numbers, too.
        if (phone is null && SoslTerm.Words(text) is { } words)
            terms.Add(words);
        if (isNumber)
            terms.Add(SoslTerm.Digits(digits));
        if (isNumber && digits.Length <= SalesforceSearchFields.CaseNumberLength && digits.Length == text.Length)
            terms.Add(SoslTerm.Digits(SalesforceSearchFields.PadCaseNumber(digits)));
        if (phone is { } number)
            terms.AddRange(SalesforcePhones.DigitForms(number).Select(SoslTerm.Digits));
        return terms.Count == 0 ? null : SoslTerm.Any(terms);
    }
}
