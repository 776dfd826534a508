using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using Customer360.Adapters.Http;

namespace Customer360.UnitTests.Adapters;

public sealed class TelemetryTests
{
    [Fact]
    public async Task Durations_retries_and_circuits_are_measured_by_connection_and_outcome()
    {
        await using var harness = new CrmHarness();
        using var metrics = new Metrics(harness.Get<IMeterFactory>());
        harness.Crm.Answers(HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK);

        using var answer = await harness.Time.RunAsync(harness.ReadAsync());
        metrics.Observe();

        metrics.Lines.ShouldContain(line => line.StartsWith("customer360.crm.call.duration crm=Salesforce connection_id=connection-1 outcome=Ok 0."));
        metrics.Lines.ShouldContain("customer360.crm.retries crm=Salesforce connection_id=connection-1 reason=Fault 1");
        metrics.Lines.ShouldContain("customer360.crm.breaker.state crm=Salesforce connection_id=connection-1 0");
        metrics.Lines.ShouldContain(line => line.StartsWith("customer360.crm.permit.wait crm=Salesforce connection_id=connection-1 priority=interactive"));
    }

    [Fact]
    public async Task Calls_limited_calls_and_the_quota_are_counted()
    {
        await using var harness = new CrmHarness();
        harness.Crm.Answers(() => FakeCrm.Status(HttpStatusCode.TooManyRequests, "{}", ("x-quota", "7/9")));
        var rules = CrmHarness.Rules with { ReadQuota = answer => answer.Headers.Contains("x-quota") ? (7, 9) : null };

        using var answer = await harness.Time.RunAsync(harness.ReadAsync(rules: rules));

        var usage = harness.Http.FindUsage("tenant-1", "connection-1").ShouldNotBeNull();
        (usage.Calls, usage.LimitedCalls, usage.Quota!.Used, usage.Quota.Limit).ShouldBe((1L, 3L, 7L, 9L));
        harness.Http.FindUsage("tenant-2", "connection-1").ShouldBeNull();
    }

    [Fact]
    public async Task Logs_traces_metrics_and_messages_hold_no_token_address_or_body()
    {
        await using var harness = new CrmHarness();
        using var metrics = new Metrics(harness.Get<IMeterFactory>());
        using var traces = new Traces();
        harness.Crm.Answers(
            () => FakeCrm.Status(HttpStatusCode.Unauthorized, "canary-body"),
            () => FakeCrm.Status(HttpStatusCode.ServiceUnavailable, "canary-body"),
            () => throw new HttpRequestException("reset"));
        var messages = new List<string>();
        for (var i = 0; i < 12; i++)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, "/data?q=canary-query") { Content = new StringContent("canary-body") };
            try
            {
                (await harness.Time.RunAsync(harness.Http.SendAsync(
                    harness.Session(), request, CallSafety.RepeatableWrite, CrmHarness.Rules, TestContext.Current.CancellationToken))).Dispose();
            }
            catch (Customer360.Adapters.CrmException exception)
            {
                messages.Add(exception.ToString());
            }
        }

        metrics.Observe();
        var told = string.Join('\n', [.. metrics.Lines, .. traces.Lines, .. messages, harness.Log.Text]);
        metrics.Lines.ShouldNotBeEmpty();
        traces.Lines.ShouldNotBeEmpty();
        messages.ShouldNotBeEmpty();
        told.ShouldNotContain("canary");
        told.ShouldNotContain("token-");
    }

    private sealed class Metrics : IDisposable
    {
        private readonly MeterListener _listener = new();

        public Metrics(IMeterFactory meters)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == CrmHttp.TelemetryName && instrument.Meter.Scope == meters)
                    listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, FormattableString.Invariant($"{value}"), tags));
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, FormattableString.Invariant($"{value}"), tags));
            _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, FormattableString.Invariant($"{value}"), tags));
            _listener.Start();
        }

        public List<string> Lines { get; } = [];

        public void Observe() => _listener.RecordObservableInstruments();

        public void Dispose() => _listener.Dispose();

        private void Add(Instrument instrument, string value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
            Lines.Add($"{instrument.Name} {string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))} {value}");
    }

    private sealed class Traces : IDisposable
    {
        private readonly ActivityListener _listener;

        public Traces()
        {
            _listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name == CrmHttp.TelemetryName,
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = activity => Lines.Enqueue($"{activity.DisplayName} {string.Join(' ', activity.TagObjects)} {activity.StatusDescription}"),
            };
            ActivitySource.AddActivityListener(_listener);
        }

        // Other tests run at the same time, and are heard as well.
        public ConcurrentQueue<string> Lines { get; } = [];

        public void Dispose() => _listener.Dispose();
    }
}
