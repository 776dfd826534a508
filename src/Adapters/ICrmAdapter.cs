using Customer360.Adapters.Phones;
using Customer360.Contracts.V1;

namespace Customer360.Adapters;

/// <summary>
/// One CRM, seen through the contract. Implementations are stateless but for caches of metadata, and thread-safe.
/// Every method throws <see cref="CrmException"/> alone, or <see cref="OperationCanceledException"/> when its caller gave up.
/// </summary>
/// <remarks>
/// Answers are contract messages with the CRM's own etags and cursors in clear: the gateway seals them. References in
/// answers carry the session's connection id. Fields hidden from the session's user are absent everywhere.
/// </remarks>
public interface ICrmAdapter
{
    CrmKind Kind { get; }

    /// <summary>How agents authorise this CRM.</summary>
    ICrmOAuth OAuth { get; }

    /// <summary>What this CRM can do, given how the connection is set up.</summary>
    Capabilities GetCapabilities(Connection connection);

    /// <summary>The API name of a field of contact, account or case that every CRM has. Null: this CRM has none.</summary>
    string? GetFieldName(RecordKind kind, WellKnownField field);

    /// <param name="session">Whose rights apply.</param>
    /// <param name="query">Checked by the gateway: sizes are in range, kinds are set.</param>
    /// <param name="cursor">From the previous answer's next_page_token; null for the first page.</param>
    /// <param name="cancellationToken">Carried to the CRM.</param>
    Task<SearchResponse> SearchAsync(CrmSession session, SearchRequest query, string? cursor, CancellationToken cancellationToken);

    /// <summary>Active customers who have the number, each once, each checked to really have it.</summary>
    Task<CrmMatches> MatchByPhoneAsync(CrmSession session, PhoneQuery query, CancellationToken cancellationToken);

    /// <summary>Active contacts, and accounts, with this e-mail address, exactly and case-insensitively; at most 50.</summary>
    Task<IReadOnlyList<IdentifiedCustomer>> FindCustomersByEmailAsync(CrmSession session, string email, CancellationToken cancellationToken);

    /// <summary>Active contacts, and accounts, with this whole name, case-insensitively; at most 50.</summary>
    Task<IReadOnlyList<IdentifiedCustomer>> FindCustomersByNameAsync(CrmSession session, string name, CancellationToken cancellationToken);

    /// <summary>Cases with this number, with or without leading zeros, closed ones too.</summary>
    Task<IReadOnlyList<IdentifiedCase>> FindCasesByNumberAsync(CrmSession session, string number, CancellationToken cancellationToken);

    /// <summary>The customer's own active cases, newest first, at most 50; an account's own, not its contacts'.</summary>
    Task<IReadOnlyList<IdentifiedCase>> ListActiveCasesAsync(CrmSession session, RecordRef customer, CancellationToken cancellationToken);

    /// <param name="session">Whose rights apply.</param>
    /// <param name="record">The record.</param>
    /// <param name="fields">API names to read; null: all. Names that this user can't see are left out silently.</param>
    /// <param name="cancellationToken">Carried to the CRM.</param>
    /// <returns>The record with one untitled section, rights and etag; null when this user may see none.</returns>
    Task<Record?> FindRecordAsync(CrmSession session, RecordRef record, IReadOnlyCollection<string>? fields, CancellationToken cancellationToken);

    /// <summary>What this user can read, of the kinds that the contract knows.</summary>
    Task<IReadOnlyList<RecordType>> ListRecordTypesAsync(CrmSession session, CancellationToken cancellationToken);

    /// <param name="session">Whose rights apply.</param>
    /// <param name="target">kind, and object for OTHER; the id is ignored.</param>
    /// <param name="cancellationToken">Carried to the CRM.</param>
    /// <returns>The object and its fields for this user; null when the user may not see the object.</returns>
    Task<CrmObject?> DescribeAsync(CrmSession session, RecordRef target, CancellationToken cancellationToken);

    /// <summary>Makes a contact, account or case. A second call with the same reference meets the first record.</summary>
    Task<RecordRef> CreateAsync(CrmSession session, CrmCreate create, CancellationToken cancellationToken);

    /// <summary>Changes a record. Changed when <see cref="CrmUpdate.Etag"/> is outdated.</summary>
    Task UpdateAsync(CrmSession session, CrmUpdate update, CancellationToken cancellationToken);

    /// <summary>Writes a note, task, call or event. A second call with the same reference meets the first, where the CRM can.</summary>
    Task<LogActivityResponse> LogActivityAsync(CrmSession session, Activity activity, Guid reference, CancellationToken cancellationToken);

    /// <summary>Amends a logged activity.</summary>
    /// <param name="session">Whose rights apply.</param>
    /// <param name="activity">The activity.</param>
    /// <param name="changes">The new values.</param>
    /// <param name="fields">Which of recording_uri, summary, transcript, disposition, duration, status to write.</param>
    /// <param name="cancellationToken">Carried to the CRM.</param>
    Task UpdateActivityAsync(CrmSession session, RecordRef activity, Activity changes, IReadOnlySet<string> fields, CancellationToken cancellationToken);

    /// <param name="session">Whose rights apply.</param>
    /// <param name="query">Checked by the gateway. Interaction fields are ignored; labels are left to the gateway.</param>
    /// <param name="cursor">From the previous answer's next_page_token; null for the first page.</param>
    /// <param name="cancellationToken">Carried to the CRM.</param>
    Task<RelatedRecordsResponse> ListRelatedAsync(CrmSession session, RelatedRecordsRequest query, string? cursor, CancellationToken cancellationToken);

    /// <summary>The URL on a host of this connection's fixed table. NotFound when the record isn't visible and its parent is needed.</summary>
    Task<DeepLinkResponse> GetDeepLinkAsync(CrmSession session, RecordRef record, CancellationToken cancellationToken);

    /// <summary>The record that was made with this reference, for settling an unknown outcome. Null: none (yet).</summary>
    Task<RecordRef?> FindByReferenceAsync(CrmSession session, RecordKind kind, Guid reference, CancellationToken cancellationToken);

    /// <summary>The user behind the session's token. <see cref="CrmSession.User"/> may be empty here.</summary>
    Task<CrmUser> WhoAmIAsync(CrmSession session, CancellationToken cancellationToken);
}

/// <summary>Whom to look for.</summary>
/// <param name="Number">The number, understood.</param>
/// <param name="Region">Region of stored numbers without a country code. Null: such stored numbers don't match.</param>
/// <param name="ContactFields">API names of the contact fields that count.</param>
/// <param name="AccountFields">API names of the account fields that count.</param>
public sealed record PhoneQuery(PhoneNumber Number, string? Region, IReadOnlyList<string> ContactFields, IReadOnlyList<string> AccountFields);

/// <summary>Who has a number.</summary>
/// <param name="Matches">Contacts before accounts, then by name; at most 50.</param>
/// <param name="TotalCount">How many there are; at least as many as listed.</param>
/// <param name="Capped">There are more than could be counted.</param>
public sealed record CrmMatches(IReadOnlyList<PhoneMatch> Matches, int TotalCount, bool Capped);

/// <summary>An object and its fields, for one user.</summary>
/// <param name="Type">Its names and what the user may do.</param>
/// <param name="Fields">The fields that the user can see, in the CRM's order.</param>
public sealed record CrmObject(RecordType Type, IReadOnlyList<FieldInfo> Fields);

/// <summary>A record to be made.</summary>
/// <param name="Kind">CONTACT, ACCOUNT or CASE.</param>
/// <param name="Fields">Values by API name; checked against metadata by the gateway.</param>
/// <param name="Customer">For a case: the contact or account. Null: as the fields say.</param>
/// <param name="Reference">Fixed before the first attempt; written with the record.</param>
/// <param name="AllowDuplicate">Make it although the CRM reports duplicates.</param>
public sealed record CrmCreate(RecordKind Kind, IReadOnlyList<CrmField> Fields, RecordRef? Customer, Guid Reference, bool AllowDuplicate);

/// <summary>A record to be changed.</summary>
/// <param name="Record">Which.</param>
/// <param name="Fields">The fields that change; an empty value clears.</param>
/// <param name="Etag">The CRM's etag from the read. Null: overwrite.</param>
/// <param name="AllowDuplicate">Change it although the CRM reports duplicates.</param>
public sealed record CrmUpdate(RecordRef Record, IReadOnlyList<CrmField> Fields, string? Etag, bool AllowDuplicate);

/// <summary>A field by its API name, and its value.</summary>
/// <param name="Info">What the CRM says about it.</param>
/// <param name="Value">The value; unset: empty.</param>
public sealed record CrmField(FieldInfo Info, FieldValue Value);
