using System.Buffers.Text;
using System.Security.Cryptography;

namespace Customer360.Sandbox.Salesforce.OAuth;

/// <summary>One user's consent to one application, with all tokens that came of it.</summary>
internal sealed class Grant(string userKey, string clientId, string scope)
{
    public string UserKey { get; } = userKey;
    public string ClientId { get; } = clientId;
    public string Scope { get; } = scope;
    public string? RefreshToken { get; set; }
    public HashSet<string> AccessTokens { get; } = [];
}

/// <summary>Access and refresh tokens. Used under the simulator's lock only.</summary>
internal sealed class TokenStore(TimeProvider clock, Func<SandboxSettings> settings, string organizationId)
{
    private readonly Dictionary<string, (Grant Grant, DateTimeOffset Until)> _access = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Grant> _refresh = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Grant> _rotatedOut = new(StringComparer.Ordinal);

    public Grant Begin(string userKey, string clientId, string scope)
    {
        var grant = new Grant(userKey, clientId, scope);
        if (scope.Split(' ').Contains("refresh_token") || scope.Split(' ').Contains("offline_access"))
            NewRefreshToken(grant);
        return grant;
    }

    public string NewAccessToken(Grant grant)
    {
        var token = $"{organizationId[..15]}!{Secret(48)}";
        grant.AccessTokens.Add(token);
        _access[token] = (grant, clock.GetUtcNow() + settings().AccessTokenLifetime);
        return token;
    }

    /// <summary>The user of a live session, or null.</summary>
    public Grant? FindSession(string? accessToken) =>
        accessToken is not null && _access.TryGetValue(accessToken, out var found) && found.Until > clock.GetUtcNow() ? found.Grant : null;

    /// <summary>
    /// The grant of a good refresh token. With rotation on, the grant has a new one afterwards. One that was rotated out revokes the whole
    /// family: somebody has a copy.
    /// </summary>
    public Grant? Refresh(string refreshToken)
    {
        if (_rotatedOut.TryGetValue(refreshToken, out var betrayed))
            Revoke(betrayed);
        if (!_refresh.TryGetValue(refreshToken, out var grant))
            return null;
        if (!settings().RotateRefreshTokens)
            return grant;
        _refresh.Remove(refreshToken);
        _rotatedOut[refreshToken] = grant;
        NewRefreshToken(grant);
        return grant;
    }

    /// <summary>A refresh token takes its access tokens with it; an access token goes alone.</summary>
    public bool Revoke(string token)
    {
        if (_refresh.TryGetValue(token, out var grant))
        {
            Revoke(grant);
            return true;
        }
        return _access.Remove(token, out var session) && session.Grant.AccessTokens.Remove(token);
    }

    public int EndSessions(string? userKey)
    {
        var ended = _access.Where(pair => userKey is null || pair.Value.Grant.UserKey == userKey).Select(pair => pair.Key).ToList();
        ended.ForEach(token => Revoke(token));
        return ended.Count;
    }

    private void Revoke(Grant grant)
    {
        foreach (var token in grant.AccessTokens)
            _access.Remove(token);
        grant.AccessTokens.Clear();
        if (grant.RefreshToken is { } refresh)
            _refresh.Remove(refresh);
        grant.RefreshToken = null;
    }

    private void NewRefreshToken(Grant grant)
    {
        grant.RefreshToken = $"5Aep861{Secret(40)}";
        _refresh[grant.RefreshToken] = grant;
    }

    public static string Secret(int bytes) => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(bytes));
}
