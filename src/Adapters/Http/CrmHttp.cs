using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Customer360.Adapters.Http;

/// <summary>
/// The way to every CRM: deadline, retries, permits, circuit, time-out and authorisation in one place. Thread-safe; one per process.
/// </summary>
public sealed class CrmHttp
{
    /// <summary>The name of the meter and of the activity source.</summary>
    public const string TelemetryName = "Customer360.Crm";

    private readonly CrmConnections _connections;
    private readonly CrmTelemetry _telemetry;
    private readonly TimeProvider _time;
    private readonly Func<ResilienceContext, CrmCall, ValueTask<Outcome<HttpResponseMessage>>> _attempt;

    internal CrmHttp(CrmConnections connections, CrmSender sender, CrmTelemetry telemetry, TimeProvider time)
    {
        (_connections, _telemetry, _time) = (connections, telemetry, time);
        _attempt = sender.AttemptAsync;
    }

    /// <summary>
    /// Sends with the session's token. A relative URI is resolved against the token's API base; an absolute one must be on
    /// an allowed host.
    /// </summary>
    /// <returns>
    /// The answer as it is, 3xx, 4xx and 5xx too. A success's body is still on its way; an error's is in memory, its first
    /// <see cref="CrmJson.MaxErrorBytes"/>.
    /// </returns>
    /// <exception cref="CrmException">What happened below HTTP: no token, no permit, no answer.</exception>
    public async Task<HttpResponseMessage> SendAsync(
        CrmSession session, HttpRequestMessage request, CallSafety safety, CrmHttpRules rules, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var call = Open(session, request, safety, rules, cancellationToken);
        call.Connection.CountCall();
        var start = _telemetry.GetTimestamp();
        using var activity = CrmTelemetry.Start(call);
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        call.Attach(context);
        try
        {
            var outcome = await call.Connection.Pipeline.ExecuteOutcomeAsync(_attempt, context, call);
            _telemetry.Ended(call, outcome, start, activity);
            return Settle(call, outcome);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>What this replica knows of a connection. Null: it hasn't called it.</summary>
    public CrmUsage? FindUsage(string tenantId, string connectionId) => _connections.Find(tenantId, connectionId)?.Usage;

    private CrmCall Open(CrmSession session, HttpRequestMessage request, CallSafety safety, CrmHttpRules rules, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var deadline = now + rules.TotalTimeout;
        if (session.Deadline is { } callers && callers < deadline)
            deadline = callers - Margin(callers - now);
        if (deadline <= now)
            throw new CrmException(CrmFailure.Timeout, "The time was up before the CRM was asked.");
        var body = safety is CallSafety.Repeatable ? null : new SentContent(request.Content);
        var call = new CrmCall(session, _connections.Get(session, rules), request, safety, rules) { Caller = cancellationToken, Deadline = deadline, Body = body };
        request.Content = body ?? request.Content;
        return call;
    }

    // What the caller needs to hear of our failure before its own time is up.
    private static TimeSpan Margin(TimeSpan left) => TimeSpan.FromTicks(Math.Min(left.Ticks / 10, TimeSpan.FromMilliseconds(200).Ticks));

    private static HttpResponseMessage Settle(CrmCall call, in Outcome<HttpResponseMessage> outcome)
    {
        if (outcome.Exception is not null and not CrmException)
            call.Caller.ThrowIfCancellationRequested();
        if (call.MayHaveHappened && (outcome.Exception is not null || call.Answer is not CrmAnswer.Settled))
        {
            outcome.Result?.Dispose();
            throw new CrmException(CrmFailure.OutcomeUnknown, "The CRM may have done it, but its answer didn't come.", outcome.Exception);
        }
        switch (outcome.Exception)
        {
            case BrokenCircuitException open:
                throw new CrmException(CrmFailure.Unavailable, "The CRM failed too often just now and isn't asked for some seconds.", open) { RetryAfter = open.RetryAfter };
            case TimeoutRejectedException or OperationCanceledException:
                throw new CrmException(CrmFailure.Timeout, "The time was up before the CRM answered.", outcome.Exception);
        }
        outcome.ThrowIfException();
        return outcome.Result!;
    }
}
