using Customer360.Contracts.V1;

namespace Customer360.Gateway.CrmAccess;

/// <summary>An agent's CRMs. Answers UNIMPLEMENTED so far.</summary>
internal sealed class AccessService : CrmAccessService.CrmAccessServiceBase;
