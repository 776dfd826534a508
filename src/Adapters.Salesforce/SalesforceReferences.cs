using System.Text.Json.Nodes;
using Customer360.Adapters.Activities;
using Customer360.Contracts.V1;

namespace Customer360.Adapters.Salesforce;

/// <summary>The gateway's own reference of what it makes: in a unique external-id field, else in the description's last line.</summary>
internal sealed class SalesforceReferences(SalesforceClient client, SalesforceMetadata metadata, TimeProvider time)
{
    /// <summary>Of a user's own records since the reference was made.</summary>
    private const int MaxRecentRecords = 200;

    /// <summary>Notes whose whole text is read, since the reference stands at its end.</summary>
    private const int MaxNotesRead = 10;

    /// <summary>The field that holds the references of a kind. Null: none. Tasks and calls are one object and share theirs.</summary>
    public static string? FieldOf(Connection connection, RecordKind kind)
    {
        if (kind is RecordKind.Note)
            return null; // enhanced notes can't have fields of an admin's own
        var field = connection.ReferenceFields.FirstOrDefault(each => each.Kind == kind)
            ?? (kind is RecordKind.Task or RecordKind.Call ? connection.ReferenceFields.FirstOrDefault(each => each.Kind is RecordKind.Task or RecordKind.Call) : null);
        return field is null ? null
            : SoqlName.IsValid(field.Field) ? field.Field
            : throw new CrmException(CrmFailure.Misconfigured, $"The reference field of {kind} is no field name.");
    }

    /// <summary>Makes the record, or meets the one that was made with this reference before.</summary>
    public async Task<string> SaveAsync(
        CrmSession session, RecordKind kind, string entity, Guid reference, JsonObject body, bool? allowDuplicate, CancellationToken cancellationToken)
    {
        if (FieldOf(session.Connection, kind) is not { } field)
            return await client.CreateAsync(session, entity, body, allowDuplicate, cancellationToken);
        try
        {
            return await client.UpsertAsync(session, entity, field, reference, body, allowDuplicate, cancellationToken);
        }
        catch (CrmException missing) when (missing.CrmCode is "NOT_FOUND")
        {
            throw new CrmException(CrmFailure.Misconfigured, $"{entity}.{field} isn't there, is no external id, or is hidden from this user.", missing)
            {
                CrmCode = missing.CrmCode,
            };
        }
        catch (CrmException refusal) when (refusal.Failure is CrmFailure.Duplicate or CrmFailure.PermissionDenied or CrmFailure.Validation)
        {
            // What is refused may be a repeat alone: two attempts met in the middle, the record may be made but not changed by
            // this user, or the body has fields that only a create may set.
            if (await FindByFieldAsync(session, entity, field, reference, cancellationToken) is { } made)
                return made.Id;
            throw;
        }
    }

    public async Task<RecordRef?> FindAsync(CrmSession session, RecordKind kind, Guid reference, CancellationToken cancellationToken)
    {
        var entity = kind is RecordKind.Note ? await metadata.GetNoteObjectAsync(session, cancellationToken) : SalesforceObjects.EntityOf(new() { Kind = kind });
        var found = FieldOf(session.Connection, kind) is { } field
            ? await FindByFieldAsync(session, entity, field, reference, cancellationToken)
            : await FindRecentAsync(session, entity, reference, cancellationToken);
        return found is { } row ? SalesforceObjects.Ref(session, entity, row.Id, kind) : null;
    }

    private async Task<SalesforceRow?> FindByFieldAsync(CrmSession session, string entity, string field, Guid reference, CancellationToken cancellationToken)
    {
        var query = SoqlQuery.From(entity, ["Id"]).Where(SoqlCondition.Is(field, reference.ToString("D"))).Limit(1);
        return await client.QueryAsync(session, query, cancellationToken) is [var row, ..] ? row : null;
    }

    private async Task<SalesforceRow?> FindRecentAsync(CrmSession session, string entity, Guid reference, CancellationToken cancellationToken)
    {
        if (!SalesforceId.TryParse(session.User.Id, out var user))
            return null;
        string[] texts = entity switch { "ContentNote" => ["TextPreview"], "Note" => ["Body"], _ => ["Description"] };
        var query = SoqlQuery.From(entity, ["Id", .. texts])
            .Where(SoqlCondition.Is("CreatedById", user), SoqlCondition.AtLeast("CreatedDate", References.MadeAfter(reference, time)))
            .OrderBy("CreatedDate")
            .Limit(MaxRecentRecords);
        var rows = await client.QueryAsync(session, query, cancellationToken);
        foreach (var row in rows)
        {
            if (DescriptionBlock.HasReference(row.Text(texts[0]), reference))
                return row;
        }
        return entity is "ContentNote" ? await FindInWholeNotesAsync(session, rows, reference, cancellationToken) : null;
    }

    /// <summary>A note's preview is its beginning alone.</summary>
    private async Task<SalesforceRow?> FindInWholeNotesAsync(CrmSession session, IReadOnlyList<SalesforceRow> notes, Guid reference, CancellationToken cancellationToken)
    {
        foreach (var note in notes.Where(note => note.Text("TextPreview")?.Length >= SalesforceNotes.PreviewLength).Take(MaxNotesRead))
        {
            if (DescriptionBlock.HasReference(await SalesforceNotes.ReadContentAsync(client, session, SalesforceId.Of(note.Id), cancellationToken), reference))
                return note;
        }
        return null;
    }
}
