using System.Net;
using System.Net.Http.Headers;
using Polly;

namespace Customer360.Adapters.Http;

/// <summary>One attempt: signs, sends, and renews a refused token once.</summary>
internal sealed class CrmSender(OutboundHttp outbound, TimeProvider time)
{
    // A caller in such a hurry doesn't prove that the CRM hangs.
    private static readonly TimeSpan FairChance = TimeSpan.FromSeconds(1);

    public async ValueTask<Outcome<HttpResponseMessage>> AttemptAsync(ResilienceContext context, CrmCall call)
    {
        (call.Answer, call.CrmFailed) = (CrmAnswer.Settled, false);
        var cancellationToken = context.CancellationToken;
        try
        {
            var token = await call.Session.Tokens.GetAsync(cancellationToken);
            var outcome = await SendAsync(call, token, cancellationToken);
            if (call.Answer is not CrmAnswer.TokenRefused)
                return outcome;
            outcome.Result!.Dispose();
            token = await call.Session.Tokens.RenewAsync(token, cancellationToken);
            return await SendAsync(call, token, cancellationToken);
        }
        catch (CrmException exception)
        {
            return Outcome.FromException<HttpResponseMessage>(exception);
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested && !call.Caller.IsCancellationRequested)
        {
            return Outcome.FromException<HttpResponseMessage>(
                new CrmException(CrmFailure.Timeout, "The time was up before there was an access token.", exception));
        }
    }

    private async ValueTask<Outcome<HttpResponseMessage>> SendAsync(CrmCall call, CrmAccessToken token, CancellationToken cancellationToken)
    {
        var (request, start) = (call.Request, time.GetTimestamp());
        request.RequestUri = Resolve(call.Target, token.ApiBase);
        request.Headers.Authorization = new AuthenticationHeaderValue(call.Rules.AuthorizationScheme, token.Value);
        if (call.Body is not null)
            call.Body.MayHaveLeft = false;
        HttpResponseMessage? answer = null;
        try
        {
            answer = await outbound.SendAsync(request, call.Rules.IsAllowedHost, cancellationToken);
            call.Answer = answer.StatusCode < HttpStatusCode.BadRequest
                ? CrmAnswer.Settled
                : call.Rules.ReadFailure(answer, await ErrorBody.BufferAsync(answer, cancellationToken));
            call.CrmFailed = call.Answer is CrmAnswer.Fault;
            call.Connection.Note(answer, call.Answer, call.Rules);
            return Outcome.FromResult(answer);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or InvalidDataException or OperationCanceledException)
        {
            answer?.Dispose();
            if (call.Caller.IsCancellationRequested)
                throw;
            return Outcome.FromException<HttpResponseMessage>(Explain(call, exception, start, cancellationToken));
        }
    }

    private static Uri Resolve(Uri target, Uri apiBase)
    {
        if (target is { IsAbsoluteUri: true, IsFile: false }) // on Unix "/path" is a file
            return target;
        var resolved = new Uri(apiBase, target.OriginalString);
        return resolved.Authority == apiBase.Authority // "//elsewhere/path" is relative, too
            ? resolved
            : throw new CrmException(CrmFailure.Misconfigured, "A relative address leads away from the CRM's API.");
    }

    private CrmException Explain(CrmCall call, Exception exception, long start, CancellationToken cancellationToken)
    {
        if (exception.InnerException is OutboundRefusedException refused)
            return new CrmException(CrmFailure.Misconfigured, refused.Message, exception);
        var late = cancellationToken.IsCancellationRequested;
        call.CrmFailed = !late || time.GetElapsedTime(start) >= FairChance;
        call.MayHaveHappened |= call.Body is { MayHaveLeft: true };
        if (call.Body is { MayHaveLeft: true })
            return new CrmException(CrmFailure.OutcomeUnknown, "The CRM may have done it, but its answer didn't come.", exception);
        return late
            ? new CrmException(CrmFailure.Timeout, "The CRM didn't answer in time.", exception)
            : new CrmException(CrmFailure.Unavailable, "The CRM can't be reached, or broke the connection.", exception);
    }
}
