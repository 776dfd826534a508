using Customer360.Sandbox.Salesforce;
using Customer360.Sandbox.Salesforce.Search;

namespace Customer360.UnitTests.Sandbox;

public sealed class SoslParserTests
{
    [Fact]
    public void A_search_becomes_a_tree()
    {
        var query = SoslParser.Parse(@"FIND {a\}b OR cd} IN PHONE FIELDS RETURNING Contact(Id, Account.Name WHERE Name != 'x' ORDER BY LastModifiedDate DESC LIMIT 20), Lead WITH SPELL_CORRECTION = false LIMIT 50");

        query.ShouldNotBeNull();
        query.Scope.ShouldBe(SearchScope.Phone);
        query.Objects.Select(one => (one.Name, one.Select.Count, one.Tail.Limit)).ShouldBe([("Contact", 2, 20), ("Lead", 0, null)]);
        query.Limit.ShouldBe(50);
    }

    [Theory]
    [InlineData("FIND abc", "MALFORMED_SEARCH")]
    [InlineData("FIND {abc", "MALFORMED_SEARCH")]
    [InlineData(@"FIND {abc\}", "MALFORMED_SEARCH")]
    [InlineData("SELECT Id FROM Contact", "MALFORMED_SEARCH")]
    [InlineData("FIND {}", "INVALID_SEARCH")]
    [InlineData("FIND {x*}", "INVALID_SEARCH")]
    [InlineData("FIND {abc} IN PHONES FIELDS", "MALFORMED_SEARCH")]
    [InlineData("FIND {abc} IN PHONE", "MALFORMED_SEARCH")]
    [InlineData("FIND {abc} RETURNING", "MALFORMED_SEARCH")]
    [InlineData("FIND {abc} RETURNING Contact()", "MALFORMED_SEARCH")]
    [InlineData("FIND {abc} RETURNING Contact(LIMIT 5)", "MALFORMED_SEARCH")]
    [InlineData("FIND {abc} RETURNING Contact(Id", "MALFORMED_SEARCH")]
    [InlineData("FIND {abc} RETURNING Contact(Id), Contact(Id)", "MALFORMED_SEARCH")]
    [InlineData("FIND {abc} LIMIT many", "MALFORMED_SEARCH")]
    [InlineData("FIND {abc} LIMIT 2001", "NUMBER_OUTSIDE_VALID_RANGE")]
    [InlineData("FIND {abc} RETURNING Contact(Id) and more", "MALFORMED_SEARCH")]
    [InlineData("FIND {abc} def}", "MALFORMED_SEARCH")]
    public void What_is_no_SOSL_is_refused(string sosl, string code)
    {
        Should.Throw<SalesforceException>(() => SoslParser.Parse(sosl)).Code.ShouldBe(code);
    }

    [Fact]
    public void A_term_of_more_than_10_000_characters_finds_nothing()
    {
        SoslParser.Parse($"FIND {{{new string('a', 10_001)}}}").ShouldBeNull();
    }
}
