using System.Collections.Frozen;
using Customer360.Adapters;
using Customer360.Adapters.OAuth;
using Customer360.Contracts.V1;
using Customer360.Gateway.Errors;
using Customer360.Gateway.Security;
using Customer360.Gateway.Storage;
using Grpc.Core;

namespace Customer360.Gateway.CrmAccess;

/// <summary>Which CRM a call goes to, and with whose rights.</summary>
/// <remarks>
/// Answers from memory, so that matching a caller costs no SQL. What changes here is known at once, what another replica
/// changes within a second.
/// </remarks>
internal sealed class CrmCalls
{
    /// <summary>Agents remembered; about 1 KB each.</summary>
    private const int MostAgents = 50_000;

    private readonly Connections _connections;
    private readonly Grants _grants;
    private readonly ActiveCrms _activeCrms;
    private readonly CrmAdapters _adapters;
    private readonly GrantTokens _tokens;
    private readonly SharedCache<Agent, Access> _access;

    public CrmCalls(Connections connections, Grants grants, ActiveCrms activeCrms, CrmAdapters adapters, GrantTokens tokens, Changes changes)
    {
        (_connections, _grants, _activeCrms, _adapters, _tokens) = (connections, grants, activeCrms, adapters, tokens);
        _access = new(LoadAsync, MostAgents);
        changes.Subscribe(Grants.Topic, item =>
        {
            if (item is null)
                _access.ForgetAll();
            else
                _access.Forget(Agent.FromItem(item));
        });
    }

    /// <param name="caller">Whose grant.</param>
    /// <param name="connectionId">Null or empty: the CRM that the agent chose; else the only one that it has authorised, or that there is for it.</param>
    /// <param name="deadline">When the caller stops waiting. Null: it doesn't say.</param>
    /// <param name="cancellationToken">Ends the wait for storage.</param>
    /// <exception cref="GatewayException">NO_ACTIVE_CRM, CONNECTION_NOT_FOUND, CRM_DISABLED or CRM_NOT_AUTHORIZED.</exception>
    /// <exception cref="StorageException">Grants can't be read.</exception>
    public async Task<CrmCall> OpenAsync(Caller caller, string? connectionId, DateTimeOffset? deadline, CancellationToken cancellationToken)
    {
        var connections = await _connections.ListAsync(caller.TenantId, cancellationToken);
        var access = await _access.GetAsync(Agent.Of(caller), cancellationToken);
        var connection = string.IsNullOrEmpty(connectionId)
            ? ActiveConnection(caller, connections, access)
            : NamedConnection(caller, connections, connectionId);
        if (!connection.Enabled)
            throw About(connection, ErrorReason.CrmDisabled, "An admin has disabled this CRM.");
        if (!access.Grants.TryGetValue(connection.Id, out var grant))
            throw About(connection, ErrorReason.CrmNotAuthorized, "The agent hasn't authorised this CRM, or no longer.");
        return Open(caller, connection, grant, deadline);
    }

    /// <summary>Whether a connection is for this agent.</summary>
    public static bool IsAllowed(Caller caller, Connection connection) =>
        connection.AllowedGroups.Count == 0 || connection.AllowedGroups.Contains(caller.Subject);

    private CrmCall Open(Caller caller, Connection connection, Grant grant, DateTimeOffset? deadline)
    {
        var adapter = _adapters.Get(connection.Kind);
        return new(adapter, new CrmSession
        {
            TenantId = caller.TenantId,
            Connection = connection,
            GrantId = grant.Id,
            User = grant.User,
            Tokens = _tokens.Open(grant.Id, adapter.OAuth, token => _connections.OpenClientAsync(caller.TenantId, connection.Id, token)),
            Deadline = deadline,
        });
    }

    private static Connection NamedConnection(Caller caller, FrozenDictionary<string, Connection> connections, string connectionId) =>
        connections.TryGetValue(connectionId, out var connection) && IsAllowed(caller, connection)
            ? connection
            : throw GatewayException.NotFound(ErrorReason.ConnectionNotFound, "connection", connectionId);

    private static Connection ActiveConnection(Caller caller, FrozenDictionary<string, Connection> connections, Access access)
    {
        if (access.ActiveConnectionId is { } chosen && connections.TryGetValue(chosen, out var active) && IsAllowed(caller, active))
            return active;
        var usable = connections.Values.Where(connection => connection.Enabled && IsAllowed(caller, connection)).ToList();
        var authorized = usable.Where(connection => access.Grants.ContainsKey(connection.Id)).ToList();
        return authorized is [var only] ? only
            : usable is [var offered] ? offered // Without a grant, so that the refusal names it.
            : throw GatewayException.Precondition(ErrorReason.NoActiveCrm, "This agent has selected no CRM.");
    }

    private async Task<Access> LoadAsync(Agent agent)
    {
        var active = await _activeCrms.FindAsync(agent, CancellationToken.None);
        var grants = await _grants.ListAsync(agent, CancellationToken.None);
        return new(active, grants.ToFrozenDictionary(grant => grant.ConnectionId));
    }

    private static GatewayException About(Connection connection, ErrorReason reason, string message) => new(StatusCode.FailedPrecondition, reason, message)
    {
        Metadata = new Dictionary<string, string> { ["connection_id"] = connection.Id, ["crm_kind"] = connection.Kind.ToString().ToUpperInvariant() },
    };

    /// <summary>What an agent may use.</summary>
    /// <param name="ActiveConnectionId">What it chose. Null: it never did.</param>
    /// <param name="Grants">Its good grants by connection.</param>
    private sealed record Access(string? ActiveConnectionId, FrozenDictionary<string, Grant> Grants);
}
