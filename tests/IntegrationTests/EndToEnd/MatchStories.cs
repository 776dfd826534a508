using Customer360.Contracts.V1;
using Customer360.Sandbox;
using Grpc.Core;

namespace Customer360.IntegrationTests.EndToEnd;

/// <summary>Who is calling, asked over gRPC, answered by the simulated CRM over HTTP.</summary>
public sealed class MatchStories(StoryHost story) : IClassFixture<StoryHost>
{
    private static readonly DemoCustomer[] OneNumberEach =
        [DemoCustomers.RoseCalloway, DemoCustomers.MarcusBell, DemoCustomers.DeborahNash, DemoCustomers.SamuelOrtiz];

    private static readonly Func<string, string>[] Spellings =
    [
        last => $"(415) 555-{last}",
        last => $"+1 415.555.{last}",
        last => $"415555{last}",
        last => $"001415555{last}",
        last => $"tel:+1-415-555-{last}",
        last => $"sip:+1415555{last}@pbx.example;user=phone",
        last => $"1 (415) 555 {last}",
        last => $"+１ ４１５ ５５５ {last}",
    ];

    [Fact]
    public async Task A_number_stored_in_any_of_four_ways_is_found_by_all_others()
    {
        foreach (var customer in OneNumberEach)
            foreach (var spelling in Spellings)
            {
                var asked = spelling(customer.Mobile![^4..]);
                var answer = await MatchAsync(DemoUsers.Full, asked);

                answer.Outcome.ShouldBe(MatchOutcome.SingleMatch, $"{customer.Name} by {asked}");
                answer.Matches.Single().Name.ShouldBe(customer.Name);
                answer.Matches.Single().StoredPhone.ShouldBe(customer.Mobile);
                answer.Number.E164.ShouldBe($"+1415555{customer.Mobile[^4..]}");
                answer.Freshness.Source.ShouldBe(FreshnessSource.Crm);
            }
    }

    [Fact]
    public async Task A_hidden_record_is_found_by_the_full_agent_and_not_by_the_restricted_one()
    {
        (await MatchAsync(DemoUsers.Full, DemoCustomers.VictorStone.Mobile!)).Matches.Single().Name.ShouldBe(DemoCustomers.VictorStone.Name);

        var restricted = await MatchAsync(DemoUsers.Restricted, DemoCustomers.VictorStone.Mobile!);
        restricted.Outcome.ShouldBe(MatchOutcome.NoMatch);
        restricted.TotalCount.ShouldBe(0);
    }

    [Fact]
    public async Task An_agent_who_may_not_see_mobile_phones_finds_nobody_by_them_and_no_error()
    {
        var answer = await MatchAsync(DemoUsers.HiddenFields, DemoCustomers.RoseCalloway.Mobile!);

        answer.Outcome.ShouldBe(MatchOutcome.NoMatch);
    }

    [Fact]
    public async Task Several_with_one_number_are_all_offered()
    {
        var answer = await MatchAsync(DemoUsers.Full, "+16285550140");

        answer.Outcome.ShouldBe(MatchOutcome.MultipleMatches);
        answer.Matches.Select(match => match.Name).ShouldBe(["Hugh Winter", "Iris Winter", "Jonas Winter"]);
        answer.TotalCount.ShouldBe(3);
    }

    [Fact]
    public async Task A_contact_and_the_account_that_it_belongs_to_are_one_customer() =>
        (await MatchAsync(DemoUsers.Full, "+1 212 555 0161")).Matches.Single().Name.ShouldBe(DemoCustomers.NinaFalk.Name);

    [Fact]
    public async Task Ten_equal_digits_in_another_country_are_another_number()
    {
        (await MatchAsync(DemoUsers.Full, "+91 415 555 0132")).Matches.ShouldAllBe(match => match.Name != DemoCustomers.RoseCalloway.Name);
        (await MatchAsync(DemoUsers.Full, "+1 415 555 0132")).Matches.ShouldAllBe(match => match.Name != DemoCustomers.RaviMenon.Name);
    }

    [Theory]
    [InlineData("anonymous", PhoneNumberKind.Anonymous)]
    [InlineData("sip:anonymous@anonymous.invalid", PhoneNumberKind.Anonymous)]
    [InlineData("911", PhoneNumberKind.Emergency)]
    public async Task What_is_nobodys_number_never_reaches_the_CRM(string phone, PhoneNumberKind kind)
    {
        var before = story.Crm.Requests.Count;

        var answer = await MatchAsync(DemoUsers.Full, phone);

        answer.Outcome.ShouldBe(MatchOutcome.NoMatch);
        answer.Number.Kind.ShouldBe(kind);
        answer.Freshness.ShouldBeNull();
        story.Crm.Requests.Count.ShouldBe(before);
    }

    [Fact]
    public async Task A_match_is_one_round_trip_to_the_CRM()
    {
        await MatchAsync(DemoUsers.Full, "+14155550132"); // what it needs to know about fields is known from here on
        var before = story.Crm.Requests.Count;

        await MatchAsync(DemoUsers.Full, "+14155550133");

        (story.Crm.Requests.Count - before).ShouldBe(1);
    }

    [Fact]
    public async Task A_batch_answers_every_number_and_a_bad_one_spoils_only_its_own()
    {
        var request = new BatchMatchByPhoneRequest { Region = "US", Phones = { "+14155550132", "no number", "+14155550133", "+14155550132" } };
        var answers = new Dictionary<int, BatchMatchByPhoneResponse>();

        using var call = story.As(DemoUsers.Full).BatchMatchByPhone(request, cancellationToken: TestContext.Current.CancellationToken);
        await foreach (var answer in call.ResponseStream.ReadAllAsync(TestContext.Current.CancellationToken))
            answers.Add(answer.Index, answer);

        answers.Keys.Order().ShouldBe([0, 1, 2, 3]);
        answers[0].Match.Matches.Single().Name.ShouldBe("Rose Calloway");
        answers[3].Match.Matches.Single().Name.ShouldBe("Rose Calloway");
        answers[2].Match.Matches.Single().Name.ShouldBe("Marcus Bell");
        answers[1].Error.Code.ShouldBe((int)StatusCode.InvalidArgument);
        answers[1].Error.Details.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Identification_links_the_customers_one_open_case()
    {
        var answer = await story.As(DemoUsers.Full).IdentifyAsync(
            new() { Region = "US", Context = new() { PreConversation = new() { Phone = DemoCustomers.RoseCalloway.Mobile } } },
            cancellationToken: TestContext.Current.CancellationToken);

        answer.Customers.Single().Record.Title.ShouldBe("Rose Calloway");
        answer.CaseOutcome.ShouldBe(CaseOutcome.Linked);
        answer.Cases.Single().Record.Title.ShouldContain("Reading lamp flickers");
    }

    [Fact]
    public async Task A_case_number_that_belongs_to_another_customer_is_not_linked()
    {
        var named = await story.As(DemoUsers.Full).IdentifyAsync(
            new() { Region = "US", Context = new() { Custom = new() { Phone = DemoCustomers.RoseCalloway.Mobile } } }, cancellationToken: TestContext.Current.CancellationToken);

        var answer = await story.As(DemoUsers.Full).IdentifyAsync(
            new() { Region = "US", Context = new() { Custom = new() { Phone = DemoCustomers.MarcusBell.Mobile, CaseNumber = named.Cases.Single().CaseNumber.TrimStart('0') } } },
            cancellationToken: TestContext.Current.CancellationToken);

        answer.Customers.Single().Record.Title.ShouldBe("Marcus Bell");
        answer.CaseOutcome.ShouldBe(CaseOutcome.CaseOfOtherCustomer);
    }

    private async Task<MatchByPhoneResponse> MatchAsync(SandboxUser user, string phone) =>
        await story.As(user).MatchByPhoneAsync(new() { Phone = phone, Region = "US" }, cancellationToken: TestContext.Current.CancellationToken);
}
