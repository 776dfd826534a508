using Customer360.Adapters;
using Customer360.Contracts.V1;
using Customer360.Gateway.CrmAccess;

namespace Customer360.Gateway.Customers;

/// <summary>Forms to create or edit a record: the fields that this agent can write, in the CRM's order.</summary>
internal static class Forms
{
    public static async Task<GetFormResponse> ForNewAsync(CrmCall crm, RecordKind kind, CancellationToken cancellationToken)
    {
        var type = await DescribeAsync(crm, new() { Kind = kind }, cancellationToken);
        if (!type.Type.CanCreate)
            throw new CrmException(CrmFailure.PermissionDenied, $"The CRM doesn't let this agent create {type.Type.Object}.");
        var section = new Section { Title = type.Type.Label, Columns = 2 };
        section.Fields.AddRange(type.Fields.Where(IsWritable).Select(info => new Field { Info = info, Value = info.DefaultValue }));
        return new() { Sections = { section } };
    }

    /// <param name="crm">Whose rights apply.</param>
    /// <param name="record">The record to edit.</param>
    /// <param name="seal">Seals the record's etag for the client.</param>
    /// <param name="cancellationToken">Carried to the CRM.</param>
    public static async Task<GetFormResponse> ForEditAsync(CrmCall crm, RecordRef record, Func<Record, string> seal, CancellationToken cancellationToken)
    {
        var found = await crm.Adapter.FindRecordAsync(crm.Session, record, null, cancellationToken) ?? throw CrmException.NotFound();
        if (found.Rights?.Update is Permission.Denied)
            throw new CrmException(CrmFailure.PermissionDenied, "The CRM doesn't let this agent change the record.");
        var form = new GetFormResponse { Etag = seal(found) };
        foreach (var section in found.Sections)
        {
            var writable = new Section { Title = section.Title, Columns = section.Columns };
            writable.Fields.AddRange(section.Fields.Where(field => IsWritable(field.Info) && !field.Withheld));
            form.Sections.Add(writable);
        }
        return form;
    }

    /// <summary>The object for this agent. An object that the agent may not see is one that it may not use.</summary>
    public static async Task<CrmObject> DescribeAsync(CrmCall crm, RecordRef target, CancellationToken cancellationToken) =>
        await crm.Adapter.DescribeAsync(crm.Session, target, cancellationToken)
        ?? throw new CrmException(CrmFailure.PermissionDenied, "The CRM doesn't let this agent use this type of record.");

    private static bool IsWritable(FieldInfo info) => !info.ReadOnly && info.Type is not (FieldType.DisplayOnly or FieldType.AutoNumber);
}
