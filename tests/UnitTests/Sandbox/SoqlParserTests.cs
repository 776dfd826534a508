using Customer360.Sandbox.Salesforce;
using Customer360.Sandbox.Salesforce.Query;

namespace Customer360.UnitTests.Sandbox;

public sealed class SoqlParserTests
{
    [Fact]
    public void A_query_becomes_a_tree()
    {
        var query = SoqlParser.Parse("select Id, Account.Name, (SELECT Id FROM Cases LIMIT 3) from Contact c where (c.LastName LIKE 'a%' OR c.Email != null) AND IsDeleted = false order by c.LastName desc nulls last, Id limit 10 offset 20");

        query.From.ShouldBe("Contact");
        query.Select.Count.ShouldBe(3);
        query.Select[2].ShouldBeOfType<SelectChildren>().Query.Tail.Limit.ShouldBe(3);
        var where = query.Tail.Where.ShouldBeOfType<AllOf>();
        where.Parts[0].ShouldBeOfType<AnyOf>().Parts[0].ShouldBeOfType<Comparison>().Path.ToString().ShouldBe("LastName");
        query.Tail.OrderBy.Select(item => (item.Path.ToString(), item.Descending, item.NullsLast)).ShouldBe([("LastName", true, true), ("Id", false, null)]);
        (query.Tail.Limit, query.Tail.Offset).ShouldBe((10, 20));
    }

    [Theory]
    [InlineData("")]
    [InlineData("SELECT")]
    [InlineData("SELECT FROM Contact")]
    [InlineData("SELECT Id, FROM Contact")]
    [InlineData("SELECT * FROM Contact")]
    [InlineData("SELECT Id FROM")]
    [InlineData("SELECT Id FROM Contact WHERE")]
    [InlineData("SELECT Id FROM Contact WHERE Name")]
    [InlineData("SELECT Id FROM Contact WHERE Name =")]
    [InlineData("SELECT Id FROM Contact WHERE Name = \"x\"")]
    [InlineData("SELECT Id FROM Contact WHERE Name == 'x'")]
    [InlineData("SELECT Id FROM Contact WHERE Name = 'it's'")]
    [InlineData("SELECT Id FROM Contact WHERE Name = 'x\\'")]
    [InlineData("SELECT Id FROM Contact WHERE Name IN ()")]
    [InlineData("SELECT Id FROM Contact WHERE Name IN ('a',)")]
    [InlineData("SELECT Id FROM Contact WHERE Name BETWEEN 'a' AND 'b'")]
    [InlineData("SELECT Id FROM Contact WHERE (Name = 'a'")]
    [InlineData("SELECT Id FROM Contact WHERE Name = 'a' OR Name = 'b' AND Name = 'c'")]
    [InlineData("SELECT Id FROM Contact WHERE NOT Name = 'a' AND Name = 'b'")]
    [InlineData("SELECT Id FROM Contact WHERE Name = 'a' AND NOT Name = 'b'")]
    [InlineData("SELECT Id FROM Contact WHERE CreatedDate > LAST_N_DAYS")]
    [InlineData("SELECT Id FROM Contact WHERE CreatedDate > SOMEDAY")]
    [InlineData("SELECT Id FROM Contact ORDER LastName")]
    [InlineData("SELECT Id FROM Contact LIMIT 1 WHERE Name = 'x'")]
    [InlineData("SELECT Id FROM Contact LIMIT -1")]
    [InlineData("SELECT Id FROM Contact LIMIT 5 extra")]
    [InlineData("SELECT Id FROM Contact WHERE a.b.c.d.e.f.g = 'x'")]
    [InlineData("SELECT (SELECT (SELECT Id FROM X) FROM Y) FROM Z")]
    public void What_is_no_SOQL_is_malformed(string soql)
    {
        Should.Throw<SalesforceException>(() => SoqlParser.Parse(soql)).Code.ShouldBe("MALFORMED_QUERY");
    }

    [Theory]
    [InlineData("SELECT COUNT(Id) FROM Contact")]
    [InlineData("SELECT Id FROM Contact GROUP BY Id")]
    [InlineData("SELECT FIELDS(ALL) FROM Contact LIMIT 1")]
    [InlineData("SELECT Id FROM Contact FOR UPDATE")]
    [InlineData("SELECT Id FROM Contact WHERE DAY_ONLY(CreatedDate) = TODAY")]
    [InlineData("SELECT TYPEOF Who WHEN Contact THEN Id END FROM Task")]
    public void What_the_sandbox_lacks_is_not_guessed(string soql)
    {
        Should.Throw<SalesforceException>(() => SoqlParser.Parse(soql)).Status.ShouldBe(501);
    }

    [Fact]
    public void An_error_shows_its_place()
    {
        var error = Should.Throw<SalesforceException>(() => SoqlParser.Parse("SELECT Id\nFROM Contact WHERE Name ~ 'x'"));

        error.Message.ShouldContain("ERROR at Row:2:Column:25");
    }

    [Fact]
    public void A_statement_may_not_be_longer_than_100_000_characters()
    {
        var soql = $"SELECT Id FROM Contact WHERE Name IN ({string.Join(',', Enumerable.Repeat("'abcdefgh'", 10_000))})";

        Should.Throw<SalesforceException>(() => SoqlParser.Parse(soql)).Code.ShouldBe("QUERY_TOO_COMPLICATED");
    }
}
