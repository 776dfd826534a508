using Customer360.Contracts.V1;

namespace Customer360.Adapters;

/// <summary>Who waits for a CRM call: background calls give way to interactive ones.</summary>
public enum CallPriority
{
    Interactive,
    Background,
}

/// <summary>Everything of a connection that a call to its CRM needs. Nothing of it comes from global options.</summary>
public sealed record CrmSession
{
    /// <summary>The tenant, for limits and metrics.</summary>
    public required string TenantId { get; init; }

    /// <summary>The connection's settings; its secret isn't in it.</summary>
    public required Connection Connection { get; init; }

    /// <summary>The agent's grant, by id; what one grant may see is never shown to another.</summary>
    public required string GrantId { get; init; }

    /// <summary>The CRM user that the grant acts as.</summary>
    public required CrmUser User { get; init; }

    /// <summary>Where access tokens come from.</summary>
    public required ICrmTokenSource Tokens { get; init; }

    /// <summary>When the caller stops waiting. Null: the pipeline's own limit applies alone.</summary>
    public DateTimeOffset? Deadline { get; init; }

    public CallPriority Priority { get; init; }
}

/// <summary>An access token and the host that takes it.</summary>
/// <param name="Value">The token. Never logged.</param>
/// <param name="ApiBase">The API's base address, such as Salesforce's instance_url; already checked against the adapter's hosts.</param>
public sealed record CrmAccessToken(string Value, Uri ApiBase)
{
    /// <summary>Without the token, so that no log can hold it.</summary>
    public override string ToString() => $"access token for {ApiBase.Host}";
}

/// <summary>One grant's access tokens. Thread-safe: concurrent renewals make one refresh.</summary>
public interface ICrmTokenSource
{
    /// <exception cref="CrmException">NotAuthorized when the grant is gone; Unavailable, Timeout or RateLimited when the CRM didn't renew it.</exception>
    ValueTask<CrmAccessToken> GetAsync(CancellationToken cancellationToken);

    /// <summary>Another token than the one that the CRM refused; one that was renewed meanwhile counts.</summary>
    /// <exception cref="CrmException">As <see cref="GetAsync"/>.</exception>
    ValueTask<CrmAccessToken> RenewAsync(CrmAccessToken refused, CancellationToken cancellationToken);
}
