using Customer360.Contracts.V1;

namespace Customer360.Adapters.Salesforce;

/// <summary>One of the lists that surround a record.</summary>
/// <param name="Entity">The object that is queried.</param>
/// <param name="Kinds">What its rows are.</param>
/// <param name="Conditions">Which rows.</param>
internal sealed record SalesforceRelatedList(string Entity, IReadOnlyList<RecordKind> Kinds, IReadOnlyList<SoqlCondition> Conditions)
{
    public static readonly string[] Entities = ["Case", "Task", "Event", "ContentDocumentLink", "Note"];

    /// <summary>When the record was made, or, of a link, the note behind it.</summary>
    public string TimeField => Entity is "ContentDocumentLink" ? "ContentDocument.CreatedDate" : "CreatedDate";

    private string[] Fields => Entity switch
    {
        "Case" or "Task" => [.. SalesforceMapping.SummaryFieldsOf(Entity), "IsClosed"],
        "Event" => [.. SalesforceMapping.SummaryFieldsOf("Event"), "EndDateTime"],
        "ContentDocumentLink" => ["Id", "ContentDocumentId", "ContentDocument.Title"],
        _ => ["Id", "Title"],
    };

    /// <summary>The lists of the kinds asked for; at most 5, as many as a composite takes.</summary>
    public static IEnumerable<SalesforceRelatedList> For(RelatedRecordsRequest query, SalesforceId id, DateTimeOffset now)
    {
        var kinds = query.Kinds.Count > 0 ? query.Kinds.Distinct().ToList() : [RecordKind.Case, RecordKind.Note, RecordKind.Task, RecordKind.Call, RecordKind.Event];
        var of = query.Record.Kind;
        SoqlCondition[] closed = query.OpenFilter is OpenFilter.Unspecified ? [] : [SoqlCondition.Is("IsClosed", query.OpenFilter is OpenFilter.Closed)];
        var caseOf = SoqlCondition.Is(of switch { RecordKind.Contact => "ContactId", RecordKind.Account => "AccountId", _ => "ParentId" }, id);
        if (kinds.Contains(RecordKind.Case))
            yield return new("Case", [RecordKind.Case], [caseOf, .. closed]);
        // An account's tasks and events include those of its contacts.
        var activityOf = SoqlCondition.Is(of switch { RecordKind.Contact => "WhoId", RecordKind.Account => "AccountId", _ => "WhatId" }, id);
        List<RecordKind> tasks = [.. kinds.Where(kind => kind is RecordKind.Task or RecordKind.Call)];
        if (tasks.Count > 0)
            yield return new("Task", tasks, [activityOf, .. Subtype(tasks), .. closed]);
        if (kinds.Contains(RecordKind.Event))
            yield return new("Event", [RecordKind.Event], [activityOf, .. IsOver(query.OpenFilter, now)]);
        if (!kinds.Contains(RecordKind.Note) || query.OpenFilter is OpenFilter.Closed)
            yield break;
        yield return new("ContentDocumentLink", [RecordKind.Note], [SoqlCondition.Is("LinkedEntityId", id), SoqlCondition.Is("ContentDocument.FileType", "SNOTE")]);
        yield return new("Note", [RecordKind.Note], [SoqlCondition.Is("ParentId", id)]);
    }

    public SoqlQuery ToQuery(SalesforceSchema schema, RelatedPosition? position, int limit)
    {
        var query = SoqlQuery.From(Entity, schema.Visible(Entity, [.. Fields, TimeField]))
            .Where([.. Conditions, .. position is null ? (SoqlCondition[])[] : [SoqlCondition.AtMost(TimeField, position.Time)]])
            .NewestFirst(TimeField)
            .Limit(limit);
        return query.Offset(position?.Shown.GetValueOrDefault(Entity) ?? 0);
    }

    public RelatedRecord ToRecord(CrmSession session, SalesforceRow row, DateTimeOffset made, DateTimeOffset now) => new()
    {
        Record = Entity is "ContentDocumentLink"
            ? new() { Ref = SalesforceObjects.Ref(session, "ContentNote", row.Text("ContentDocumentId") ?? ""), Title = row.Text("ContentDocument.Title") ?? "" }
            : SalesforceMapping.ToSummary(row, Entity, session),
        Status = row.Text("Status") ?? "",
        Open = Entity switch
        {
            "Case" or "Task" => !row.Flag("IsClosed"),
            "Event" => row.Time("EndDateTime") > now,
            _ => false,
        },
        SortTime = SalesforceText.Stamp(made),
        Number = row.Text("CaseNumber") ?? "",
    };

    private static IEnumerable<SoqlCondition> Subtype(IReadOnlyList<RecordKind> tasks)
    {
        if (tasks is [RecordKind.Call])
            yield return SoqlCondition.Is("TaskSubtype", "Call");
        if (tasks is [RecordKind.Task])
            yield return SoqlCondition.IsNot("TaskSubtype", "Call");
    }

    /// <summary>An event has no status: its end says.</summary>
    private static IEnumerable<SoqlCondition> IsOver(OpenFilter filter, DateTimeOffset now)
    {
        if (filter is OpenFilter.Open)
            yield return SoqlCondition.AtLeast("EndDateTime", now);
        if (filter is OpenFilter.Closed)
            yield return SoqlCondition.Before("EndDateTime", now);
    }
}
