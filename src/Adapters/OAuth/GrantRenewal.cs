using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace Customer360.Adapters.OAuth;

/// <summary>Refreshes one grant, over all replicas one at a time, and stores the new tokens before anyone uses them.</summary>
internal sealed partial class GrantRenewal(string grantId, ICrmOAuth oauth, IGrantStore store, TimeProvider time, Counter<long> refreshes, ILogger logger)
{
    // A CRM that refuses each new token would otherwise have us refresh for ever; Zoho allows ten in ten minutes.
    private const int MostInAMinute = 5;

    private static readonly TimeSpan LockLimit = TimeSpan.FromSeconds(30);

    private DateTimeOffset _minute;
    private int _inThisMinute;
    private CrmException? _failure;
    private DateTimeOffset _holdUntil;

    public string GrantId => grantId;

    /// <summary>The last refresh failed just now: another wouldn't help.</summary>
    public bool IsOnHold => time.GetUtcNow() < _holdUntil;

    /// <summary>Until the access token ends.</summary>
    public TimeSpan TimeLeft(CrmGrant grant) => grant.ExpireTime - time.GetUtcNow() ?? TimeSpan.MaxValue;

    /// <exception cref="CrmException">NotAuthorized: there is no grant, or no longer.</exception>
    public static StoredGrant CheckUsable(StoredGrant? stored) =>
        stored is { Withdrawn: false } ? stored : throw new CrmException(CrmFailure.NotAuthorized, "The agent hasn't authorised this CRM, or no longer.");

    /// <summary>Not to be called twice at a time.</summary>
    /// <param name="refused">The access token that isn't good any more.</param>
    /// <param name="findClient">Reads the connection's OAuth client.</param>
    public async Task<CrmGrant> RunAsync(string refused, Func<CancellationToken, Task<OAuthClient>> findClient)
    {
        ThrowIfOnHold();
        using var limit = new CancellationTokenSource(LockLimit, time);
        try
        {
            await using var hold = await store.LockAsync(grantId, limit.Token);
            var stored = CheckUsable(await store.ReadAsync(grantId, limit.Token));
            if (stored.Grant.AccessToken != refused && TimeLeft(stored.Grant) > GrantTokenSource.Last)
                return stored.Grant; // another replica was faster
            var client = await findClient(limit.Token);
            CountThisMinute();
            return await SaveAsync(stored, await RefreshAsync(stored, client));
        }
        catch (OperationCanceledException exception) when (limit.IsCancellationRequested)
        {
            throw new CrmException(CrmFailure.Timeout, "Another refresh of this grant doesn't end.", exception);
        }
    }

    // From here on nothing gives up: a rotated refresh token that is lost, or used again, ends the whole grant.
    private async Task<CrmGrant> RefreshAsync(StoredGrant stored, OAuthClient client)
    {
        try
        {
            if (stored.Grant.RefreshToken is null)
                throw new CrmException(CrmFailure.NotAuthorized, "The access token has ended, and the CRM gave none to refresh it.");
            var old = stored.Grant;
            var fresh = await oauth.RefreshAsync(client, old, CancellationToken.None);
            refreshes.Add(1, new KeyValuePair<string, object?>("outcome", "Ok"));
            return fresh with
            {
                RefreshToken = fresh.RefreshToken ?? old.RefreshToken, // without rotation, the CRM sends none
                AccountsBase = fresh.AccountsBase ?? old.AccountsBase,
                IdentityUri = fresh.IdentityUri ?? old.IdentityUri,
                Scopes = fresh.Scopes ?? old.Scopes,
            };
        }
        catch (CrmException exception)
        {
            refreshes.Add(1, new KeyValuePair<string, object?>("outcome", exception.Failure.ToString()));
            Log.RefreshFailed(logger, grantId, exception.Failure, exception.CrmCode);
            if (exception.Failure is CrmFailure.NotAuthorized)
                await store.MarkWithdrawnAsync(grantId, stored.Version, CancellationToken.None);
            else
                Hold(exception);
            throw;
        }
    }

    private async Task<CrmGrant> SaveAsync(StoredGrant stored, CrmGrant fresh)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                if (await store.SaveAsync(grantId, stored.Version, fresh, CancellationToken.None))
                    return fresh;
                return CheckUsable(await store.ReadAsync(grantId, CancellationToken.None)).Grant; // the agent authorised anew, or revoked
            }
            catch (Exception exception) when (exception is not CrmException && attempt < 6)
            {
                Log.SaveFailed(logger, grantId, attempt, exception);
                await Task.Delay(TimeSpan.FromMilliseconds(100 << attempt), time);
            }
        }
    }

    private void Hold(CrmException failure)
    {
        _failure = failure;
        _holdUntil = time.GetUtcNow() + (failure.RetryAfter ?? TimeSpan.FromSeconds(failure.Failure is CrmFailure.RateLimited ? 60 : 2));
    }

    private void ThrowIfOnHold()
    {
        if (_failure is { } failure && IsOnHold)
            throw new CrmException(failure.Failure, failure.Message) { CrmCode = failure.CrmCode, RetryAfter = _holdUntil - time.GetUtcNow() };
    }

    private void CountThisMinute()
    {
        var now = time.GetUtcNow();
        if (now - _minute >= TimeSpan.FromMinutes(1))
            (_minute, _inThisMinute) = (now, 0);
        if (++_inThisMinute > MostInAMinute)
            throw new CrmException(CrmFailure.Unavailable, "The CRM keeps refusing tokens that it has just issued.") { RetryAfter = _minute.AddMinutes(1) - now };
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The CRM didn't refresh grant {GrantId}: {Failure}, {CrmCode}.")]
        public static partial void RefreshFailed(ILogger logger, string grantId, CrmFailure failure, string? crmCode);

        [LoggerMessage(2, LogLevel.Error, "The refreshed tokens of grant {GrantId} can't be stored, attempt {Attempt}.")]
        public static partial void SaveFailed(ILogger logger, string grantId, int attempt, Exception exception);
    }
}
