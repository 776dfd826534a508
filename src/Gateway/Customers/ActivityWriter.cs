using Customer360.Adapters;
using Customer360.Contracts.V1;

namespace Customer360.Gateway.Customers;

/// <summary>Logs and amends notes, tasks, calls and events.</summary>
internal static class ActivityWriter
{
    public static async Task<LogActivityResponse> LogAsync(Write write, Activity activity)
    {
        var (crm, cancellationToken) = (write.Crm, write.CancellationToken);
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

    /// <summary>For validate_only alone: a real write meets the CRM's own refusal, which costs no call ahead of it.</summary>
    private static async Task RefuseInvisibleAsync(Write write, RecordRef? record)
    {
        if (write.Reference is null && record is not null
            && await write.Crm.Adapter.FindRecordAsync(write.Crm.Session, record, [], write.CancellationToken) is null)
            throw CrmException.NotFound();
    }
}
