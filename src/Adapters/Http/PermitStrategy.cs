using Polly;

namespace Customer360.Adapters.Http;

/// <summary>One permit per attempt, so that a call that waits for its retry keeps nobody out.</summary>
internal sealed class PermitStrategy(CallGate gate, ReplicaCount replicas, CrmTelemetry telemetry) : ResilienceStrategy<HttpResponseMessage>
{
    protected override async ValueTask<Outcome<HttpResponseMessage>> ExecuteCore<TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<HttpResponseMessage>>> callback, ResilienceContext context, TState state)
    {
        var call = CrmCall.Of(context);
        var user = call.Session.User.Id is { Length: > 0 } id ? id : call.Session.GrantId; // before the CRM said who it is
        var start = telemetry.GetTimestamp();
        try
        {
            var limits = GateLimits.For(call.Session, call.Rules, replicas.Value);
            if (!await gate.EnterAsync(user, call.Session.Priority, limits, context.CancellationToken))
                return Outcome.FromException<HttpResponseMessage>(Refusal());
        }
        catch (OperationCanceledException) when (!call.Caller.IsCancellationRequested)
        {
            return Outcome.FromException<HttpResponseMessage>(Refusal());
        }
        telemetry.Waited(call, start);
        try
        {
            return await callback(context, state);
        }
        finally
        {
            gate.Leave(user);
        }
    }

    private static CrmException Refusal() =>
        new(CrmFailure.RateLimited, "Too many calls to this connection wait already.") { RetryAfter = TimeSpan.FromSeconds(1) };
}
