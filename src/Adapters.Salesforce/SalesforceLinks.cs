using Customer360.Contracts.V1;

namespace Customer360.Adapters.Salesforce;

/// <summary>Where records open in Lightning.</summary>
internal sealed class SalesforceLinks(SalesforceClient client)
{
    public async Task<DeepLinkResponse> GetAsync(CrmSession session, RecordRef record, CancellationToken cancellationToken)
    {
        var entity = SalesforceObjects.EntityOf(record);
        var id = SalesforceId.Of(record.Id);
        if (entity is not "ContentNote")
            return await LinkAsync(session, SalesforceObjects.Ref(session, entity, id.ToString(), record.Kind), opensParent: false, cancellationToken);
        // An enhanced note opens in a window over the record that it is linked to.
        var query = SoqlQuery.From("ContentDocumentLink", ["Id", "LinkedEntityId"]).Where(SoqlCondition.Is("ContentDocumentId", id)).Limit(20);
        var parents = from row in await client.QueryAsync(session, query, cancellationToken)
                      let parent = SalesforceObjects.RefOf(session, row.Text("LinkedEntityId") ?? "", [])
                      where parent is { Kind: not RecordKind.User }
                      orderby parent.Kind is RecordKind.Case ? 0 : parent.Kind is RecordKind.Contact ? 1 : 2
                      select parent;
        return await LinkAsync(session, parents.FirstOrDefault() ?? throw CrmException.NotFound(), opensParent: true, cancellationToken);
    }

    private static async Task<DeepLinkResponse> LinkAsync(CrmSession session, RecordRef opens, bool opensParent, CancellationToken cancellationToken)
    {
        var token = await session.Tokens.GetAsync(cancellationToken);
        var uri = new Uri(SalesforceHosts.WebOf(token.ApiBase), $"/lightning/r/{opens.Object}/{opens.Id}/view");
        return new DeepLinkResponse { Uri = uri.AbsoluteUri, Opens = opens, OpensParent = opensParent };
    }
}
