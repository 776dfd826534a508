namespace Customer360.Adapters.OAuth;

/// <summary>The token of a grant that isn't stored yet: used while it is being accepted, and never renewed.</summary>
public sealed class FixedToken(CrmGrant grant) : ICrmTokenSource
{
    private readonly CrmAccessToken _token = new(grant.AccessToken, grant.ApiBase);

    public ValueTask<CrmAccessToken> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(_token);

    public ValueTask<CrmAccessToken> RenewAsync(CrmAccessToken refused, CancellationToken cancellationToken) =>
        throw new CrmException(CrmFailure.NotAuthorized, "The CRM refuses the token that it has just issued.");
}
