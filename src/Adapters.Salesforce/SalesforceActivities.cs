using Customer360.Adapters.Activities;
using Customer360.Contracts.V1;

namespace Customer360.Adapters.Salesforce;

/// <summary>Logs and amends tasks, calls (which are tasks) and events; notes are <see cref="SalesforceNotes"/>.</summary>
internal sealed class SalesforceActivities(SalesforceClient client, SalesforceMetadata metadata, SalesforceReferences references, SalesforceNotes notes, TimeProvider time)
{
    /// <summary>How often an amendment is tried when others change the activity meanwhile.</summary>
    private const int MaxAmendments = 3;

    public async Task<LogActivityResponse> LogAsync(CrmSession session, Activity activity, Guid reference, CancellationToken cancellationToken)
    {
        if (activity.Kind is RecordKind.Note)
            return await notes.LogAsync(session, activity, reference, cancellationToken);
        var entity = SalesforceObjects.EntityOf(new() { Kind = activity.Kind });
        var described = await FindWritableAsync(session, entity, cancellationToken);
        var statuses = entity is "Task" ? await metadata.GetTaskStatusesAsync(session, cancellationToken) : [];
        var form = SalesforceActivityForm.ForNew(session, described, statuses, activity.Description);
        form.Fill(activity, time.GetUtcNow());
        var kept = form.Link(activity);
        if (SalesforceReferences.FieldOf(session.Connection, activity.Kind) is null)
            form.PutLine(BlockLine.Reference, reference.ToString("D"));
        var id = await references.SaveAsync(session, activity.Kind, entity, reference, form.ToBody(), allowDuplicate: null, cancellationToken);
        return new LogActivityResponse { Activity = SalesforceObjects.Ref(session, entity, id, activity.Kind), StoredLinks = kept };
    }

    public async Task AmendAsync(CrmSession session, RecordRef activity, Activity changes, IReadOnlySet<string> fields, CancellationToken cancellationToken)
    {
        var entity = SalesforceObjects.EntityOf(activity);
        if (entity is "ContentNote" or "Note")
        {
            await notes.AmendAsync(session, entity, activity, changes, fields, cancellationToken);
            return;
        }
        var id = SalesforceId.Of(activity.Id);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await AmendOnceAsync(session, entity, id, changes, fields, cancellationToken);
                return;
            }
            catch (CrmException changed) when (changed.Failure is CrmFailure.Changed && attempt < MaxAmendments)
            {
                // Somebody else wrote between our read and our write: their text must stay, so read again.
            }
        }
    }

    private async Task AmendOnceAsync(CrmSession session, string entity, SalesforceId id, Activity changes, IReadOnlySet<string> fields, CancellationToken cancellationToken)
    {
        var described = await FindWritableAsync(session, entity, cancellationToken);
        var statuses = entity is "Task" && fields.Contains("status") ? await metadata.GetTaskStatusesAsync(session, cancellationToken) : [];
        string[] wanted = ["Id", "LastModifiedDate", "Description", "StartDateTime"];
        var query = SoqlQuery.From(entity, wanted.Where(described.Has)).Where(SoqlCondition.Is("Id", id)).Limit(1);
        if (await client.QueryAsync(session, query, cancellationToken) is not [var row])
            throw CrmException.NotFound();
        var form = SalesforceActivityForm.ForExisting(session, described, statuses, row.Text("Description"));
        form.Amend(changes, fields, row.Time("StartDateTime"));
        if (form.ToBody() is { Count: > 0 } body)
            await client.UpdateAsync(session, entity, id, body, allowDuplicate: null, row.Time("LastModifiedDate"), cancellationToken);
    }

    private async Task<SalesforceObject> FindWritableAsync(CrmSession session, string entity, CancellationToken cancellationToken) =>
        await metadata.FindAsync(session, entity, cancellationToken)
        ?? throw new CrmException(CrmFailure.PermissionDenied, $"Salesforce doesn't let this user use {entity}.");
}
