using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Customer360.Gateway.Hosting;

internal static class HealthExtensions
{
    /// <summary>Checks with this tag say whether the host can serve.</summary>
    public const string Ready = "ready";

    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck<NotStopping>("not-stopping", tags: [Ready]);
        return services;
    }

    /// <summary>/healthz/live: this process answers. /healthz/ready: send it calls.</summary>
    public static WebApplication MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/healthz/live", new() { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/healthz/ready", new() { Predicate = check => check.Tags.Contains(Ready) }).AllowAnonymous();
        return app;
    }

    /// <summary>Balancers turn away while calls in flight end.</summary>
    private sealed class NotStopping(IHostApplicationLifetime lifetime) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(lifetime.ApplicationStopping.IsCancellationRequested ? HealthCheckResult.Unhealthy() : HealthCheckResult.Healthy());
    }
}
