using Customer360.Contracts.V1;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Customer360.Adapters.Http;

/// <summary>Builds a connection's pipeline around <see cref="CrmSender"/>.</summary>
internal sealed partial class CrmPipeline(TimeProvider time, ReplicaCount replicas, CrmTelemetry telemetry, ILogger<CrmHttp> logger)
{
    public CrmConnection Build(Connection connection, CrmHttpRules rules)
    {
        var (gate, budget, circuit) = (new CallGate(time), new RetryBudget(time), new CircuitBreakerStateProvider());
        var builder = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time };
        builder
            .AddTimeout(Total()) // the caller's deadline holds for everything below
            .AddRetry(Retries(new RetryRule(time, budget), rules)) // every attempt below is a fresh one
            .AddStrategy(_ => new PermitStrategy(gate, replicas, telemetry), new PermitOptions()) // a permit per attempt
            .AddCircuitBreaker(Breaker(connection.Id, circuit)) // sees attempts, not calls
            .AddTimeout(rules.AttemptTimeout);
        return new CrmConnection(connection.Id, connection.Kind, time) { Pipeline = builder.Build(), Gate = gate, Budget = budget, Circuit = circuit };
    }

    private TimeoutStrategyOptions Total() => new()
    {
        TimeoutGenerator = args => ValueTask.FromResult(CrmCall.Of(args.Context).Deadline - time.GetUtcNow()),
    };

    private RetryStrategyOptions<HttpResponseMessage> Retries(RetryRule rule, CrmHttpRules rules) => new()
    {
        MaxRetryAttempts = Math.Max(1, rules.MaxRetries),
        ShouldHandle = args => ValueTask.FromResult(rule.Decide(CrmCall.Of(args.Context), args.Outcome, args.AttemptNumber)),
        DelayGenerator = static args => ValueTask.FromResult<TimeSpan?>(CrmCall.Of(args.Context).Pause),
        OnRetry = args =>
        {
            var call = CrmCall.Of(args.Context);
            call.Retries++;
            telemetry.Retried(call, args.Outcome);
            args.Outcome.Result?.Dispose(); // the next attempt may need its socket
            return default;
        },
    };

    // Half of at least eight attempts within 20 s: a CRM in trouble, not a stray failure.
    private CircuitBreakerStrategyOptions<HttpResponseMessage> Breaker(string connectionId, CircuitBreakerStateProvider state) => new()
    {
        FailureRatio = 0.5,
        MinimumThroughput = 8,
        SamplingDuration = TimeSpan.FromSeconds(20),
        BreakDuration = TimeSpan.FromSeconds(5),
        StateProvider = state,
        // On trial, only an answer closes the circuit: a call that its caller cancelled proves nothing.
        ShouldHandle = args => ValueTask.FromResult(
            CrmCall.Of(args.Context).CrmFailed || (args.Outcome.Exception is not null && state.CircuitState is CircuitState.HalfOpen)),
        OnOpened = _ =>
        {
            Log.CircuitOpened(logger, connectionId);
            return default;
        },
        OnClosed = _ =>
        {
            Log.CircuitClosed(logger, connectionId);
            return default;
        },
    };

    private sealed class PermitOptions : ResilienceStrategyOptions;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The CRM of connection {ConnectionId} fails too often: its circuit is open.")]
        public static partial void CircuitOpened(ILogger logger, string connectionId);

        [LoggerMessage(2, LogLevel.Information, "The CRM of connection {ConnectionId} answers again: its circuit is closed.")]
        public static partial void CircuitClosed(ILogger logger, string connectionId);
    }
}
