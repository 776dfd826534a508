using Customer360.Adapters;
using Customer360.Adapters.OAuth;
using Customer360.Contracts.V1;

namespace Customer360.IntegrationTests.Stubs.Salesforce;

public sealed partial class SalesforceContractTests
{
    private OAuthClient Client => new(NewConnection(server.Address, withReferences: false), Org.ClientSecret);

    [Fact]
    public async Task The_consent_page_is_asked_with_a_challenge()
    {
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
        var page = Adapter.OAuth.GetAuthorizationUri(Client.Connection, "s 7+&", Pkce.GetChallenge(Pkce.CreateVerifier()));

        using var answer = await browser.GetAsync(page, Cancelled);

        answer.Headers.Location!.Query.ShouldBe("?code=aPrxCodeOfInes%3D%3D&state=s+7%2B%26");
    }

    [Fact]
    public async Task A_code_becomes_a_grant()
    {
        var grant = await RedeemAsync("aPrxCodeOfInes==");

        grant.AccessToken.ShouldBe(Org.AccessToken("Ines"));
        grant.RefreshToken.ShouldBe("5Aep861.Ines.first");
        grant.ApiBase.Authority.ShouldBe(server.Address.Authority);
        grant.IdentityUri!.AbsolutePath.ShouldEndWith(Org.Ines);
        grant.ExpireTime.ShouldBeNull();
        grant.Scopes.ShouldBe("refresh_token api id");
    }

    [Theory]
    [InlineData("aPrxExpired==", CrmFailure.NotAuthorized)]
    [InlineData("aPrxForged==", CrmFailure.NotAuthorized)]
    [InlineData("aPrxElsewhere==", CrmFailure.Misconfigured)]
    [InlineData("aPrxNoClient==", CrmFailure.Misconfigured)]
    [InlineData("aPrxBadSecret==", CrmFailure.Misconfigured)]
    public async Task A_code_may_be_refused(string code, CrmFailure expected) => await Refused(() => RedeemAsync(code), expected);

    [Theory]
    [InlineData("5Aep861.Ines.first", "5Aep861.Ines.first")]
    [InlineData("5Aep861.Rotating.1", "5Aep861.Rotating.2")]
    public async Task A_refresh_keeps_the_refresh_token_unless_the_answer_has_the_next(string before, string after)
    {
        var grant = await RefreshAsync(before);

        grant.AccessToken.ShouldBe(Org.AccessToken("Ines"));
        grant.RefreshToken.ShouldBe(after);
    }

    [Theory]
    [InlineData("5Aep861.Withdrawn", CrmFailure.NotAuthorized)]
    [InlineData("5Aep861.Deactivated", CrmFailure.NotAuthorized)]
    [InlineData("5Aep861.ClosedOrg", CrmFailure.Misconfigured)]
    [InlineData("5Aep861.TooMany", CrmFailure.RateLimited)]
    [InlineData("5Aep861.LoginDown", CrmFailure.Unavailable)]
    public async Task A_refresh_may_be_refused(string refreshToken, CrmFailure expected) => await Refused(() => RefreshAsync(refreshToken), expected);

    [Fact]
    public async Task A_grant_is_revoked() =>
        (await Adapter.OAuth.RevokeAsync(Client, Grant("5Aep861.Ines.first"), Cancelled)).ShouldBeTrue();

    [Fact]
    public async Task A_grant_that_has_ended_already_counts_as_revoked_though_the_answer_is_no_JSON() =>
        (await Adapter.OAuth.RevokeAsync(Client, Grant("5Aep861.Withdrawn"), Cancelled)).ShouldBeTrue();

    [Fact]
    public async Task The_user_behind_a_session_is_named()
    {
        var user = await Adapter.WhoAmIAsync(Session(), Cancelled);

        user.ShouldBe(new CrmUser { Id = Org.Ines, Name = "Inés Havlík", Email = "ines.havlik@nordhafen.example", TimeZone = "Europe/Berlin", Locale = "en-US" });
    }

    [Fact]
    public async Task An_ended_session_is_renewed_once_and_the_call_repeated()
    {
        var tokens = Renewable("Expired", "5Aep861.Ines.first");

        var types = await Adapter.ListRecordTypesAsync(Session(tokens: tokens), Cancelled);

        types.Select(type => type.Kind).ShouldContain(RecordKind.Contact);
        tokens.Renewals.ShouldBe(1);
    }

    [Theory]
    [InlineData("Dead", "5Aep861.Withdrawn")]
    [InlineData("Dead", "5Aep861.StillDead")]
    public async Task A_session_that_cannot_be_renewed_ends_the_grant(string who, string refreshToken)
    {
        var tokens = Renewable(who, refreshToken);

        await Refused(() => Adapter.ListRecordTypesAsync(Session(tokens: tokens), Cancelled), CrmFailure.NotAuthorized);

        tokens.Renewals.ShouldBe(1);
    }

    [Theory]
    [InlineData("SoapOnly")]
    [InlineData("Detached")]
    public async Task A_refusal_that_no_renewal_mends_renews_nothing(string who)
    {
        var tokens = Renewable(who, "5Aep861.Ines.first");

        await Should.ThrowAsync<CrmException>(() => Adapter.ListRecordTypesAsync(Session(tokens: tokens), Cancelled));

        tokens.Renewals.ShouldBe(0);
    }

    [Theory]
    [InlineData("OverLimit", CrmFailure.RateLimited, "REQUEST_LIMIT_EXCEEDED")]
    [InlineData("ApiOff", CrmFailure.Misconfigured, "API_DISABLED_FOR_ORG")]
    [InlineData("Maintenance", CrmFailure.Unavailable, null)]
    [InlineData("Reset", CrmFailure.Unavailable, null)]
    [InlineData("Empty", CrmFailure.Unavailable, null)]
    [InlineData("Garbage", CrmFailure.Unavailable, null)]
    public async Task A_read_fails_for_the_reason_that_it_failed_for(string who, CrmFailure expected, string? code)
    {
        var exception = await Refused(() => Adapter.ListRecordTypesAsync(Session(who), Cancelled), expected);

        exception.CrmCode.ShouldBe(code);
    }

    [Fact]
    public async Task A_slow_read_ends_at_the_callers_deadline()
    {
        var session = Session("Slow") with { Deadline = TimeProvider.System.GetUtcNow().AddMilliseconds(400) };

        await Refused(() => Adapter.ListRecordTypesAsync(session, Cancelled), CrmFailure.Timeout);
    }

    private Task<CrmGrant> RedeemAsync(string code) => Adapter.OAuth.RedeemCodeAsync(
        Client, new AuthorizationCallback(code, new Dictionary<string, string> { ["code"] = code, ["state"] = "s7" }), Pkce.CreateVerifier(), Cancelled);

    private Task<CrmGrant> RefreshAsync(string refreshToken) => Adapter.OAuth.RefreshAsync(Client, Grant(refreshToken), Cancelled);

    private CrmGrant Grant(string refreshToken) =>
        new(Org.AccessToken("Expired"), refreshToken, server.Address, AccountsBase: null, IdentityUri: null, ExpireTime: null, Scopes: null);

    private StubTokens Renewable(string who, string refreshToken) =>
        new(server.Address, who, cancellationToken => Adapter.OAuth.RefreshAsync(Client, Grant(refreshToken), cancellationToken));
}
