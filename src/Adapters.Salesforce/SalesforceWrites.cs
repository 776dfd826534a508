using System.Text.Json.Nodes;
using Customer360.Adapters.Activities;
using Customer360.Contracts.V1;

namespace Customer360.Adapters.Salesforce;

/// <summary>Creates and changes contacts, accounts and cases, and any record by its fields.</summary>
internal sealed class SalesforceWrites(SalesforceClient client, SalesforceMetadata metadata, SalesforceReferences references)
{
    public async Task<RecordRef> CreateAsync(CrmSession session, CrmCreate create, CancellationToken cancellationToken)
    {
        var entity = SalesforceObjects.EntityOf(new() { Kind = create.Kind });
        var body = Body(create.Fields.Where(field => field.Value.ValueCase is not FieldValue.ValueOneofCase.None));
        if (create.Customer is { } customer)
            body[customer.Kind is RecordKind.Contact ? "ContactId" : "AccountId"] = SalesforceId.Of(customer.Id).ToString();
        if (SalesforceReferences.FieldOf(session.Connection, create.Kind) is null && await metadata.FindAsync(session, entity, cancellationToken) is { } described)
            AddReferenceLine(body, described, create.Reference);
        var id = await references.SaveAsync(session, create.Kind, entity, create.Reference, body, create.AllowDuplicate, cancellationToken);
        return SalesforceObjects.Ref(session, entity, id);
    }

    public async Task UpdateAsync(CrmSession session, CrmUpdate update, CancellationToken cancellationToken)
    {
        var id = SalesforceId.Of(update.Record.Id);
        DateTimeOffset? unmodifiedSince = update.Etag is null ? null : SalesforceText.Time(update.Etag) ?? throw CrmException.Invalid("etag", "is none of this CRM");
        await client.UpdateAsync(session, SalesforceObjects.EntityOf(update.Record), id, Body(update.Fields), update.AllowDuplicate, unmodifiedSince, cancellationToken);
    }

    private static JsonObject Body(IEnumerable<CrmField> fields)
    {
        var body = new JsonObject();
        foreach (var (info, value) in fields)
            body[SoqlName.Check(info.Name)] = SalesforceValues.Write(info, value);
        return body;
    }

    /// <summary>Without a field of its own the reference is the description's last line, where the description can be written and has room.</summary>
    private static void AddReferenceLine(JsonObject body, SalesforceObject described, Guid reference)
    {
        if (described["Description"] is not { Createable: true } field)
            return;
        var block = DescriptionBlock.Read((string?)body["Description"]);
        block[BlockLine.Reference] = reference.ToString("D");
        var whole = block.Write(int.MaxValue);
        if (whole.Length <= field.Info.MaxLength)
            body["Description"] = whole;
    }
}
