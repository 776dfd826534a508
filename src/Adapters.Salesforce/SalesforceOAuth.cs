using System.Collections.Frozen;
using Customer360.Adapters.OAuth;
using Customer360.Contracts.V1;

namespace Customer360.Adapters.Salesforce;

/// <summary>Authorisation by code flow with PKCE. Tokens carry no end of life: a 401 tells.</summary>
internal sealed class SalesforceOAuth(OAuthHttp http) : ICrmOAuth
{
    /// <summary>The REST API, who the user is, and a refresh token.</summary>
    private const string Scopes = "api id openid refresh_token";

    private static readonly string[] ApiScopes = ["api", "full"];

    private static readonly OAuthRules Rules = new()
    {
        IsAllowedHost = SalesforceHosts.IsAllowed,
        Errors = new Dictionary<string, CrmFailure>
        {
            ["inactive_user"] = CrmFailure.NotAuthorized,
            ["inactive_org"] = CrmFailure.Misconfigured,
            ["invalid_client_id"] = CrmFailure.Misconfigured,
            ["invalid_client_credentials"] = CrmFailure.Misconfigured,
            ["redirect_uri_mismatch"] = CrmFailure.Misconfigured,
            ["redirect_uri_missing"] = CrmFailure.Misconfigured,
            ["unsupported_token_type"] = CrmFailure.NotAuthorized, // a revocation of what isn't there any more
            ["invalid_token"] = CrmFailure.NotAuthorized,
            ["rate_limit_exceeded"] = CrmFailure.RateLimited,
            ["OAUTH_APP_ACCESS_DENIED"] = CrmFailure.NotAuthorized,
        }.ToFrozenDictionary(),
    };

    public Uri GetAuthorizationUri(Connection connection, string state, string codeChallenge)
    {
        var parameters = new Dictionary<string, string>
        {
            ["response_type"] = "code",
            ["client_id"] = connection.ClientId,
            ["redirect_uri"] = connection.RedirectUri,
            ["scope"] = Scopes,
            ["state"] = state,
            ["code_challenge"] = codeChallenge,
            ["code_challenge_method"] = "S256",
        };
        var query = string.Join('&', parameters.Select(each => $"{each.Key}={Uri.EscapeDataString(each.Value)}"));
        return new Uri(SalesforceHosts.LoginOf(connection), $"/services/oauth2/authorize?{query}");
    }

    public async Task<CrmGrant> RedeemCodeAsync(OAuthClient client, AuthorizationCallback callback, string codeVerifier, CancellationToken cancellationToken)
    {
        var answer = await http.RequestTokenAsync(Endpoint(client, "token"), Form(client, new()
        {
            ["grant_type"] = "authorization_code",
            ["code"] = callback.Code,
            ["redirect_uri"] = client.Connection.RedirectUri,
            ["code_verifier"] = codeVerifier,
        }), Rules, cancellationToken);
        if (answer["scope"] is { } scope && !scope.Split(' ').Intersect(ApiScopes).Any())
            throw new CrmException(CrmFailure.ScopeMissing, "The grant lacks the scope api.");
        return ToGrant(answer, before: null);
    }

    /// <summary>With rotation switched on the old refresh token is dead now, and using it again would end the new one too.</summary>
    public async Task<CrmGrant> RefreshAsync(OAuthClient client, CrmGrant grant, CancellationToken cancellationToken)
    {
        var refreshToken = grant.RefreshToken ?? throw new CrmException(CrmFailure.NotAuthorized, "The grant has no refresh token.");
        return ToGrant(await http.RequestTokenAsync(Endpoint(client, "token"), Form(client, new()
        {
            ["grant_type"] = "refresh_token",
            ["refresh_token"] = refreshToken,
        }), Rules, cancellationToken), grant);
    }

    public async Task<bool> RevokeAsync(OAuthClient client, CrmGrant grant, CancellationToken cancellationToken)
    {
        try
        {
            // A refresh token takes its access tokens with it.
            var form = new Dictionary<string, string> { ["token"] = grant.RefreshToken ?? grant.AccessToken };
            await http.RevokeAsync(Endpoint(client, "revoke"), form, Rules, cancellationToken);
        }
        catch (CrmException gone) when (gone.Failure is CrmFailure.NotAuthorized)
        {
            // It had ended already, which is what was wanted.
        }
        return true;
    }

    private CrmGrant ToGrant(OAuthAnswer answer, CrmGrant? before) => new(
        answer["access_token"] ?? throw new CrmException(CrmFailure.BadReply, "Salesforce answered without an access token."),
        answer["refresh_token"] ?? before?.RefreshToken,
        answer["instance_url"] is null && before is not null ? before.ApiBase : http.CheckHost(answer["instance_url"], Rules),
        AccountsBase: null,
        answer["id"] is { } identity ? http.CheckHost(identity, Rules) : before?.IdentityUri,
        answer.ExpireTime,
        answer["scope"] ?? before?.Scopes);

    private static Uri Endpoint(OAuthClient client, string name) => new(SalesforceHosts.LoginOf(client.Connection), $"/services/oauth2/{name}");

    private static Dictionary<string, string> Form(OAuthClient client, Dictionary<string, string> form)
    {
        form["client_id"] = client.Connection.ClientId;
        if (client.Secret is { } secret)
            form["client_secret"] = secret;
        return form;
    }
}
