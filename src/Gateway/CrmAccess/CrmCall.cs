using Customer360.Adapters;

namespace Customer360.Gateway.CrmAccess;

/// <summary>A CRM and the rights to call it with.</summary>
internal sealed record CrmCall(ICrmAdapter Adapter, CrmSession Session);
