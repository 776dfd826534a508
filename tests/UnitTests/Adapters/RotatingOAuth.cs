using Customer360.Adapters;
using Customer360.Contracts.V1;

namespace Customer360.UnitTests.Adapters;

/// <summary>A CRM's accounts server in memory: rotates refresh tokens, and counts those that are used again.</summary>
internal sealed class RotatingOAuth(TimeProvider time) : ICrmOAuth
{
    private int _refreshes;
    private int _current = 1;

    public bool Rotates { get; set; } = true;

    public Func<CrmException?> Failure { get; set; } = () => null;

    /// <summary>Set: refreshes wait for it.</summary>
    public TaskCompletionSource? Gate { get; set; }

    public int Refreshes => Volatile.Read(ref _refreshes);

    public int Reuses { get; private set; }

    public bool WasCancellable { get; private set; }

    public CrmGrant First() =>
        new("access-1", "refresh-1", new("https://api.crm.example"), new("https://accounts.crm.example"), null, time.GetUtcNow().AddHours(1), "api");

    public async Task<CrmGrant> RefreshAsync(OAuthClient client, CrmGrant grant, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref _refreshes) + 1;
        WasCancellable |= cancellationToken.CanBeCanceled;
        if (Gate is { } gate)
            await gate.Task;
        if (Failure() is { } failure)
            throw failure;
        if (grant.RefreshToken != $"refresh-{_current}")
            Reuses++;
        _current = Rotates ? number : _current;
        return new($"access-{number}", Rotates ? $"refresh-{number}" : null, grant.ApiBase, null, null, time.GetUtcNow().AddHours(1), null);
    }

    public Uri GetAuthorizationUri(Connection connection, string state, string codeChallenge) => throw new NotSupportedException();

    public Task<CrmGrant> RedeemCodeAsync(OAuthClient client, AuthorizationCallback callback, string codeVerifier, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<bool> RevokeAsync(OAuthClient client, CrmGrant grant, CancellationToken cancellationToken) => throw new NotSupportedException();
}
