using System.Diagnostics.Metrics;
using Customer360.Adapters.Http;
using Microsoft.Extensions.Logging;

namespace Customer360.Adapters.OAuth;

/// <summary>The access tokens of stored grants. One per process: that is what makes one refresh of many.</summary>
public sealed class GrantTokens(IGrantStore store, TimeProvider time, IMeterFactory meters, ILogger<GrantTokens> logger) : IAsyncDisposable
{
    private readonly RecentTable<string, GrantTokenSource> _sources = new(most: 20_000);

    private readonly Counter<long> _refreshes = meters.Create(CrmHttp.TelemetryName)
        .CreateCounter<long>("customer360.crm.token.refreshes", null, "Refreshes of access tokens.");

    /// <summary>The grant's tokens, for a <see cref="CrmSession"/>. Asks neither store nor CRM yet.</summary>
    /// <param name="grantId">The grant.</param>
    /// <param name="oauth">The adapter's.</param>
    /// <param name="findClient">Reads the connection's OAuth client; called for a refresh only.</param>
    public ICrmTokenSource Open(string grantId, ICrmOAuth oauth, Func<CancellationToken, Task<OAuthClient>> findClient)
    {
        var source = _sources.Find(grantId) ?? _sources.GetOrAdd(grantId, Create(grantId, oauth, findClient));
        source.FindClient = findClient;
        return source;
    }

    /// <summary>Drops what this process remembers, since the grant was changed elsewhere. Else it is read again within a minute.</summary>
    public void Forget(string grantId) => _sources.Find(grantId)?.Forget();

    /// <summary>Waits for refreshes on their way: the tokens that they bring would be lost.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var source in _sources.Values)
            await source.DrainAsync();
    }

    private GrantTokenSource Create(string grantId, ICrmOAuth oauth, Func<CancellationToken, Task<OAuthClient>> findClient) =>
        new(new GrantRenewal(grantId, oauth, store, time, _refreshes, logger), store, time) { FindClient = findClient };
}
