using System.Collections.Frozen;
using System.Security.Claims;
using Customer360.Contracts.V1;
using Customer360.Gateway.Errors;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Customer360.Gateway.Security;

/// <summary>Says who calls, from a bearer token.</summary>
internal sealed class TokenValidator
{
    private readonly FrozenDictionary<string, TrustedIssuer> _issuers;
    private readonly RememberedTokens _remembered;
    private readonly int _longestToken;

    public TokenValidator(
        IOptions<TokenOptions> options, DevelopmentIssuer development, IHttpClientFactory clients, TimeProvider time, ILogger<RemoteKeys> logger)
    {
        var settings = options.Value;
        var issuers = settings.Issuers.Select(issuer => new TrustedIssuer(
            issuer, new RemoteKeys(issuer, settings.AllowHttpOnLoopback, clients, time, logger), settings.ClockSkew, time));
        if (settings.DevelopmentTokens.Enabled)
            issuers = issuers.Append(new(development.Options, development, settings.ClockSkew, time));
        _issuers = issuers.ToFrozenDictionary(issuer => issuer.Name, StringComparer.Ordinal);
        _remembered = new(settings.RememberedTokens);
        _longestToken = settings.LongestToken;
    }

    /// <exception cref="GatewayException">TOKEN_INVALID, or ISSUER_UNAVAILABLE.</exception>
    public async ValueTask<(Caller Caller, ClaimsPrincipal Principal)> ValidateAsync(string token, CancellationToken cancellationToken)
    {
        if (token.Length > _longestToken)
            throw Invalid($"The token is longer than {_longestToken} characters.");
        if (_remembered.Find(token) is { } remembered)
        {
            if (await IsStillGoodAsync(remembered, cancellationToken))
                return (remembered.Caller, remembered.Principal);
            _remembered.Forget(token);
        }
        if (TokenParts.Read(token) is not { } parts)
            throw Invalid("The token is no signed JWT with a key id and an issuer.");
        if (!_issuers.TryGetValue(parts.Issuer, out var issuer))
            throw Invalid("The token's issuer isn't trusted.");
        var (caller, keys, problem) = await issuer.ValidateAsync(token, parts, cancellationToken);
        if (caller is null)
            throw Invalid(problem!);
        var principal = new ClaimsPrincipal(new ClaimsIdentity([new("sub", caller.Subject)], TokenAuthentication.Scheme));
        _remembered.Add(token, new(caller, principal, issuer, keys!.Fingerprint));
        return (caller, principal);
    }

    public static GatewayException Invalid(string problem) => new(StatusCode.Unauthenticated, ErrorReason.TokenInvalid, problem);

    private static async ValueTask<bool> IsStillGoodAsync(RememberedToken remembered, CancellationToken cancellationToken) =>
        remembered.Issuer.IsCurrent(remembered.Caller)
        && (await remembered.Issuer.Keys.GetAsync(cancellationToken)).Fingerprint == remembered.Keys;
}
