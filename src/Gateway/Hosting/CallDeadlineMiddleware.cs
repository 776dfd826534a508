using System.Globalization;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Customer360.Gateway.Hosting;

/// <summary>Gives every unary call a deadline, no later than ours: a client that forgot to set one can't hold work for ever.</summary>
internal sealed class CallDeadlineMiddleware(RequestDelegate next, IOptions<LimitOptions> limits)
{
    private const string Header = "grpc-timeout";

    private readonly TimeSpan _limit = limits.Value.CallTimeout;
    private readonly string _limitText = string.Create(CultureInfo.InvariantCulture, $"{(long)limits.Value.CallTimeout.TotalMilliseconds}m");

    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>() is { Method.Type: MethodType.Unary }
            && !(Parse(context.Request.Headers[Header]) <= _limit))
            context.Request.Headers[Header] = _limitText;
        return next(context);
    }

    /// <summary>Up to eight digits and a unit, as gRPC over HTTP/2 has it. Null: none, or none that can be read.</summary>
    internal static TimeSpan? Parse(string? timeout)
    {
        if (timeout is not { Length: >= 2 and <= 9 }
            || !long.TryParse(timeout.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            return null;
        return timeout[^1] switch
        {
            'H' => TimeSpan.FromHours(count),
            'M' => TimeSpan.FromMinutes(count),
            'S' => TimeSpan.FromSeconds(count),
            'm' => TimeSpan.FromMilliseconds(count),
            'u' => TimeSpan.FromMicroseconds(count),
            'n' => TimeSpan.FromTicks(count / 100),
            _ => null,
        };
    }
}
