using System.Text.Json;
using Customer360.Contracts.V1;
using Customer360.Gateway.Errors;
using Grpc.Core;

namespace Customer360.Gateway.Security;

/// <summary>
/// An issuer's keys by OpenID Connect discovery, or from its key set. Callers never wait for a renewal while the keys at
/// hand are good: it happens beside them. One request to the issuer at a time.
/// </summary>
internal sealed partial class RemoteKeys(
    IssuerOptions issuer, bool allowHttpOnLoopback, IHttpClientFactory clients, TimeProvider time, ILogger<RemoteKeys> logger) : IKeySource
{
    public const string HttpClientName = "issuers";

    private static readonly TimeSpan Fresh = TimeSpan.FromHours(1);
    private static readonly TimeSpan TooOld = TimeSpan.FromHours(24); // An issuer that is down must not lock everybody out at once.
    private static readonly TimeSpan BetweenUnknownKeys = TimeSpan.FromSeconds(30); // Anybody can invent key ids.
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private Task<IssuerKeys>? _fetching;
    private IssuerKeys? _current;
    private DateTimeOffset _fetchedAt = DateTimeOffset.MinValue;
    private DateTimeOffset _attemptedAt = DateTimeOffset.MinValue;

    public ValueTask<IssuerKeys> GetAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var age = time.GetUtcNow() - _fetchedAt;
            if (_current is null || age > TooOld)
                return new(WithinReason(AfterFailure).WaitAsync(cancellationToken));
            if (age > Fresh)
                _ = WithinReason(AfterFailure);
            return new(_current);
        }
    }

    public async ValueTask<IssuerKeys> RefreshAsync(IssuerKeys seen, CancellationToken cancellationToken)
    {
        Task<IssuerKeys> fetching;
        lock (_gate)
        {
            if (_current is not null && _current != seen)
                return _current;
            if (_fetching is null && time.GetUtcNow() - _attemptedAt < BetweenUnknownKeys)
                return seen;
            fetching = WithinReason(TimeSpan.Zero);
        }
        try
        {
            return await fetching.WaitAsync(cancellationToken);
        }
        catch (GatewayException)
        {
            return seen;
        }
    }

    /// <summary>Under the gate: joins the request that is under way, or begins one unless the last was just now.</summary>
    private Task<IssuerKeys> WithinReason(TimeSpan pause)
    {
        if (_fetching is not null)
            return _fetching;
        if (time.GetUtcNow() - _attemptedAt < pause)
            return Task.FromException<IssuerKeys>(Unavailable());
        _attemptedAt = time.GetUtcNow();
        // On the pool: the gate is held here, and the caller's context ends before the request may.
        return _fetching = Task.Run(FetchAsync);
    }

    private async Task<IssuerKeys> FetchAsync()
    {
        try
        {
            var keys = await ReadAsync();
            lock (_gate)
            {
                // The same keys stay the same object, and what was validated with them stays valid.
                if (_current?.Fingerprint != keys.Fingerprint)
                    _current = keys;
                _fetchedAt = time.GetUtcNow();
                return _current!;
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or JsonException or ArgumentException or KeyNotFoundException or InvalidOperationException or UriFormatException)
        {
            Log.Failed(logger, issuer.Issuer, exception);
            throw Unavailable(exception);
        }
        finally
        {
            lock (_gate)
                _fetching = null;
        }
    }

    private async Task<IssuerKeys> ReadAsync()
    {
        using var client = clients.CreateClient(HttpClientName);
        var address = string.IsNullOrEmpty(issuer.KeysUri) ? await DiscoverAsync(client) : new Uri(issuer.KeysUri);
        return IssuerKeys.Parse(issuer.Issuer, await client.GetStringAsync(address));
    }

    private async Task<Uri> DiscoverAsync(HttpClient client)
    {
        using var document = JsonDocument.Parse(await client.GetStringAsync(issuer.DiscoveryAddress));
        if (document.RootElement.GetProperty("issuer").GetString() != issuer.Issuer)
            throw new InvalidOperationException("The discovery document is of another issuer.");
        var address = new Uri(document.RootElement.GetProperty("jwks_uri").GetString()!);
        return IssuerOptions.IsSafe(address, allowHttpOnLoopback) ? address : throw new InvalidOperationException("The issuer's jwks_uri isn't https.");
    }

    private static GatewayException Unavailable(Exception? cause = null) =>
        new(StatusCode.Unavailable, ErrorReason.IssuerUnavailable, "The token's issuer can't be asked for its keys.", cause) { RetryAfter = AfterFailure };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The keys of issuer {Issuer} can't be read.")]
        public static partial void Failed(ILogger logger, string issuer, Exception exception);
    }
}
