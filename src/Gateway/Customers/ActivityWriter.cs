using Customer360.Adapters;
using Customer360.Contracts.V1;
using Customer360.Gateway.CrmAccess;

namespace Customer360.Gateway.Customers;

/// <summary>Logs and amends notes, tasks, calls and events.</summary>
internal static class ActivityWriter
{
    public static async Task<LogActivityResponse> LogAsync(Write write, Activity activity)
    {
        var (crm, cancellationToken) = (write.Crm, write.CancellationToken);
        // Not every CRM meets the first by itself, and what somebody changed since must stay.
        if (write is { IsRepeat: true, Reference: { } earlier }
            && await crm.Adapter.FindByReferenceAsync(crm.Session, activity.Kind, earlier, cancellationToken) is { } written)
            return new() { Activity = written, StoredLinks = LinksOf(crm, activity) };
        var type = await Forms.DescribeAsync(crm, new() { Kind = activity.Kind }, cancellationToken);
        if (!type.Type.CanCreate)
            throw new CrmException(CrmFailure.PermissionDenied, $"The CRM doesn't let this agent create {type.Type.Object}.");

        var resolved = new Activity(activity)
        {
            Customer = activity.Customer?.At(crm.Session.Connection.Id),
            Regarding = activity.Regarding?.At(crm.Session.Connection.Id),
        };
        resolved.Fields.Clear();
        if (activity.Fields.Count > 0)
            resolved.Fields.AddRange(FieldInputs.Resolve(type, activity.Fields, isCreate: false)
                .Select(field => new FieldInput { Field = new() { Name = field.Info.Name }, Value = field.Value }));
        await RefuseInvisibleAsync(write, resolved.Customer);
        await RefuseInvisibleAsync(write, resolved.Regarding);
        return write.Reference is { } reference
            ? await crm.Adapter.LogActivityAsync(crm.Session, resolved, reference, cancellationToken)
            : new();
    }

    public static async Task<UpdateActivityResponse> AmendAsync(Write write, RecordRef activity, Activity changes, IReadOnlySet<string> fields)
    {
        var (crm, cancellationToken) = (write.Crm, write.CancellationToken);
        var target = activity.At(crm.Session.Connection.Id);
        if (write.Reference is null)
        {
            await RefuseInvisibleAsync(write, target);
            return new();
        }
        await crm.Adapter.UpdateActivityAsync(crm.Session, target, changes, fields, cancellationToken);
        return new() { Activity = target };
    }

    /// <summary>What the CRM keeps of the links that were asked for: where it holds one only, regarding wins.</summary>
    private static StoredLinks LinksOf(CrmCall crm, Activity activity)
    {
        var connection = crm.Session.Connection;
        var holdsBoth = crm.Adapter.GetCapabilities(connection).Kinds.Any(kind => kind.Kind == activity.Kind && kind.HoldsCustomerAndRegarding);
        return new()
        {
            Customer = holdsBoth || activity.Regarding is null ? activity.Customer?.At(connection.Id) : null,
            Regarding = activity.Regarding?.At(connection.Id),
        };
    }

    /// <summary>For validate_only alone: a real write meets the CRM's own refusal, which costs no call ahead of it.</summary>
    private static async Task RefuseInvisibleAsync(Write write, RecordRef? record)
    {
        if (write.Reference is null && record is not null
            && await write.Crm.Adapter.FindRecordAsync(write.Crm.Session, record, [], write.CancellationToken) is null)
            throw CrmException.NotFound();
    }
}
