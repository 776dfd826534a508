using Customer360.Adapters.Http;

namespace Customer360.Adapters.OAuth;

/// <summary>One grant's access tokens: remembered, refreshed ahead of their end and when refused, by one refresh at a time.</summary>
internal sealed class GrantTokenSource(GrantRenewal renewal, IGrantStore store, TimeProvider time) : ICrmTokenSource, IUsed
{
    /// <summary>So long a grant is used without a look into the store; of a change elsewhere the gateway tells earlier.</summary>
    public static readonly TimeSpan Reread = TimeSpan.FromMinutes(1);

    /// <summary>A token with less left is refreshed, and nobody waits for it.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    /// <summary>A token with less left isn't used: it could end on its way.</summary>
    public static readonly TimeSpan Last = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private volatile Known? _known;
    private volatile Task<Known>? _running;
    private long _lastUsed;

    /// <summary>Reads the connection's OAuth client.</summary>
    public required Func<CancellationToken, Task<OAuthClient>> FindClient { get; set; }

    public long LastUsed => Volatile.Read(ref _lastUsed);

    public bool IsIdle => _running is not { IsCompleted: false };

    public ValueTask<CrmAccessToken> GetAsync(CancellationToken cancellationToken)
    {
        Volatile.Write(ref _lastUsed, time.GetTimestamp());
        return _known is { } known && IsFresh(known) && renewal.TimeLeft(known.Grant) > Ahead
            ? ValueTask.FromResult(known.Token)
            : GetSlowlyAsync(cancellationToken);
    }

    public async ValueTask<CrmAccessToken> RenewAsync(CrmAccessToken refused, CancellationToken cancellationToken) =>
        (await Renew(refused.Value).WaitAsync(cancellationToken)).Token;

    public void Forget() => _known = null;

    /// <summary>Waits for a refresh on its way, whatever becomes of it.</summary>
    public async Task DrainAsync()
    {
        if (_running is { } running)
            await ((Task)running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async ValueTask<CrmAccessToken> GetSlowlyAsync(CancellationToken cancellationToken)
    {
        if (_known is not { } known || !IsFresh(known))
            known = Remember(GrantRenewal.CheckUsable(await store.ReadAsync(renewal.GrantId, cancellationToken)).Grant);
        var left = renewal.TimeLeft(known.Grant);
        if (left < Last)
            return await RenewAsync(known.Token, cancellationToken);
        if (left <= Ahead && !renewal.IsOnHold)
            _ = Renew(known.Token.Value);
        return known.Token;
    }

    private Task<Known> Renew(string refused)
    {
        lock (_lock)
        {
            if (_known is { } known && IsFresh(known) && known.Token.Value != refused)
                return Task.FromResult(known); // renewed meanwhile
            if (_running is { IsCompleted: false } running)
                return running;
            // On its own: whoever waits may give up, the refresh may not.
            var started = Task.Run(() => RenewOnceAsync(refused));
            _ = started.ContinueWith(static task => task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            return _running = started;
        }
    }

    private async Task<Known> RenewOnceAsync(string refused)
    {
        try
        {
            return Remember(await renewal.RunAsync(refused, FindClient));
        }
        catch (CrmException exception) when (exception.Failure is CrmFailure.NotAuthorized)
        {
            Forget();
            throw;
        }
    }

    private Known Remember(CrmGrant grant) => _known = new Known(grant, new CrmAccessToken(grant.AccessToken, grant.ApiBase), time.GetTimestamp());

    private bool IsFresh(Known known) => time.GetElapsedTime(known.ReadAt) < Reread;

    private sealed record Known(CrmGrant Grant, CrmAccessToken Token, long ReadAt);
}
