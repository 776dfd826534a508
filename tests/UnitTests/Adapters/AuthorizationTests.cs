using System.Net;
using Customer360.Adapters;
using Customer360.Adapters.Http;

namespace Customer360.UnitTests.Adapters;

public sealed class AuthorizationTests
{
    [Fact]
    public async Task A_refused_token_is_renewed_once_and_the_call_repeated()
    {
        await using var harness = new CrmHarness();
        harness.Crm.Answers(HttpStatusCode.Unauthorized, HttpStatusCode.OK);

        using var answer = await harness.ReadAsync();

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        harness.Crm.Authorizations.ShouldBe(["Bearer token-1", "Bearer token-2"]);
    }

    [Fact]
    public async Task A_second_refusal_is_the_answer()
    {
        await using var harness = new CrmHarness();
        harness.Crm.Answers(HttpStatusCode.Unauthorized);

        using var answer = await harness.ReadAsync();

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (harness.Crm.Count, harness.Tokens.Renewals).ShouldBe((2, 1));
    }

    [Fact]
    public async Task A_write_whose_token_was_refused_did_not_happen_and_is_sent_with_a_new_one()
    {
        await using var harness = new CrmHarness();
        harness.Crm.Answers(HttpStatusCode.Unauthorized, HttpStatusCode.Created);

        using var answer = await harness.WriteAsync();

        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        harness.Crm.Bodies.ShouldBe(["body", "body"]);
    }

    [Fact]
    public async Task A_write_whose_renewal_fails_did_not_happen()
    {
        await using var harness = new CrmHarness();
        harness.Crm.Answers(HttpStatusCode.Unauthorized);
        harness.Tokens.RenewalFailure = () => new CrmException(CrmFailure.NotAuthorized, "withdrawn");

        (await harness.FailAsync(harness.WriteAsync())).Failure.ShouldBe(CrmFailure.NotAuthorized);
        harness.Crm.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Without_a_token_nothing_is_sent()
    {
        await using var harness = new CrmHarness();
        harness.Tokens.GetFailure = () => new CrmException(CrmFailure.NotAuthorized, "no grant");

        (await harness.FailAsync(harness.ReadAsync())).Failure.ShouldBe(CrmFailure.NotAuthorized);
        harness.Crm.Count.ShouldBe(0);
    }

    [Fact]
    public async Task The_adapter_reads_from_the_body_that_renewal_is_useless_and_the_body_stays_readable()
    {
        await using var harness = new CrmHarness();
        harness.Crm.Answers(() => FakeCrm.Status(HttpStatusCode.Unauthorized, "This session is not valid for use with the REST API"));
        var rules = CrmHarness.Rules with
        {
            ReadFailure = (answer, body) => body.Span.IndexOf("not valid for use"u8) >= 0 ? CrmAnswer.Settled : CrmHttpRules.ByStatus(answer.StatusCode),
        };

        using var answer = await harness.ReadAsync(rules: rules);

        (harness.Crm.Count, harness.Tokens.Renewals).ShouldBe((1, 0));
        (await CrmJson.ReadErrorAsync(answer, TestContext.Current.CancellationToken)).Length.ShouldBe(51);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/plain");
    }

    [Fact]
    public async Task The_adapter_chooses_the_scheme()
    {
        await using var harness = new CrmHarness();

        using var answer = await harness.ReadAsync(rules: CrmHarness.Rules with { AuthorizationScheme = "Zoho-oauthtoken" });

        harness.Crm.Authorizations.ShouldBe(["Zoho-oauthtoken token-1"]);
    }

    [Fact]
    public async Task A_renewed_token_may_come_with_another_api_base()
    {
        await using var harness = new CrmHarness();
        harness.Crm.Answer = (_, number, _) =>
        {
            harness.Tokens.ApiBase = new Uri("https://moved.crm.example");
            return Task.FromResult(FakeCrm.Status(number == 1 ? HttpStatusCode.Unauthorized : HttpStatusCode.OK));
        };

        using var answer = await harness.ReadAsync();

        harness.Crm.Requests.ShouldBe(["https://api.crm.example/data/contacts?q=1", "https://moved.crm.example/data/contacts?q=1"]);
    }

    [Theory]
    [InlineData("data/x", "https://api.crm.example/base/data/x")]
    [InlineData("/data/x", "https://api.crm.example/data/x")]
    [InlineData("/data/x?q=a%2Bb%20c", "https://api.crm.example/data/x?q=a%2Bb%20c")]
    [InlineData("https://id.crm.example/me", "https://id.crm.example/me")]
    public async Task Addresses_are_relative_to_the_api_base_or_on_an_allowed_host(string address, string sentTo)
    {
        await using var harness = new CrmHarness();
        harness.Tokens.ApiBase = new Uri("https://api.crm.example/base/");

        using var answer = await harness.Http.SendAsync(
            harness.Session(), new HttpRequestMessage(HttpMethod.Get, address), CallSafety.Repeatable, CrmHarness.Rules, TestContext.Current.CancellationToken);

        harness.Crm.Requests.ShouldBe([sentTo]);
    }

    [Theory]
    [InlineData("//other.crm.example/x")]
    [InlineData("//evil.example/x")]
    [InlineData("https://evil.example/x")]
    [InlineData("http://api.crm.example/x")]
    [InlineData("https://token@api.crm.example/x")]
    public async Task No_token_goes_elsewhere(string address)
    {
        await using var harness = new CrmHarness();

        var failure = await harness.FailAsync(harness.Http.SendAsync(
            harness.Session(), new HttpRequestMessage(HttpMethod.Get, address), CallSafety.Repeatable, CrmHarness.Rules, TestContext.Current.CancellationToken));

        failure.Failure.ShouldBe(CrmFailure.Misconfigured);
        harness.Crm.Count.ShouldBe(0);
    }
}
