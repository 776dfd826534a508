using Customer360.Sandbox.Http;
using Customer360.Sandbox.Salesforce.Data;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Customer360.Sandbox.Salesforce.OAuth;

/// <summary>/services/oauth2/… and /id/….</summary>
internal sealed class OAuthEndpoints(Org org, TokenStore tokens, SandboxContext context)
{
    private const string AllScopes = "refresh_token api id openid";
    private static readonly HashSet<string> KnownScopes = ["api", "refresh_token", "offline_access", "id", "openid", "profile", "email", "full", "web"];
    private readonly Dictionary<string, AuthorizationCode> _codes = new(StringComparer.Ordinal);

    private sealed record AuthorizationCode(Grant Grant, string RedirectUri, string? Challenge, DateTimeOffset Until)
    {
        public bool IsUsed { get; set; }
    }

    public SimAnswer Answer(SimRequest request) => (request.Method, request.Segments) switch
    {
        ("GET", ["services", "oauth2", "authorize"]) => Authorize(request.Query.ToDictionary(), answer: null, user: null),
        ("POST", ["services", "oauth2", "authorize"]) => Decide(request.Form()),
        ("POST", ["services", "oauth2", "token"]) => Token(request),
        ("POST", ["services", "oauth2", "revoke"]) => Revoke(request),
        ("GET" or "POST", ["services", "oauth2", "userinfo"]) => WithSession(request, access => TokenAnswers.UserInfo(org, access, request.Origin)),
        ("GET", ["id", var organization, var user]) => WithSession(request, access => organization == org.Id && user == access.UserId
            ? TokenAnswers.Identity(org, access, request.Origin)
            : PlainError(404, "Bad_Id")),
        _ => throw SalesforceException.NotFound(),
    };

    /// <summary>Tokens as after a consent, for tests.</summary>
    public SimAnswer? IssueDirectly(string userKey, string clientId, string origin) =>
        org.FindAccess(userKey) is { } access ? Issue(access, tokens.Begin(access.User.Key, clientId, AllScopes), withRefreshToken: true, origin) : null;

    private SimAnswer Decide(Dictionary<string, StringValues> form) =>
        Authorize(form, form.GetValueOrDefault("decision").ToString(), form.GetValueOrDefault("user").ToString());

    /// <param name="answer">Null to ask; then allow or deny.</param>
    private SimAnswer Authorize(Dictionary<string, StringValues> parameters, string? answer, string? user)
    {
        string? Get(string name) => parameters.GetValueOrDefault(name) is { Count: > 0 } value ? value.ToString() : null;
        if (context.FindClient(Get("client_id")) is not { } client)
            return ConsentPage.Refuse("invalid_client_id", "client identifier invalid");
        if (Get("redirect_uri") is not { } redirect || !client.RedirectUris.Contains(redirect, StringComparer.Ordinal))
            return ConsentPage.Refuse("redirect_uri_mismatch", "redirect_uri must match configuration");
        SimAnswer Back(params (string Name, string? Value)[] values) => SimAnswer.Redirect(QueryHelpers.AddQueryString(redirect,
            values.Append(("state", Get("state"))).Where(pair => pair.Item2 is not null).ToDictionary(pair => pair.Item1, pair => pair.Item2)));
        if (Get("response_type") is not "code")
            return Back(("error", "unsupported_response_type"), ("error_description", "response type must be code"));
        var scope = Get("scope") ?? AllScopes;
        if (scope.Split(' ').FirstOrDefault(one => !KnownScopes.Contains(one)) is { } unknown)
            return Back(("error", "invalid_scope"), ("error_description", $"the requested scope is not allowed: {unknown}"));
        if (Get("code_challenge_method") is not (null or "S256") || (client.ClientSecret is null && Get("code_challenge") is null))
            return Back(("error", "invalid_request"), ("error_description", "missing required code challenge"));
        if (answer is null)
        {
            var kept = parameters.Where(pair => pair.Key is "client_id" or "redirect_uri" or "response_type" or "scope" or "state" or "code_challenge" or "code_challenge_method");
            return ConsentPage.Render("Salesforce", client.ClientId, scope, "/services/oauth2/authorize", kept.Select(pair => (pair.Key, pair.Value.ToString())), Get("login_hint"));
        }
        if (answer is not "allow" || user is null || org.FindAccess(user) is not { } access)
            return Back(("error", "access_denied"), ("error_description", "end-user denied authorization"));
        var code = $"aPrx{TokenStore.Secret(32)}";
        _codes[code] = new(new(access.User.Key, client.ClientId, scope), redirect, Get("code_challenge"), org.Clock.GetUtcNow() + org.Settings().AuthorizationCodeLifetime);
        return Back(("code", code));
    }

    private SimAnswer Token(SimRequest request)
    {
        var form = request.Form();
        string? Get(string name) => form.GetValueOrDefault(name) is { Count: > 0 } value ? value.ToString() : null;
        if (context.FindClient(Get("client_id")) is not { } client)
            return TokenAnswers.Error("invalid_client_id", "client identifier invalid");
        if (client.ClientSecret is not null && Get("client_secret") != client.ClientSecret)
            return TokenAnswers.Error("invalid_client", "invalid client credentials");
        return Get("grant_type") switch
        {
            "authorization_code" => Redeem(client, Get, request.Origin),
            "refresh_token" => Refresh(client, Get("refresh_token"), request.Origin),
            _ => TokenAnswers.Error("unsupported_grant_type", "grant type not supported"),
        };
    }

    private SimAnswer Redeem(OAuthClient client, Func<string, string?> get, string origin)
    {
        if (get("code") is not { } text || !_codes.TryGetValue(text, out var code) || code.Grant.ClientId != client.ClientId)
            return TokenAnswers.Error("invalid_grant", "invalid authorization code");
        if (code.IsUsed || code.Until <= org.Clock.GetUtcNow())
            return TokenAnswers.Error("invalid_grant", "expired authorization code");
        if (get("redirect_uri") != code.RedirectUri)
            return TokenAnswers.Error("redirect_uri_mismatch", "redirect_uri must match configuration");
        if (code.Challenge is not null && !Pkce.Verifies(code.Challenge, get("code_verifier")))
            return TokenAnswers.Error("invalid_grant", "invalid code verifier");
        code.IsUsed = true;
        var access = org.AccessOf(code.Grant.UserKey);
        return Issue(access, tokens.Begin(access.User.Key, client.ClientId, code.Grant.Scope), withRefreshToken: true, origin);
    }

    private SimAnswer Refresh(OAuthClient client, string? refreshToken, string origin)
    {
        if (refreshToken is null || tokens.Refresh(refreshToken) is not { } grant || grant.ClientId != client.ClientId)
            return TokenAnswers.Error("invalid_grant", "expired access/refresh token");
        return Issue(org.AccessOf(grant.UserKey), grant, withRefreshToken: org.Settings().RotateRefreshTokens, origin);
    }

    private SimAnswer Issue(Access access, Grant grant, bool withRefreshToken, string origin) =>
        TokenAnswers.Token(org, access, grant, tokens.NewAccessToken(grant), withRefreshToken ? grant.RefreshToken : null, origin);

    private SimAnswer Revoke(SimRequest request)
    {
        var token = request.Form().GetValueOrDefault("token").ToString();
        return tokens.Revoke(token) ? SimAnswer.Empty(200) : TokenAnswers.Error("unsupported_token_type", "this token type is not supported");
    }

    private SimAnswer WithSession(SimRequest request, Func<Access, SimAnswer> answer) =>
        tokens.FindSession(request.BearerToken) is { } grant ? answer(org.AccessOf(grant.UserKey)) : PlainError(403, "Bad_OAuth_Token");

    // The identity endpoints answer one word.
    private static SimAnswer PlainError(int status, string word) => SimAnswer.Page(status, word);
}
