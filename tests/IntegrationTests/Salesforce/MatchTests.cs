using Customer360.Adapters;
using Customer360.Contracts.V1;
using Customer360.Sandbox;

namespace Customer360.IntegrationTests.Salesforce;

public sealed class MatchTests : SalesforceTest
{
    [Theory]
    [InlineData("(415) 555-0132", "Rose Calloway")]
    [InlineData("+1 415.555.0132", "Rose Calloway")]
    [InlineData("4155550132", "Rose Calloway")]
    [InlineData("0014155550132", "Rose Calloway")]
    [InlineData("+1 4 1 5 5 5 5 0 1 3 3", "Marcus Bell")]
    [InlineData("(415) 555-0133", "Marcus Bell")]
    [InlineData("+14155550134", "Deborah Nash")]
    [InlineData("011 1 415-555-0135", "Samuel Ortiz")]
    [InlineData("tel:+1-415-555-0135", "Samuel Ortiz")]
    [InlineData("(415) 555-0137 ext. 9", "Linda Park")]
    [InlineData("+49 171 3920011", "Jürgen Weiß")]
    [InlineData("+14155550138", "Tobias Call")]
    [InlineData("+1 415 555 0199", "")]
    [InlineData("+491713920012", "Anna Schäfer")]
    [InlineData("+91 415 555 0132", "Ravi Menon")]
    [InlineData("+5511955550123", "João Souza")]
    public async Task A_number_is_found_in_whatever_way_it_is_stored(string asked, string expected)
    {
        var session = await OpenAsync();

        var matches = await MatchAsync(session, asked);

        matches.Matches.Select(match => match.Name).ShouldBe(expected.Length == 0 ? [] : [expected]);
        matches.Capped.ShouldBeFalse();
    }

    [Theory]
    [InlineData("+49 171 3920011", "Jürgen Weiß", "DE")]
    [InlineData("+33 6 39 98 01 23", "Chloé Lefèvre", "FR")]
    [InlineData("+44 7700 900123", "Oliver Hartley", "GB")]
    [InlineData("+81 80-5555-0123", "愛子 田中", "JP")]
    public async Task A_stored_number_without_a_country_code_is_read_with_the_region(string asked, string expected, string region)
    {
        var match = (await MatchAsync(await OpenAsync(), asked, region)).Matches.ShouldHaveSingleItem();

        match.Name.ShouldBe(expected);
        match.Certainty.ShouldBe(MatchCertainty.AssumedRegion);
    }

    [Fact]
    public async Task Several_customers_with_one_number_come_by_name()
    {
        var matches = await MatchAsync(await OpenAsync(), "+1 628 555 0140");

        matches.Matches.Select(match => match.Name).ShouldBe(["Hugh Winter", "Iris Winter", "Jonas Winter"]);
        matches.TotalCount.ShouldBe(3);
    }

    [Fact]
    public async Task A_contact_and_its_account_are_one_customer()
    {
        var match = (await MatchAsync(await OpenAsync(), "212-555-0161")).Matches.ShouldHaveSingleItem();

        match.Name.ShouldBe("Nina Falk");
        match.Company.ShouldBe("Delta Bakery");
        match.Email.ShouldBe("nina.falk@customers.example");
        match.MatchedWellKnown.ShouldBe(WellKnownField.MobilePhone);
        match.Account.Kind.ShouldBe(RecordKind.Account);
        match.Record.ConnectionId.ShouldBe("sf");
    }

    [Fact]
    public async Task An_accounts_own_number_finds_the_account()
    {
        var match = (await MatchAsync(await OpenAsync(), "2125550160")).Matches.ShouldHaveSingleItem();

        match.Record.Kind.ShouldBe(RecordKind.Account);
        match.Name.ShouldBe("Northwind Clinics");
        match.MatchedField.ShouldBe("Phone");
    }

    [Fact]
    public async Task A_customer_whom_the_agent_may_not_see_is_not_there()
    {
        var full = await MatchAsync(await OpenAsync(), "917-555-0171");
        var restricted = await MatchAsync(await OpenAsync(DemoUsers.Restricted), "917-555-0171");

        full.Matches.Select(match => match.Name).ShouldBe(["Olga Reed", "Peter Reed"]);
        restricted.Matches.Select(match => match.Name).ShouldBe(["Olga Reed"]);
    }

    [Fact]
    public async Task A_field_hidden_from_the_agent_is_left_out_and_spoils_nothing()
    {
        var session = await OpenAsync(DemoUsers.HiddenFields);

        var mobile = await MatchAsync(session, "4155550132");
        var account = await MatchAsync(session, "2125550160");

        mobile.Matches.ShouldBeEmpty();
        account.Matches.ShouldHaveSingleItem().Name.ShouldBe("Northwind Clinics");
    }

    [Fact]
    public async Task A_match_is_one_round_trip()
    {
        var session = await OpenAsync();
        var before = Server.Requests.Count;

        await MatchAsync(session, "4155550132");

        RequestsAfter(before).Select(request => request.Path).ShouldBe(["/services/data/v67.0/composite"]);
    }

    [Fact]
    public async Task A_contact_made_just_now_is_found_although_the_index_lags()
    {
        Server.Settings = Server.Settings with { IndexLag = TimeSpan.FromMinutes(5) };
        var session = await OpenAsync();
        var user = await LogInAsync();
        await user.CreateAsync("Contact", new { LastName = "Fresh", MobilePhone = " 4 1 5 . 5 5 5 . 7 7 0 1 " });

        (await MatchAsync(session, "+14155557701")).Matches.ShouldHaveSingleItem().Name.ShouldBe("Fresh");
    }

    [Theory]
    [InlineData("(415) 555-0132", "Rose Calloway")]
    [InlineData("415-555-0133", "Marcus Bell")]
    [InlineData("+14155550134", "Deborah Nash")]
    [InlineData("4155550135", "Samuel Ortiz")]
    public async Task A_connection_of_a_huge_org_matches_by_the_index_alone(string asked, string expected)
    {
        var session = await OpenAsync(connection: Connection(set: connection => connection.Salesforce.MatchBySearchIndex = true));
        var before = Server.Requests.Count;

        var matches = await MatchAsync(session, asked);

        matches.Matches.ShouldHaveSingleItem().Name.ShouldBe(expected);
        RequestsAfter(before).Select(request => request.Path).ShouldBe(["/services/data/v67.0/search"]);
    }

    [Theory]
    [InlineData("anonymous")]
    [InlineData("911")]
    public async Task A_number_that_is_nobodys_never_reaches_the_CRM(string phone)
    {
        var session = await OpenAsync();
        var before = Server.Requests.Count;

        (await MatchAsync(session, phone)).ShouldBe(new CrmMatches([], 0, Capped: false), ReferenceEqualsMatches.Instance);

        RequestsAfter(before).ShouldBeEmpty();
    }

    [Fact]
    public async Task Any_text_field_may_hold_the_number()
    {
        var session = await OpenAsync();
        var user = await LogInAsync();
        await user.CreateAsync("Contact", new { LastName = "Textfield", Preferred_Language__c = "+1 (415) 555-7702" });

        var matches = await Adapter.MatchByPhoneAsync(
            session, new(Customer360.Adapters.Phones.PhoneNumber.Parse("+14155557702", null), "US", ["Preferred_Language__c", "No_Such__c"], []), Cancelled);

        matches.Matches.ShouldHaveSingleItem().MatchedField.ShouldBe("Preferred_Language__c");
    }

    private sealed class ReferenceEqualsMatches : IEqualityComparer<CrmMatches>
    {
        public static readonly ReferenceEqualsMatches Instance = new();

        public bool Equals(CrmMatches? x, CrmMatches? y) => x!.Matches.SequenceEqual(y!.Matches) && x.TotalCount == y.TotalCount && x.Capped == y.Capped;

        public int GetHashCode(CrmMatches obj) => obj.TotalCount;
    }
}
