using System.Threading.RateLimiting;
using Customer360.Contracts.V1;
using Customer360.Gateway.Errors;
using Google.Rpc;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Customer360.Gateway.Security;

/// <summary>Keeps one caller, or one tenant, from taking what others need. Callers who are gone are forgotten.</summary>
internal sealed class CallerRateLimits : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    private readonly PartitionedRateLimiter<Caller> _callers;
    private readonly PartitionedRateLimiter<Caller> _tenants;

    public CallerRateLimits(IOptions<RateLimitOptions> options)
    {
        _callers = Buckets(options.Value.PerCaller, caller => (caller.TenantId, caller.Issuer, caller.Subject));
        _tenants = Buckets(options.Value.PerTenant, caller => caller.TenantId);
    }

    /// <returns>Null: the caller may go on.</returns>
    public GatewayException? Refuse(Caller caller) =>
        Refuse(_callers, caller, "caller", caller.Subject) ?? Refuse(_tenants, caller, "tenant", caller.TenantId);

    public void Dispose()
    {
        _callers.Dispose();
        _tenants.Dispose();
    }

    private static GatewayException? Refuse(PartitionedRateLimiter<Caller> limiter, Caller caller, string kind, string id)
    {
        using var lease = limiter.AttemptAcquire(caller);
        if (lease.IsAcquired)
            return null;
        var message = $"This {kind} makes too many calls.";
        return new(StatusCode.ResourceExhausted, ErrorReason.CallerRateLimited, message)
        {
            RetryAfter = lease.TryGetMetadata(MetadataName.RetryAfter, out var delay) ? delay : Period,
            Details = [new QuotaFailure { Violations = { new QuotaFailure.Types.Violation { Subject = $"{kind}s/{id}", Description = message } } }],
        };
    }

    private static PartitionedRateLimiter<Caller> Buckets<TKey>(RateLimit limit, Func<Caller, TKey> key)
        where TKey : notnull =>
        PartitionedRateLimiter.Create<Caller, TKey>(caller => RateLimitPartition.GetTokenBucketLimiter(key(caller), _ => new()
        {
            TokenLimit = limit.Burst,
            // Below ten calls a second a tenth of one is none: then a whole one comes less often.
            TokensPerPeriod = Math.Max(1, limit.CallsPerSecond / 10),
            ReplenishmentPeriod = limit.CallsPerSecond < 10 ? TimeSpan.FromSeconds(1.0 / limit.CallsPerSecond) : Period,
            AutoReplenishment = false, // The partitioned limiter does it, with one timer for all.
        }));
}

internal sealed class CallerRateLimitMiddleware(RequestDelegate next, CallerRateLimits limits)
{
    public Task InvokeAsync(HttpContext context) =>
        context.Caller() is { } caller && limits.Refuse(caller) is { } refusal
            ? context.AnswerAsync(refusal, StatusCodes.Status429TooManyRequests)
            : next(context);
}
