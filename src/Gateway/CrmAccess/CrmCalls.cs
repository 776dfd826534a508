using Customer360.Gateway.Security;

namespace Customer360.Gateway.CrmAccess;

/// <summary>Which CRM a call goes to, and with whose rights.</summary>
internal sealed class CrmCalls
{
    /// <param name="caller">Whose grant.</param>
    /// <param name="connectionId">Null or empty: the agent's active CRM; without one, the only CRM that the agent has authorised.</param>
    /// <param name="deadline">When the caller stops waiting. Null: it doesn't say.</param>
    /// <param name="cancellationToken">Ends the wait for storage.</param>
    /// <exception cref="Errors.GatewayException">NO_ACTIVE_CRM, CONNECTION_NOT_FOUND, CRM_DISABLED or CRM_NOT_AUTHORIZED.</exception>
    /// <exception cref="Storage.StorageException">Grants can't be read.</exception>
    public Task<CrmCall> OpenAsync(Caller caller, string? connectionId, DateTimeOffset? deadline, CancellationToken cancellationToken) =>
        throw new NotImplementedException();
}
