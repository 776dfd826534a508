using Customer360.Adapters.Http;

namespace Customer360.Adapters.OAuth;

/// <summary>Posts forms to the CRMs' token and revocation endpoints. Thread-safe; one per process.</summary>
public sealed class OAuthHttp
{
    private readonly OutboundHttp _invoker;

    internal OAuthHttp(OutboundHttp outbound) => _invoker = outbound;

    /// <summary>Asks for tokens, or to revoke one.</summary>
    /// <param name="endpoint">On an allowed host.</param>
    /// <param name="form">Sent url-encoded.</param>
    /// <param name="rules">The CRM's hosts and error codes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A success: of a token request, one with an access token.</returns>
    /// <exception cref="CrmException">The endpoint refused, as <see cref="OAuthRules.Errors"/> says, or couldn't be reached.</exception>
    public Task<OAuthAnswer> RequestTokenAsync(Uri endpoint, IReadOnlyDictionary<string, string> form, OAuthRules rules, CancellationToken cancellationToken) =>
        throw new NotSupportedException($"{endpoint}{form}{rules}{cancellationToken}{_invoker}");

    /// <inheritdoc cref="RequestTokenAsync"/>
    public Task<OAuthAnswer> RevokeAsync(Uri endpoint, IReadOnlyDictionary<string, string> form, OAuthRules rules, CancellationToken cancellationToken) =>
        throw new NotSupportedException($"{endpoint}{form}{rules}{cancellationToken}{_invoker}");

    /// <summary>Checks an address that an OAuth answer or a callback names, such as instance_url or accounts-server.</summary>
    /// <exception cref="CrmException">Misconfigured: it isn't one of the CRM's.</exception>
    public Uri CheckHost(string? address, OAuthRules rules) => throw new NotSupportedException($"{address}{rules}{_invoker}");
}
