using Customer360.Contracts.V1;

namespace Customer360.Gateway.Admin;

/// <summary>An admin's set-up. Answers UNIMPLEMENTED so far.</summary>
internal sealed class SetUpService : AdminService.AdminServiceBase;
