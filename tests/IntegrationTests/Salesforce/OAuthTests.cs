using System.Net;
using System.Text.RegularExpressions;
using Customer360.Adapters;
using Customer360.Adapters.OAuth;
using Customer360.Sandbox;
using Microsoft.AspNetCore.WebUtilities;
using OAuthClient = Customer360.Adapters.OAuthClient;

namespace Customer360.IntegrationTests.Salesforce;

public sealed partial class OAuthTests : SalesforceTest
{
    private readonly HttpClient _browser = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });

    [Fact]
    public async Task An_agent_consents_and_the_grant_works()
    {
        var (grant, client) = await AuthorizeAsync(DemoUsers.Second);

        grant.RefreshToken.ShouldNotBeNull();
        grant.ApiBase.Authority.ShouldBe(Server.BaseAddress.Authority);
        grant.ExpireTime.ShouldBeNull();
        grant.Scopes.ShouldNotBeNull().Split(' ').ShouldContain("api");
        (await Adapter.OAuth.RefreshAsync(client, grant, Cancelled)).RefreshToken.ShouldBe(grant.RefreshToken);
    }

    [Fact]
    public async Task A_code_serves_once_and_only_with_its_verifier()
    {
        var (client, code, verifier) = await ConsentAsync(DemoUsers.Full);

        var wrong = await Should.ThrowAsync<CrmException>(() => Adapter.OAuth.RedeemCodeAsync(client, code, Pkce.CreateVerifier(), Cancelled));
        await Adapter.OAuth.RedeemCodeAsync(client, code, verifier, Cancelled);
        var again = await Should.ThrowAsync<CrmException>(() => Adapter.OAuth.RedeemCodeAsync(client, code, verifier, Cancelled));

        wrong.Failure.ShouldBe(CrmFailure.NotAuthorized);
        again.Failure.ShouldBe(CrmFailure.NotAuthorized);
    }

    [Fact]
    public async Task Rotation_brings_a_new_refresh_token_each_time()
    {
        Server.Settings = Server.Settings with { RotateRefreshTokens = true };
        var (grant, client) = await AuthorizeAsync(DemoUsers.Full);

        var next = await Adapter.OAuth.RefreshAsync(client, grant, Cancelled);
        var third = await Adapter.OAuth.RefreshAsync(client, next, Cancelled);

        next.RefreshToken.ShouldNotBe(grant.RefreshToken);
        third.RefreshToken.ShouldNotBe(next.RefreshToken);
        (await Should.ThrowAsync<CrmException>(() => Adapter.OAuth.RefreshAsync(client, grant, Cancelled))).Failure.ShouldBe(CrmFailure.NotAuthorized);
    }

    [Fact]
    public async Task A_revoked_grant_is_gone_and_revoking_it_again_is_no_error()
    {
        var (grant, client) = await AuthorizeAsync(DemoUsers.Full);

        (await Adapter.OAuth.RevokeAsync(client, grant, Cancelled)).ShouldBeTrue();
        (await Adapter.OAuth.RevokeAsync(client, grant, Cancelled)).ShouldBeTrue();

        (await Should.ThrowAsync<CrmException>(() => Adapter.OAuth.RefreshAsync(client, grant, Cancelled))).Failure.ShouldBe(CrmFailure.NotAuthorized);
    }

    [Fact]
    public async Task A_wrong_secret_is_a_mistake_of_the_set_up()
    {
        var (client, code, verifier) = await ConsentAsync(DemoUsers.Full);

        var failure = await Should.ThrowAsync<CrmException>(() => Adapter.OAuth.RedeemCodeAsync(client with { Secret = "wrong" }, code, verifier, Cancelled));

        failure.Failure.ShouldBe(CrmFailure.Misconfigured);
        failure.ToString().ShouldNotContain("wrong");
    }

    public override async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private async Task<(CrmGrant Grant, OAuthClient Client)> AuthorizeAsync(SandboxUser user)
    {
        var (client, callback, verifier) = await ConsentAsync(user);
        return (await Adapter.OAuth.RedeemCodeAsync(client, callback, verifier, Cancelled), client);
    }

    private async Task<(OAuthClient Client, AuthorizationCallback Callback, string Verifier)> ConsentAsync(SandboxUser user)
    {
        var client = new OAuthClient(Connection(), Customer360.Sandbox.OAuthClient.Default.ClientSecret);
        var verifier = Pkce.CreateVerifier();
        var page = Adapter.OAuth.GetAuthorizationUri(client.Connection, "state 1", Pkce.GetChallenge(verifier));
        var html = await _browser.GetStringAsync(page, Cancelled);
        var form = HiddenField().Matches(html).Select(match => KeyValuePair.Create(WebUtility.HtmlDecode(match.Groups[1].Value), WebUtility.HtmlDecode(match.Groups[2].Value)));
        using var content = new FormUrlEncodedContent([.. form, new("user", user.Key), new("decision", "allow")]);
        using var answer = await _browser.PostAsync(new Uri(page, FormAction().Match(html).Groups[1].Value), content, Cancelled);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var parameters = QueryHelpers.ParseQuery(answer.Headers.Location!.Query).ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
        parameters["state"].ShouldBe("state 1");
        return (client, new(parameters["code"], parameters), verifier);
    }

    [GeneratedRegex("""<input type="hidden" name="([^"]*)" value="([^"]*)">""")]
    private static partial Regex HiddenField();

    [GeneratedRegex("""<form method="post" action="([^"]*)">""")]
    private static partial Regex FormAction();

    [Fact]
    public async Task An_ended_session_is_renewed_before_it_says_who_the_user_is()
    {
        var session = await OpenAsync();
        Server.ExpireSessions();

        (await Adapter.WhoAmIAsync(session, Cancelled)).Name.ShouldBe(DemoUsers.Full.Name);
    }
}
