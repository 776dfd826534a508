using System.Collections.Frozen;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Customer360.Gateway.Security;

/// <summary>An issuer, its keys, and what its tokens may say.</summary>
internal sealed class TrustedIssuer(IssuerOptions options, IKeySource keys, TimeSpan clockSkew, TimeProvider time)
{
    private const int LongestSubject = 255;

    private static readonly FrozenSet<string> Algorithms = FrozenSet.Create(SecurityAlgorithms.RsaSha256, SecurityAlgorithms.EcdsaSha256);

    // Besides the unique KeyIds: no signature provider outlives its token, so that none can be taken for another's.
    private static readonly CryptoProviderFactory NoCache = new() { CacheSignatureProviders = false };

    private readonly JsonWebTokenHandler _handler = new();

    private readonly FrozenDictionary<string, Role> _roles = (options.Roles.Count > 0
        ? options.Roles
        : Enum.GetValues<Role>().ToDictionary(role => role.ToString().ToLowerInvariant())).ToFrozenDictionary(StringComparer.Ordinal);

    public string Name => options.Issuer;

    public IKeySource Keys => keys;

    /// <returns>Who calls, and the keys that prove it; or what is wrong with the token.</returns>
    public async ValueTask<(Caller? Caller, IssuerKeys? Keys, string? Problem)> ValidateAsync(
        string token, TokenParts parts, CancellationToken cancellationToken)
    {
        if (!Algorithms.Contains(parts.Algorithm))
            return (null, null, "The token's algorithm isn't RS256 or ES256.");
        var current = await keys.GetAsync(cancellationToken);
        var result = Verify(token, parts, current);
        if (result is not { IsValid: true } && IsAboutKeys(result))
        {
            current = await keys.RefreshAsync(current, cancellationToken);
            result = Verify(token, parts, current);
        }
        if (result is null)
            return (null, null, "The token's key isn't one of its issuer's.");
        if (!result.IsValid)
            return (null, null, Explain(result.Exception));
        var (caller, problem) = ReadCaller(parts, ((JsonWebToken)result.SecurityToken).ValidTo);
        return (caller, current, problem);
    }

    /// <summary>A token is good as long as the issuer's clock may say so.</summary>
    public bool IsCurrent(Caller caller) => IsBefore(caller.TokenExpires.UtcDateTime);

    // The sums are on the clock's side: a token may name the end of all days.
    private bool IsBefore(DateTime end) => time.GetUtcNow().UtcDateTime - clockSkew < end;

    // An issuer may also have replaced a key and kept its name.
    private static bool IsAboutKeys(TokenValidationResult? result) =>
        result is null || result.Exception is SecurityTokenInvalidSignatureException or SecurityTokenSignatureKeyNotFoundException;

    /// <returns>Null: there is no such key.</returns>
    private TokenValidationResult? Verify(string token, TokenParts parts, IssuerKeys current) =>
        current.Find(parts.KeyId, parts.Algorithm) is { } key ? _handler.ValidateToken(token, Rules(key)) : null;

    private TokenValidationParameters Rules(SecurityKey key) => new()
    {
        ValidIssuer = options.Issuer,
        ValidAudience = options.Audience,
        IssuerSigningKeyResolver = (_, _, _, _) => [key],
        CryptoProviderFactory = NoCache,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        LifetimeValidator = (notBefore, expires, _, _) =>
            expires is { } end && IsBefore(end) && (notBefore is not { } start || time.GetUtcNow().UtcDateTime + clockSkew >= start),
    };

    private (Caller?, string?) ReadCaller(TokenParts parts, DateTime expires)
    {
        if (parts.Text("sub") is not { Length: <= LongestSubject } subject)
            return (null, "The token names no subject.");
        if (parts.Text(options.TenantClaim) is not { } tenant)
            return (null, "The token names no tenant.");
        if (!options.Tenants.Contains(tenant, StringComparer.Ordinal))
            return (null, "The token's issuer may not speak for its tenant.");
        var roles = parts.Texts(options.RolesClaim).Where(_roles.ContainsKey).Select(name => _roles[name]).ToFrozenSet();
        return (new(tenant, options.Issuer, subject, parts.Text(options.EmailClaim), roles, new(expires, TimeSpan.Zero)), null);
    }

    private static string Explain(Exception? exception) => exception switch
    {
        SecurityTokenInvalidAudienceException => "The token is for another audience.",
        SecurityTokenInvalidLifetimeException or SecurityTokenNoExpirationException => "The token has expired, or isn't valid yet.",
        SecurityTokenInvalidSignatureException => "The token's signature is wrong.",
        _ => "The token is malformed.",
    };
}
