using Customer360.Adapters;

namespace Customer360.UnitTests.Adapters;

/// <summary>Tokens token-1, token-2, …; each renewal gives the next.</summary>
internal sealed class FakeTokens : ICrmTokenSource
{
    private int _current = 1;

    public Uri ApiBase { get; set; } = new("https://api.crm.example");

    public Func<Exception?> GetFailure { get; set; } = () => null;

    public Func<Exception?> RenewalFailure { get; set; } = () => null;

    public int Renewals => _current - 1;

    public ValueTask<CrmAccessToken> GetAsync(CancellationToken cancellationToken) =>
        GetFailure() is { } failure ? ValueTask.FromException<CrmAccessToken>(failure) : ValueTask.FromResult(Current());

    public ValueTask<CrmAccessToken> RenewAsync(CrmAccessToken refused, CancellationToken cancellationToken)
    {
        if (RenewalFailure() is { } failure)
            return ValueTask.FromException<CrmAccessToken>(failure);
        _current++;
        return ValueTask.FromResult(Current());
    }

    private CrmAccessToken Current() => new($"token-{_current}", ApiBase);
}
