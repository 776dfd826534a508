using System.Net;
using Customer360.Adapters;
using Customer360.Adapters.OAuth;

namespace Customer360.UnitTests.Adapters;

public sealed class OAuthHttpTests
{
    private static readonly OAuthRules Rules = new()
    {
        IsAllowedHost = CrmHarness.Rules.IsAllowedHost,
        Errors = new Dictionary<string, CrmFailure> { ["invalid_code"] = CrmFailure.NotAuthorized, ["Access Denied"] = CrmFailure.RateLimited },
    };

    [Theory]
    [InlineData("""{"access_token":"a","expires_in":3600}""", 3600d)]
    [InlineData("""{"access_token":"a","expires_in":"3600"}""", 3600d)]
    [InlineData("""{"access_token":"a","expires_in":3599.5}""", 3599.5)]
    [InlineData("""{"access_token":"a","expires_in_sec":3600,"expires_in":3600000}""", 3600d)]
    [InlineData("""{"access_token":"a","issued_at":"1708058728442"}""", null)]
    [InlineData("""{"access_token":"a","expires_in":"soon"}""", null)]
    [InlineData("""{"access_token":"a","expires_in":-1}""", null)]
    [InlineData("""{"access_token":"a","expires_in":1e300}""", null)]
    [InlineData("""{"access_token":"a","expires_in":null,"nested":{"x":1},"list":[1]}""", null)]
    [InlineData("access_token=a&expires_in=3600", 3600d)]
    public async Task Tokens_are_read_as_CRMs_send_them(string body, double? seconds)
    {
        await using var harness = new CrmHarness();
        harness.Crm.Answers(() => FakeCrm.Status(HttpStatusCode.OK, body));

        var answer = await RequestAsync(harness);

        answer["access_token"].ShouldBe("a");
        answer.ExpireTime.ShouldBe(seconds is null ? null : harness.Time.GetUtcNow().AddSeconds(seconds.Value));
        harness.Crm.Bodies.ShouldBe(["grant_type=refresh_token&refresh_token=canary%2B1"]);
    }

    [Theory]
    [InlineData(400, """{"error":"invalid_grant","error_description":"expired access/refresh token"}""", CrmFailure.NotAuthorized, "invalid_grant")]
    [InlineData(200, """{"error":"invalid_code"}""", CrmFailure.NotAuthorized, "invalid_code")] // Zoho's way
    [InlineData(200, """{"error":"invalid_client"}""", CrmFailure.Misconfigured, "invalid_client")]
    [InlineData(400, """{"error":"Access Denied","status":"failure"}""", CrmFailure.RateLimited, "Access Denied")]
    [InlineData(400, "error=invalid_grant&error_description=expired", CrmFailure.NotAuthorized, "invalid_grant")] // Salesforce's way
    [InlineData(400, """{"error":"interaction_required","error_codes":[50076]}""", CrmFailure.NotAuthorized, "interaction_required")]
    [InlineData(400, """{"error":"never heard of"}""", CrmFailure.Misconfigured, "never heard of")]
    [InlineData(400, """{"error":"eyJhbGciOiJSUzI1NiJ9.canary.canary/canary=="}""", CrmFailure.Misconfigured, null)]
    [InlineData(503, """{"error":"temporarily_unavailable"}""", CrmFailure.Unavailable, "temporarily_unavailable")]
    [InlineData(400, "<html>canary</html>", CrmFailure.Misconfigured, null)]
    [InlineData(500, "", CrmFailure.Unavailable, null)]
    [InlineData(429, "", CrmFailure.RateLimited, null)]
    [InlineData(302, "", CrmFailure.BadReply, null)]
    [InlineData(200, "", CrmFailure.BadReply, null)]
    [InlineData(200, "{", CrmFailure.BadReply, null)]
    [InlineData(200, """["access_token"]""", CrmFailure.BadReply, null)]
    [InlineData(200, """{"access_token":""}""", CrmFailure.BadReply, null)]
    public async Task Errors_are_read_by_code_first(int status, string body, CrmFailure failure, string? code)
    {
        await using var harness = new CrmHarness();
        harness.Crm.Answers(() => FakeCrm.Status((HttpStatusCode)status, body));

        var exception = await Should.ThrowAsync<CrmException>(RequestAsync(harness));

        (exception.Failure, exception.CrmCode).ShouldBe((failure, code));
        exception.ToString().ShouldNotContain("canary");
        harness.Log.Text.ShouldNotContain("canary");
    }

    [Fact]
    public async Task The_wait_that_is_asked_for_is_passed_on()
    {
        await using var harness = new CrmHarness();
        harness.Crm.Answers(() => FakeCrm.Status(HttpStatusCode.TooManyRequests, "", ("Retry-After", "600")));

        (await Should.ThrowAsync<CrmException>(RequestAsync(harness))).RetryAfter.ShouldBe(TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task A_token_request_is_sent_once()
    {
        await using var harness = new CrmHarness();
        harness.Crm.Answer = (_, _, _) => throw new HttpRequestException("reset");

        (await Should.ThrowAsync<CrmException>(RequestAsync(harness))).Failure.ShouldBe(CrmFailure.Unavailable);
        harness.Crm.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_a_timeout()
    {
        await using var harness = new CrmHarness();
        harness.Crm.Answer = (_, _, cancellationToken) => FakeCrm.HangAsync(cancellationToken);

        (await Should.ThrowAsync<CrmException>(harness.Time.RunAsync(RequestAsync(harness)))).Failure.ShouldBe(CrmFailure.Timeout);
    }

    [Theory]
    [InlineData("https://evil.example/token")]
    [InlineData("http://accounts.crm.example/token")]
    public async Task Secrets_are_sent_to_the_CRM_alone(string endpoint)
    {
        await using var harness = new CrmHarness();

        (await Should.ThrowAsync<CrmException>(RequestAsync(harness, endpoint))).Failure.ShouldBe(CrmFailure.Misconfigured);
        harness.Crm.Count.ShouldBe(0);
    }

    [Theory]
    [InlineData(200, """{"status":"success"}""", null)]
    [InlineData(200, "", null)]
    [InlineData(200, """{"error":"invalid_code"}""", CrmFailure.NotAuthorized)]
    [InlineData(400, "<html></html>", CrmFailure.Misconfigured)]
    public async Task A_revocation_succeeds_without_an_error(int status, string body, CrmFailure? failure)
    {
        await using var harness = new CrmHarness();
        harness.Crm.Answers(() => FakeCrm.Status((HttpStatusCode)status, body));

        var exception = await Record.ExceptionAsync(() => harness.Get<OAuthHttp>().RevokeAsync(
            new Uri("https://accounts.crm.example/revoke"), new Dictionary<string, string> { ["token"] = "canary" }, Rules, TestContext.Current.CancellationToken));

        ((exception as CrmException)?.Failure, exception is null).ShouldBe((failure, failure is null));
    }

    [Theory]
    [InlineData("https://acme.crm.example", null)]
    [InlineData("https://acme.crm.example.evil.example", CrmFailure.Misconfigured)]
    [InlineData("https://127.0.0.1", CrmFailure.Misconfigured)]
    [InlineData("acme.crm.example", CrmFailure.BadReply)]
    [InlineData("", CrmFailure.BadReply)]
    [InlineData(null, CrmFailure.BadReply)]
    public async Task Addresses_in_answers_are_checked(string? address, CrmFailure? failure)
    {
        await using var harness = new CrmHarness();

        var exception = Record.Exception(() => harness.Get<OAuthHttp>().CheckHost(address, Rules));

        ((exception as CrmException)?.Failure, exception is null).ShouldBe((failure, failure is null));
    }

    [Fact]
    public void The_challenge_is_that_of_the_RFCs_example() =>
        Pkce.GetChallenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk").ShouldBe("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");

    [Fact]
    public void Verifiers_are_long_and_never_the_same()
    {
        var verifiers = Enumerable.Range(0, 100).Select(_ => Pkce.CreateVerifier()).ToList();

        verifiers.Distinct().Count().ShouldBe(100);
        verifiers.ShouldAllBe(verifier => verifier.Length == 43);
    }

    private static Task<OAuthAnswer> RequestAsync(CrmHarness harness, string endpoint = "https://accounts.crm.example/token") =>
        harness.Get<OAuthHttp>().RequestTokenAsync(
            new Uri(endpoint), new Dictionary<string, string> { ["grant_type"] = "refresh_token", ["refresh_token"] = "canary+1" }, Rules, TestContext.Current.CancellationToken);
}
