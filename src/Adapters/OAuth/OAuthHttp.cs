using System.Net;
using Customer360.Adapters.Http;

namespace Customer360.Adapters.OAuth;

/// <summary>Posts forms to the CRMs' token and revocation endpoints. Thread-safe; one per process.</summary>
public sealed class OAuthHttp
{
    // Also for whoever waits for a refresh: it isn't given up before.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly OutboundHttp _outbound;
    private readonly TimeProvider _time;

    internal OAuthHttp(OutboundHttp outbound, TimeProvider time) => (_outbound, _time) = (outbound, time);

    /// <summary>Asks for tokens. Sent once.</summary>
    /// <param name="endpoint">On an allowed host.</param>
    /// <param name="form">Sent url-encoded.</param>
    /// <param name="rules">The CRM's hosts and error codes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>An answer with an access token.</returns>
    /// <exception cref="CrmException">The endpoint refused, as <see cref="OAuthRules.Errors"/> says, or couldn't be reached.</exception>
    public async Task<OAuthAnswer> RequestTokenAsync(
        Uri endpoint, IReadOnlyDictionary<string, string> form, OAuthRules rules, CancellationToken cancellationToken)
    {
        var (answer, retryAfter) = await PostAsync(endpoint, form, rules, cancellationToken);
        return IsSuccess(answer.Status) && answer["access_token"] is not null ? answer : throw rules.Explain(answer, retryAfter);
    }

    /// <summary>Asks to end a token. Sent once.</summary>
    /// <returns>An answer without an error.</returns>
    /// <inheritdoc cref="RequestTokenAsync"/>
    public async Task<OAuthAnswer> RevokeAsync(
        Uri endpoint, IReadOnlyDictionary<string, string> form, OAuthRules rules, CancellationToken cancellationToken)
    {
        var (answer, retryAfter) = await PostAsync(endpoint, form, rules, cancellationToken);
        return IsSuccess(answer.Status) && answer.Error is null ? answer : throw rules.Explain(answer, retryAfter);
    }

    /// <summary>Checks an address that an OAuth answer or a callback names, such as instance_url or accounts-server.</summary>
    /// <exception cref="CrmException">BadReply: it is no address; Misconfigured: it isn't one of the CRM's.</exception>
    public Uri CheckHost(string? address, OAuthRules rules)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri))
            throw new CrmException(CrmFailure.BadReply, "The CRM named no address of its API.");
        _outbound.CheckHost(uri, rules.IsAllowedHost);
        return uri;
    }

    private async Task<(OAuthAnswer Answer, TimeSpan? RetryAfter)> PostAsync(
        Uri endpoint, IReadOnlyDictionary<string, string> form, OAuthRules rules, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Limit, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = new FormUrlEncodedContent(form) };
        request.Headers.Accept.Add(new("application/json"));
        var sentTime = _time.GetUtcNow();
        try
        {
            using var reply = await _outbound.SendAsync(request, rules.IsAllowedHost, both.Token);
            var body = await ErrorBody.BufferAsync(reply, both.Token);
            return (OAuthAnswer.Parse(reply.StatusCode, body, sentTime), RetryAfterHeader.Read(reply, _time.GetUtcNow()));
        }
        catch (HttpRequestException exception) when (exception.InnerException is OutboundRefusedException refused)
        {
            throw new CrmException(CrmFailure.Misconfigured, refused.Message, exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new CrmException(CrmFailure.Unavailable, "The CRM's accounts server can't be reached, or broke the connection.", exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CrmException(CrmFailure.Timeout, "The CRM's accounts server didn't answer in time.", exception);
        }
    }

    private static bool IsSuccess(HttpStatusCode status) => (int)status is >= 200 and < 300;
}
