using Customer360.Adapters;

namespace Customer360.IntegrationTests.Stubs.Salesforce;

/// <summary>A session of the stubs; renewed, if it can be, at their token endpoint.</summary>
internal sealed class StubTokens(Uri apiBase, string who, Func<CancellationToken, Task<CrmGrant>>? refresh = null) : ICrmTokenSource
{
    private CrmAccessToken _token = new(Org.AccessToken(who), apiBase);

    public int Renewals { get; private set; }

    public ValueTask<CrmAccessToken> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(_token);

    public async ValueTask<CrmAccessToken> RenewAsync(CrmAccessToken refused, CancellationToken cancellationToken)
    {
        Renewals++;
        var grant = refresh is null ? throw new CrmException(CrmFailure.NotAuthorized, "This session has no refresh token.") : await refresh(cancellationToken);
        return _token = new CrmAccessToken(grant.AccessToken, grant.ApiBase);
    }
}
