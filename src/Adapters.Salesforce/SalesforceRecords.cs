using System.Collections.Frozen;
using Customer360.Contracts.V1;

namespace Customer360.Adapters.Salesforce;

/// <summary>Reads single records, with this user's rights on them, and what this user can do with each type.</summary>
internal sealed class SalesforceRecords(SalesforceClient client, SalesforceMetadata metadata)
{
    private static readonly RecordKind[] Kinds =
        [RecordKind.Contact, RecordKind.Account, RecordKind.Case, RecordKind.Note, RecordKind.Task, RecordKind.Call, RecordKind.Event];

    public async Task<Record?> FindAsync(CrmSession session, RecordRef record, IReadOnlyCollection<string>? names, CancellationToken cancellationToken)
    {
        if (!SalesforceId.TryParse(record.Id, out var id))
            return null;
        var entity = SalesforceObjects.EntityOf(record);
        return await metadata.AskAsync(session, [entity], schema => ReadAsync(session, schema, entity, id, names, cancellationToken), cancellationToken);
    }

    public async Task<CrmObject?> DescribeAsync(CrmSession session, RecordRef target, CancellationToken cancellationToken)
    {
        var entity = target.Kind is RecordKind.Note ? await metadata.GetNoteObjectAsync(session, cancellationToken) : SalesforceObjects.EntityOf(target);
        return await metadata.FindAsync(session, entity, cancellationToken) is { } found
            ? new(found.ToRecordType(target.Kind), [.. found.Fields.Select(field => field.Info)])
            : null;
    }

    public async Task<IReadOnlyList<RecordType>> ListTypesAsync(CrmSession session, CancellationToken cancellationToken)
    {
        var all = await metadata.GetAllObjectsAsync(session, cancellationToken);
        var notes = await metadata.GetNoteObjectAsync(session, cancellationToken);
        return
        [
            .. from kind in Kinds
               let entity = kind is RecordKind.Note ? notes : SalesforceObjects.EntityOf(new() { Kind = kind })
               where all.TryGetValue(entity, out var found) && found.Queryable
               select SalesforceObject.ToRecordType(all[entity], kind),
        ];
    }

    private async Task<Record?> ReadAsync(
        CrmSession session, SalesforceSchema schema, string entity, SalesforceId id, IReadOnlyCollection<string>? names, CancellationToken cancellationToken)
    {
        if (schema[entity] is not { } described)
            return null;
        var all = await metadata.GetAllObjectsAsync(session, cancellationToken);
        var fields = described.Fields.Where(field => field.IsSelectable && names?.Contains(field.Name, StringComparer.OrdinalIgnoreCase) is not false).ToList();
        string[] selected =
        [
            .. schema.Visible(entity, [.. SalesforceMapping.SummaryFieldsOf(entity), "LastModifiedDate", "CurrencyIsoCode"]),
            .. fields.Select(field => field.Name),
            .. schema.IsAfterRefusal ? [] : fields.Select(field => NameOfParent(field, all)).OfType<string>(),
        ];
        var queries = new List<SoqlQuery> { SoqlQuery.From(entity, selected).Where(SoqlCondition.Is("Id", id)).Limit(1) };
        if (SalesforceId.TryParse(session.User.Id, out var user))
            queries.Add(AccessOf(user, id));
        var parts = await client.QueryTogetherAsync(session, queries, cancellationToken);
        if (parts[0].RowsOrThrow() is not [var row])
            return null;
        var record = SalesforceMapping.ToRecord(row, entity, fields, session);
        record.Rights = RightsOf(parts is [_, { Rows: [var access] }] ? access : null, described, all);
        return record;
    }

    private static SoqlQuery AccessOf(SalesforceId user, SalesforceId record) =>
        SoqlQuery.From("UserRecordAccess", ["RecordId", "HasEditAccess", "HasDeleteAccess", "HasTransferAccess"])
            .Where(SoqlCondition.Is("UserId", user), SoqlCondition.Is("RecordId", record));

    /// <summary>The path to the name of the record that a lookup points to. Null: no lookup, or its target has no such name or isn't seen by this user.</summary>
    private static string? NameOfParent(SalesforceField field, FrozenDictionary<string, ObjectAnswer> all)
    {
        if (field.Relationship is not { } parent)
            return null;
        if (field.Info.LookupObjects is not [var target])
            return $"{parent}.Name"; // what several objects share
        var hasName = target is "Account" or "Contact" or "User" or "RecordType" or "Opportunity" or "Campaign" or "Lead" or "Asset" or "Product2"
            || target.EndsWith("__c", StringComparison.Ordinal);
        return !all.ContainsKey(target) ? null : hasName ? $"{parent}.Name" : target is "Case" ? $"{parent}.CaseNumber" : null;
    }

    /// <summary>The org's rights on the object and the record's own: a user needs both.</summary>
    private static RecordRights RightsOf(SalesforceRow? access, SalesforceObject described, FrozenDictionary<string, ObjectAnswer> all)
    {
        return new()
        {
            Update = Of("HasEditAccess", described.Answer.Updateable),
            Delete = Of("HasDeleteAccess", described.Answer.Deletable),
            Assign = Of("HasTransferAccess", described["OwnerId"]?.Updateable is true),
            // Who can read a record can add to it what he can create at all.
            CreateChild = all.Values.Any(each => each.Name is "Task" or "Event" or "Case" && each.Createable) ? Permission.Allowed : Permission.Denied,
        };

        Permission Of(string field, bool allowedOnObject) =>
            !allowedOnObject ? Permission.Denied
            : access is not { } row ? Permission.Unknown
            : row.Flag(field) ? Permission.Allowed : Permission.Denied;
    }
}
