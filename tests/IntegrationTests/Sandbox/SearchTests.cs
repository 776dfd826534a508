using Customer360.Sandbox;

namespace Customer360.IntegrationTests.Sandbox;

public sealed class SearchTests : SandboxTest
{
    [Theory]
    [InlineData("4155550132", "Rose Calloway")]
    [InlineData("14155550133", "Marcus Bell")]
    [InlineData("4155550134", "Deborah Nash")]
    [InlineData("0014155550135", "Samuel Ortiz")]
    [InlineData("14155550135", "Samuel Ortiz")]
    [InlineData(@"\(415\) 555\-0132", "Rose Calloway,Ravi Menon")]
    [InlineData("1415555013?", "Marcus Bell,Samuel Ortiz,Linda Park")]
    public async Task A_phone_is_found_by_its_digits_as_written(string term, string names)
    {
        var user = await LogInAsync();

        var reply = await user.SearchAsync($"FIND {{{term}}} IN PHONE FIELDS RETURNING Contact(Id, Name ORDER BY CreatedDate)");

        reply.Column("Name").ShouldBe(names.Split(','));
    }

    [Theory]
    [InlineData("4155550133")] // stored with +1
    [InlineData("14155550132")] // stored without
    [InlineData("5550132")] // an end of it
    [InlineData("Calloway")] // not a phone
    public async Task A_phone_is_not_found_by_other_digits(string term)
    {
        var user = await LogInAsync();

        var reply = await user.SearchAsync($"FIND {{{term}}} IN PHONE FIELDS RETURNING Contact(Id)");

        reply.Column("Id").ShouldBeEmpty();
    }

    [Fact]
    public async Task Words_match_from_their_beginning_with_a_wildcard_only()
    {
        var user = await LogInAsync();

        var bare = await user.SearchAsync("FIND {Callo} IN NAME FIELDS RETURNING Contact(Name)");
        var wild = await user.SearchAsync("FIND {Callo*} IN NAME FIELDS RETURNING Contact(Name)");

        bare.Column("Name").ShouldBeEmpty();
        wild.Column("Name").ShouldBe(["Rose Calloway"]);
    }

    [Fact]
    public async Task Records_that_the_user_may_not_see_are_not_found()
    {
        var full = await LogInAsync();
        var restricted = await LogInAsync(DemoUsers.Restricted);
        const string search = "FIND {9175550171} IN PHONE FIELDS RETURNING Contact(Name ORDER BY Name)";

        (await full.SearchAsync(search)).Column("Name").ShouldBe(["Olga Reed", "Peter Reed"]);
        (await restricted.SearchAsync(search)).Column("Name").ShouldBe(["Olga Reed"]);
    }

    [Fact]
    public async Task A_field_hidden_from_the_user_is_no_column_and_finds_nothing()
    {
        var user = await LogInAsync(DemoUsers.HiddenFields);

        var column = await user.SearchAsync("FIND {4155550132} IN PHONE FIELDS RETURNING Contact(Id, MobilePhone)");
        var match = await user.SearchAsync("FIND {4155550132} IN PHONE FIELDS RETURNING Contact(Id)");

        column.Error.ShouldBe("400 INVALID_FIELD");
        match.Column("Id").ShouldBeEmpty();
    }

    [Fact]
    public async Task Candidates_are_cut_before_permission_is_asked()
    {
        var owner = await LogInAsync(DemoUsers.Confidential);
        var restricted = await LogInAsync(DemoUsers.Restricted);
        foreach (var half in Enumerable.Range(0, 250).Chunk(125))
        {
            var records = half.Select(i => new Dictionary<string, object> { ["attributes"] = new { type = "Contact" }, ["LastName"] = "Zebedee", ["Title"] = $"{i}" });
            await owner.SendAsync("POST", $"{SalesforceUser.Data}/composite/sobjects", new { records });
        }
        await restricted.CreateAsync("Contact", new { LastName = "Zebedee" });

        (await restricted.SearchAsync("FIND {Zebedee} IN NAME FIELDS RETURNING Contact(Id)")).Column("Id").ShouldBeEmpty();
        (await restricted.SearchAsync("FIND {Zebedee} IN NAME FIELDS RETURNING Contact(Id ORDER BY Id)")).Column("Id").Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_new_record_is_found_after_the_index_lag_only()
    {
        Server.Settings = Server.Settings with { IndexLag = TimeSpan.FromMinutes(15) };
        var user = await LogInAsync();
        var id = (await user.CreateAsync("Contact", new { LastName = "Newcomer", MobilePhone = "(303) 555-7777" })).Id;
        const string search = "FIND {3035557777} IN PHONE FIELDS RETURNING Contact(Id)";

        (await user.SearchAsync(search)).Column("Id").ShouldBeEmpty();
        (await user.QueryAsync("SELECT Id FROM Contact WHERE MobilePhone LIKE '%303%555%7777'")).Column("Id").ShouldBe([id]);
        Server.Clock.Advance(TimeSpan.FromMinutes(15));
        (await user.SearchAsync(search)).Column("Id").ShouldBe([id]);
    }

    [Fact]
    public async Task The_limit_of_a_search_is_shared_among_its_objects()
    {
        var user = await LogInAsync();

        var reply = await user.SearchAsync("FIND {example} IN EMAIL FIELDS RETURNING Contact(Id), Lead(Id) LIMIT 10");

        var types = reply.Json.GetProperty("searchRecords").EnumerateArray().CountBy(row => row.GetProperty("attributes").GetProperty("type").ToString());
        types.ShouldBe([new("Contact", 5), new("Lead", 5)]);
    }

    [Theory]
    [InlineData("FIND 'abc'", "MALFORMED_SEARCH")]
    [InlineData("FIND {a} IN NAME FIELDS", "INVALID_SEARCH")]
    [InlineData("FIND {*bc}", "MALFORMED_SEARCH")]
    [InlineData("FIND {+1415}", "MALFORMED_SEARCH")]
    [InlineData("FIND {abc} RETURNING Nothing(Id)", "INVALID_TYPE")]
    [InlineData("FIND {abc} RETURNING Contact(Nothing)", "INVALID_FIELD")]
    [InlineData("FIND {abc} RETURNING Contact(Id OFFSET 1), Account(Id)", "MALFORMED_SEARCH")]
    [InlineData("FIND {abc} RETURNING Contact(Id OFFSET 2001)", "NUMBER_OUTSIDE_VALID_RANGE")]
    public async Task What_the_real_API_refuses_is_refused(string sosl, string code)
    {
        var user = await LogInAsync();

        (await user.SearchAsync(sosl)).Error.ShouldBe($"400 {code}");
    }
}
