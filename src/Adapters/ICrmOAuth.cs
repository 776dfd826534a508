using Customer360.Contracts.V1;

namespace Customer360.Adapters;

/// <summary>One CRM's way of authorisation: code flow with PKCE, refresh, revocation. Speaks over the hosts of a fixed table.</summary>
public interface ICrmOAuth
{
    /// <summary>The consent page.</summary>
    Uri GetAuthorizationUri(Connection connection, string state, string codeChallenge);

    /// <summary>Turns the callback's code into a grant.</summary>
    /// <exception cref="CrmException">NotAuthorized for a bad or used code; Misconfigured for a bad client.</exception>
    Task<CrmGrant> RedeemCodeAsync(OAuthClient client, AuthorizationCallback callback, string codeVerifier, CancellationToken cancellationToken);

    /// <summary>A grant with a new access token. Its refresh token may be a new one: the old is dead then.</summary>
    /// <exception cref="CrmException">NotAuthorized when the grant is gone.</exception>
    Task<CrmGrant> RefreshAsync(OAuthClient client, CrmGrant grant, CancellationToken cancellationToken);

    /// <returns>True when the CRM ended the grant; false when the CRM has no such thing.</returns>
    Task<bool> RevokeAsync(OAuthClient client, CrmGrant grant, CancellationToken cancellationToken);
}

/// <summary>A connection as OAuth client.</summary>
/// <param name="Connection">client_id, redirect_uri and the CRM's hosts.</param>
/// <param name="Secret">The client's secret. Null: a public client.</param>
public sealed record OAuthClient(Connection Connection, string? Secret)
{
    /// <summary>Without the secret, so that no log can hold it.</summary>
    public override string ToString() => $"OAuth client of connection {Connection.Id}";
}

/// <summary>What the CRM sent to the redirect URI.</summary>
/// <param name="Code">The code.</param>
/// <param name="Parameters">All query parameters, since some CRMs name their hosts in them.</param>
public sealed record AuthorizationCallback(string Code, IReadOnlyDictionary<string, string> Parameters);

/// <summary>What an agent gave us at a CRM.</summary>
/// <param name="AccessToken">Never logged.</param>
/// <param name="RefreshToken">Never logged. Null: the CRM gave none.</param>
/// <param name="ApiBase">The API's base address; checked against the adapter's hosts.</param>
/// <param name="AccountsBase">Where refresh and revocation go. Null: as the connection says.</param>
/// <param name="IdentityUri">Where the CRM says who the user is. Null: elsewhere.</param>
/// <param name="ExpireTime">When the access token ends. Null: the CRM doesn't say.</param>
/// <param name="Scopes">What was granted, as the CRM wrote it. Null: it doesn't say.</param>
public sealed record CrmGrant(
    string AccessToken,
    string? RefreshToken,
    Uri ApiBase,
    Uri? AccountsBase,
    Uri? IdentityUri,
    DateTimeOffset? ExpireTime,
    string? Scopes)
{
    /// <summary>Without the tokens, so that no log can hold them.</summary>
    public override string ToString() => $"grant at {ApiBase.Host}";
}
