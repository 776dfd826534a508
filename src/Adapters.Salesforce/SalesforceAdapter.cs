using Customer360.Adapters.Http;
using Customer360.Adapters.OAuth;
using Customer360.Contracts.V1;

namespace Customer360.Adapters.Salesforce;

/// <summary>Salesforce through its REST API.</summary>
internal sealed class SalesforceAdapter : ICrmAdapter
{
    private readonly SalesforceTransport _transport;
    private readonly SalesforceSearch _search;
    private readonly SalesforceMatching _matching;
    private readonly SalesforceIdentification _identification;
    private readonly SalesforceRecords _records;
    private readonly SalesforceWrites _writes;
    private readonly SalesforceReferences _references;
    private readonly SalesforceActivities _activities;
    private readonly SalesforceRelated _related;
    private readonly SalesforceLinks _links;

    public SalesforceAdapter(CrmHttp http, OAuthHttp oauth, TimeProvider time)
    {
        _transport = new(http);
        var client = new SalesforceClient(_transport);
        var metadata = new SalesforceMetadata(client, time);
        OAuth = new SalesforceOAuth(oauth);
        _search = new(client, metadata);
        _matching = new(client, metadata);
        _identification = new(client, metadata);
        _records = new(client, metadata);
        _references = new(client, metadata, time);
        _writes = new(client, metadata, _references);
        _activities = new(client, metadata, _references, new(client, metadata), time);
        _related = new(client, metadata, time);
        _links = new(client);
    }

    public CrmKind Kind => CrmKind.Salesforce;

    public ICrmOAuth OAuth { get; }

    public Capabilities GetCapabilities(Connection connection) => SalesforceCapabilities.Of(connection);

    public string? GetFieldName(RecordKind kind, WellKnownField field) => SalesforceFields.NameOf(SalesforceObjects.EntityOf(new() { Kind = kind }), field);

    public Task<SearchResponse> SearchAsync(CrmSession session, SearchRequest query, string? cursor, CancellationToken cancellationToken) =>
        _search.SearchAsync(session, query, cursor, cancellationToken);

    public Task<CrmMatches> MatchByPhoneAsync(CrmSession session, PhoneQuery query, CancellationToken cancellationToken) =>
        _matching.MatchAsync(session, query, cancellationToken);

    public Task<IReadOnlyList<IdentifiedCustomer>> FindCustomersByEmailAsync(CrmSession session, string email, CancellationToken cancellationToken) =>
        _identification.ByEmailAsync(session, email, cancellationToken);

    public Task<IReadOnlyList<IdentifiedCustomer>> FindCustomersByNameAsync(CrmSession session, string name, CancellationToken cancellationToken) =>
        _identification.ByNameAsync(session, name, cancellationToken);

    public Task<IReadOnlyList<IdentifiedCase>> FindCasesByNumberAsync(CrmSession session, string number, CancellationToken cancellationToken) =>
        _identification.CasesByNumberAsync(session, number, cancellationToken);

    public Task<IReadOnlyList<IdentifiedCase>> ListActiveCasesAsync(CrmSession session, RecordRef customer, CancellationToken cancellationToken) =>
        _identification.ActiveCasesAsync(session, customer, cancellationToken);

    public Task<Record?> FindRecordAsync(CrmSession session, RecordRef record, IReadOnlyCollection<string>? fields, CancellationToken cancellationToken) =>
        _records.FindAsync(session, record, fields, cancellationToken);

    public Task<IReadOnlyList<RecordType>> ListRecordTypesAsync(CrmSession session, CancellationToken cancellationToken) =>
        _records.ListTypesAsync(session, cancellationToken);

    public Task<CrmObject?> DescribeAsync(CrmSession session, RecordRef target, CancellationToken cancellationToken) =>
        _records.DescribeAsync(session, target, cancellationToken);

    public Task<RecordRef> CreateAsync(CrmSession session, CrmCreate create, CancellationToken cancellationToken) =>
        _writes.CreateAsync(session, create, cancellationToken);

    public Task UpdateAsync(CrmSession session, CrmUpdate update, CancellationToken cancellationToken) =>
        _writes.UpdateAsync(session, update, cancellationToken);

    public Task<LogActivityResponse> LogActivityAsync(CrmSession session, Activity activity, Guid reference, CancellationToken cancellationToken) =>
        _activities.LogAsync(session, activity, reference, cancellationToken);

    public Task UpdateActivityAsync(CrmSession session, RecordRef activity, Activity changes, IReadOnlySet<string> fields, CancellationToken cancellationToken) =>
        _activities.AmendAsync(session, activity, changes, fields, cancellationToken);

    public Task<RelatedRecordsResponse> ListRelatedAsync(CrmSession session, RelatedRecordsRequest query, string? cursor, CancellationToken cancellationToken) =>
        _related.ListAsync(session, query, cursor, cancellationToken);

    public Task<DeepLinkResponse> GetDeepLinkAsync(CrmSession session, RecordRef record, CancellationToken cancellationToken) =>
        _links.GetAsync(session, record, cancellationToken);

    public Task<RecordRef?> FindByReferenceAsync(CrmSession session, RecordKind kind, Guid reference, CancellationToken cancellationToken) =>
        _references.FindAsync(session, kind, reference, cancellationToken);

    public async Task<CrmUser> WhoAmIAsync(CrmSession session, CancellationToken cancellationToken)
    {
        var call = new SalesforceCall(HttpMethod.Get, "/services/oauth2/userinfo", CallSafety.Repeatable);
        var answer = await _transport.SendAsync(session, call, SalesforceJson.Default.UserInfoAnswer, cancellationToken);
        return new CrmUser
        {
            Id = SalesforceId.TryParse(answer.UserId, out var id) ? id.ToString() : throw new CrmException(CrmFailure.BadReply, "Salesforce did not say who the user is."),
            Name = answer.Name ?? "",
            Email = answer.Email ?? "",
            TimeZone = answer.Zone ?? "",
            Locale = (answer.Language ?? answer.Locale ?? "").Replace('_', '-'),
        };
    }
}
