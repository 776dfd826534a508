using Grpc.Health.V1;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Customer360.Gateway.GrpcProtocols;

internal sealed class GrpcHealthOptions
{
    /// <summary>Which of ASP.NET's health checks decide. All, unless set.</summary>
    public Func<HealthCheckRegistration, bool>? Predicate { get; set; }

    /// <summary>How old a result may be: so many callers cost one run of the checks in that time. A watcher hears of a change as late.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(2);
}

/// <summary>Whether this host serves, as ASP.NET's health checks say. One that is stopping does not, so that balancers turn away first.</summary>
internal sealed class ServingState(
    HealthCheckService checks, IHostApplicationLifetime lifetime, IOptions<GrpcHealthOptions> options, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _oneRun = new(1);
    private HealthCheckResponse.Types.ServingStatus _status;
    private DateTimeOffset _staleAt = DateTimeOffset.MinValue;

    public CancellationToken Stopping => lifetime.ApplicationStopping;

    public async Task<HealthCheckResponse.Types.ServingStatus> GetAsync(CancellationToken cancellationToken)
    {
        if (Stopping.IsCancellationRequested)
            return HealthCheckResponse.Types.ServingStatus.NotServing;
        await _oneRun.WaitAsync(cancellationToken);
        try
        {
            if (time.GetUtcNow() >= _staleAt)
            {
                var report = await checks.CheckHealthAsync(options.Value.Predicate, cancellationToken);
                _status = report.Status is HealthStatus.Unhealthy
                    ? HealthCheckResponse.Types.ServingStatus.NotServing
                    : HealthCheckResponse.Types.ServingStatus.Serving;
                _staleAt = time.GetUtcNow() + options.Value.Interval;
            }
            return _status;
        }
        finally { _oneRun.Release(); }
    }

    /// <summary>Waits until it is worth asking again: the interval has passed, or the host stops.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Stopping);
        await Task.Delay(options.Value.Interval, time, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }

    public void Dispose() => _oneRun.Dispose();
}
