using System.Diagnostics;
using System.Diagnostics.Metrics;
using Polly;
using Polly.CircuitBreaker;

namespace Customer360.Adapters.Http;

/// <summary>What the pipeline tells about itself: durations, counts and states by CRM and connection id, never content.</summary>
internal sealed class CrmTelemetry
{
    private static readonly ActivitySource Activities = new(CrmHttp.TelemetryName);

    private readonly TimeProvider _time;
    private readonly Meter _meter;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _wait;
    private readonly Counter<long> _retries;

    public CrmTelemetry(IMeterFactory meters, TimeProvider time)
    {
        _time = time;
        _meter = meters.Create(CrmHttp.TelemetryName);
        _duration = _meter.CreateHistogram<double>("customer360.crm.call.duration", "s", "Calls with all their attempts, up to the answer's headers.");
        _wait = _meter.CreateHistogram<double>("customer360.crm.permit.wait", "s", "How long attempts waited for the connection's limits.");
        _retries = _meter.CreateCounter<long>("customer360.crm.retries", null, "Attempts after the first.");
    }

    public void Observe(Func<IEnumerable<CrmConnection>> connections) =>
        _meter.CreateObservableGauge(
            "customer360.crm.breaker.state",
            () => connections().Select(connection => new Measurement<int>((int)connection.Circuit.CircuitState, Tags(connection))),
            null,
            "0 closed, 1 open, 2 half open.");

    public long GetTimestamp() => _time.GetTimestamp();

    public static Activity? Start(CrmCall call)
    {
        if (!Activities.HasListeners() || Activities.StartActivity("CRM call", ActivityKind.Client) is not { } activity)
            return null;
        return activity
            .SetTag("customer360.crm", call.Connection.KindName)
            .SetTag("customer360.connection_id", call.Connection.Id)
            .SetTag("http.request.method", call.Request.Method.Method);
    }

    public void Ended(CrmCall call, in Outcome<HttpResponseMessage> outcome, long start, Activity? activity)
    {
        var word = Describe(call, outcome);
        if (_duration.Enabled)
            _duration.Record(_time.GetElapsedTime(start).TotalSeconds, WithTags(call, "outcome", word));
        if (activity is null)
            return;
        activity.SetTag("customer360.outcome", word).SetTag("customer360.retries", call.Retries);
        if (outcome.Result is { } answer)
            activity.SetTag("http.response.status_code", (int)answer.StatusCode);
        if (outcome.Exception is not null || call.Answer is not CrmAnswer.Settled)
            activity.SetStatus(ActivityStatusCode.Error, word);
    }

    public void Waited(CrmCall call, long start)
    {
        if (_wait.Enabled)
            _wait.Record(_time.GetElapsedTime(start).TotalSeconds, WithTags(call, "priority", call.Session.Priority is CallPriority.Interactive ? "interactive" : "background"));
    }

    public void Retried(CrmCall call, in Outcome<HttpResponseMessage> outcome) => _retries.Add(1, WithTags(call, "reason", Describe(call, outcome)));

    private static string Describe(CrmCall call, in Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Exception: CrmException exception } => exception.Failure.ToString(),
        { Exception: BrokenCircuitException } => "CircuitOpen",
        { Exception: OperationCanceledException } => "Cancelled",
        { Exception: not null } => "Failed",
        { Result.IsSuccessStatusCode: true } => "Ok",
        _ => call.Answer is CrmAnswer.Settled ? "Refused" : call.Answer.ToString(),
    };

    private static TagList WithTags(CrmCall call, string name, string value) => new()
    {
        { "crm", call.Connection.KindName },
        { "connection_id", call.Connection.Id },
        { name, value },
    };

    private static KeyValuePair<string, object?>[] Tags(CrmConnection connection) =>
        [new("crm", connection.KindName), new("connection_id", connection.Id)];
}
