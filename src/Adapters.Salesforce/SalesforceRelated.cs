using Customer360.Contracts.V1;

namespace Customer360.Adapters.Salesforce;

/// <summary>
/// What surrounds a record, newest first. One composite asks for a page of every list; the lists are merged by the time when
/// their records were made, which every object has and which never moves.
/// </summary>
internal sealed class SalesforceRelated(SalesforceClient client, SalesforceMetadata metadata, TimeProvider time)
{
    public async Task<RelatedRecordsResponse> ListAsync(CrmSession session, RelatedRecordsRequest query, string? cursor, CancellationToken cancellationToken)
    {
        var id = SalesforceId.Of(query.Record.Id);
        var position = RelatedPosition.Read(cursor);
        return await metadata.AskAsync(session, metadata.GetKnown(session, SalesforceRelatedList.Entities), SalesforceRelatedList.Entities, async schema =>
        {
            var lists = SalesforceRelatedList.For(query, id, time.GetUtcNow()).Where(list => schema.Has(list.Entity)).ToList();
            if (lists.Count == 0)
                return new();
            var queries = lists.Select(list => list.ToQuery(schema, position, query.PageSize + 1));
            var parts = await client.QueryTogetherAsync(session, [.. queries], cancellationToken);
            return Merge(session, query.PageSize, position, lists, parts);
        }, cancellationToken);
    }

    private RelatedRecordsResponse Merge(
        CrmSession session, int size, RelatedPosition? position, IReadOnlyList<SalesforceRelatedList> lists, IReadOnlyList<QueryPart> parts)
    {
        var answer = new RelatedRecordsResponse();
        var found = new List<(SalesforceRelatedList List, SalesforceRow Row, DateTimeOffset Time)>();
        foreach (var (list, part) in lists.Zip(parts))
        {
            if (part.Error is not null && parts.Any(each => each.Error is null) && SalesforceIncomplete.ReasonOf(part.Error) is { } reason)
                answer.Incomplete.Add(list.Kinds.Select(kind => new IncompleteKind { Kind = kind, Reason = reason }));
            else
                found.AddRange(part.RowsOrThrow().Select(row => (list, row, row.Time(list.TimeField) ?? DateTimeOffset.MinValue)));
        }
        var page = found.OrderByDescending(each => each.Time).Take(size).ToList(); // a stable sort: each list's own order stays
        answer.Records.AddRange(page.Select(each => each.List.ToRecord(session, each.Row, each.Time, time.GetUtcNow())));
        if (found.Count > page.Count && page.Count > 0)
            answer.NextPageToken = RelatedPosition.After(position, [.. page.Select(each => (each.List.Entity, each.Time))]).ToString();
        return answer;
    }
}
