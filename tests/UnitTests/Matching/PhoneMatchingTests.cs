using Customer360.Adapters;
using Customer360.Adapters.Matching;
using Customer360.Adapters.Phones;
using Customer360.Contracts.V1;

namespace Customer360.UnitTests.Matching;

public sealed class PhoneMatchingTests
{
    private static readonly PhoneQuery Query = new(PhoneNumber.Parse("+14155550132", null), "US", ["MobilePhone"], ["Phone"]);

    [Fact]
    public void Only_who_really_has_the_number_matches()
    {
        var matches = PhoneMatching.Check(Query,
            [Contact("1", "Rose", "(415) 555-0132"), Contact("2", "Ravi", "+91 415 555 0132"), Contact("3", "Gap", "n/a"), Contact("4", "Null", null)], capped: false);

        matches.Matches.Select(match => match.Name).ShouldBe(["Rose"]);
        matches.TotalCount.ShouldBe(1);
    }

    [Fact]
    public void Certainty_says_whether_the_country_was_assumed()
    {
        var matches = PhoneMatching.Check(Query, [Contact("1", "A", "415-555-0132"), Contact("2", "B", "+1 415.555.0132")], capped: false).Matches;

        matches[0].Certainty.ShouldBe(MatchCertainty.AssumedRegion);
        matches[1].Certainty.ShouldBe(MatchCertainty.Exact);
        matches[1].StoredPhone.ShouldBe("+1 415.555.0132");
    }

    [Fact]
    public void A_complete_number_says_which_field_matched_before_an_assumed_one()
    {
        var twice = new PhoneCandidate(Ref(RecordKind.Contact, "1"), "A",
            [new("Phone", WellKnownField.BusinessPhone, "415 555 0132"), new("MobilePhone", WellKnownField.MobilePhone, "+14155550132")]);

        var match = PhoneMatching.Check(Query, [twice, twice], capped: false).Matches.ShouldHaveSingleItem();

        match.MatchedField.ShouldBe("MobilePhone");
        match.MatchedWellKnown.ShouldBe(WellKnownField.MobilePhone);
    }

    [Fact]
    public void A_contact_and_its_account_are_one_customer()
    {
        var matches = PhoneMatching.Check(Query,
            [Account("a1", "Bakery", "4155550132"), Account("a2", "Other", "4155550132"), Contact("1", "Nina", "4155550132") with { Account = Ref(RecordKind.Account, "a1") }], capped: false);

        matches.Matches.Select(match => match.Name).ShouldBe(["Nina", "Other"]);
        matches.TotalCount.ShouldBe(2);
    }

    [Fact]
    public void Contacts_come_before_accounts_and_then_by_name()
    {
        var matches = PhoneMatching.Check(Query,
            [Account("a", "Aaa", "4155550132"), Contact("2", "zoe", "4155550132"), Contact("1", "Bob", "4155550132")], capped: false);

        matches.Matches.Select(match => match.Name).ShouldBe(["Bob", "zoe", "Aaa"]);
    }

    [Fact]
    public void More_than_are_listed_are_counted()
    {
        var matches = PhoneMatching.Check(Query, Enumerable.Range(0, 70).Select(i => Contact($"{i}", $"N{i:D2}", "4155550132")), capped: true);

        matches.Matches.Count.ShouldBe(50);
        matches.TotalCount.ShouldBe(70);
        matches.Capped.ShouldBeTrue();
    }

    [Fact]
    public void Without_a_region_a_stored_number_without_country_code_is_nobodys() =>
        PhoneMatching.Check(Query with { Region = null }, [Contact("1", "A", "4155550132")], capped: false).Matches.ShouldBeEmpty();

    private static PhoneCandidate Contact(string id, string name, string? phone) =>
        new(Ref(RecordKind.Contact, id), name, [new("MobilePhone", WellKnownField.MobilePhone, phone)]);

    private static PhoneCandidate Account(string id, string name, string? phone) =>
        new(Ref(RecordKind.Account, id), name, [new("Phone", WellKnownField.AccountPhone, phone)]);

    private static RecordRef Ref(RecordKind kind, string id) => new() { Kind = kind, Id = id };
}
