using System.Net.Http.Headers;

namespace Customer360.Adapters.Http;

/// <summary>The way to every CRM. Thread-safe; one per process.</summary>
public sealed class CrmHttp
{
    private readonly OutboundHttp _outbound;

    internal CrmHttp(OutboundHttp outbound) => _outbound = outbound;

    /// <summary>
    /// Sends with the session's token. A relative URI is resolved against the token's API base; an absolute one must be on an allowed host.
    /// </summary>
    /// <returns>The answer as it is, 4xx and 5xx too; its body isn't read yet, but for that of an error.</returns>
    /// <exception cref="CrmException">What happened below HTTP: no answer, no token, no permit.</exception>
    public async Task<HttpResponseMessage> SendAsync(
        CrmSession session, HttpRequestMessage request, CallSafety safety, CrmHttpRules rules, CancellationToken cancellationToken)
    {
        var token = await session.Tokens.GetAsync(cancellationToken);
        request.RequestUri = request.RequestUri is { IsAbsoluteUri: true } absolute ? absolute : new Uri(token.ApiBase, request.RequestUri!);
        request.Headers.Authorization = new AuthenticationHeaderValue(rules.AuthorizationScheme, token.Value);
        return await _outbound.SendAsync(request, cancellationToken);
    }
}
