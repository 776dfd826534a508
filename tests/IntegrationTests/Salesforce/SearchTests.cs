using Customer360.Adapters;
using Customer360.Contracts.V1;
using Customer360.Sandbox;

namespace Customer360.IntegrationTests.Salesforce;

public sealed class SearchTests : SalesforceTest
{
    private static readonly RecordKind[] AllKinds = [RecordKind.Contact, RecordKind.Account, RecordKind.Case];

    [Theory]
    [InlineData("rose call", "Rose Calloway")]
    [InlineData("Calloway", "Rose Calloway")]
    [InlineData("rose.calloway@customers.example", "Rose Calloway")]
    [InlineData("(415) 555-0132", "Rose Calloway")]
    [InlineData("+1 415 555 0132", "Rose Calloway")]
    [InlineData("愛子", "愛子 田中")]
    [InlineData("Schäfer", "Anna Schäfer")]
    public async Task Free_text_finds_a_contact_by_what_people_know(string text, string expected)
    {
        var answer = await SearchAsync(await OpenAsync(), text, RecordKind.Contact);

        answer.Results.Select(result => result.Record.Title).ShouldBe([expected]);
    }

    [Fact]
    public async Task Free_text_finds_every_type_and_says_which_field()
    {
        var answer = await SearchAsync(await OpenAsync(), "harbor light books");

        answer.Results[0].ShouldSatisfyAllConditions(
            exact => exact.Record.Ref.Kind.ShouldBe(RecordKind.Account),
            exact => exact.Exact.ShouldBeTrue(),
            exact => exact.MatchedField.ShouldBe("Name"));
        answer.Results.Skip(1).ShouldNotBeEmpty();
        answer.Results.Single(result => result.Record.Title == "Rose Calloway").MatchedField.ShouldBe("Account.Name");
    }

    [Theory]
    [InlineData("1001")]
    [InlineData("00001001")]
    public async Task A_case_is_found_by_its_number(string number)
    {
        var session = await OpenAsync();
        var wanted = (await Adapter.FindCasesByNumberAsync(session, number, Cancelled)).Single();

        var answer = await SearchAsync(session, number, RecordKind.Case);

        answer.Results.ShouldContain(result => result.Record.Ref.Id == wanted.Record.Ref.Id);
    }

    [Theory]
    [InlineData("O'Brien")]
    [InlineData("\" OR Name LIKE '%' --")]
    [InlineData("{} RETURNING User(Id)")]
    [InlineData("? & | ! { } [ ] ( ) ^ ~ * : \\ \" ' + -")]
    [InlineData("and or not")]
    [InlineData("%_*?")]
    [InlineData("a\u0001b\u0000\r\n\tc\u2028d")]
    [InlineData("𝒳😀 ﷽")]
    [InlineData("\\")]
    [InlineData("\\'\\")]
    public async Task Hostile_text_finds_nobody_and_breaks_nothing(string text)
    {
        var session = await OpenAsync();

        try
        {
            (await SearchAsync(session, text)).Results.ShouldBeEmpty();
        }
        catch (CrmException refusal)
        {
            refusal.Failure.ShouldBe(CrmFailure.InvalidRequest);
            refusal.Fields[0].Name.ShouldBe("text");
        }
        foreach (var field in (Action<SearchFields>[])[f => f.FirstName = text, f => f.Email = text, f => f.Phone = text, f => f.CaseNumber = text])
        {
            try
            {
                (await SearchAsync(session, With(field))).Results.ShouldBeEmpty();
            }
            catch (CrmException refusal)
            {
                refusal.Failure.ShouldBe(CrmFailure.InvalidRequest);
            }
        }
    }

    [Fact]
    public async Task Wildcards_of_the_user_are_no_wildcards()
    {
        var session = await OpenAsync();

        (await SearchAsync(session, With(f => f.LastName = "%"))).Results.ShouldBeEmpty();
        (await SearchAsync(session, With(f => f.LastName = "C_lloway"))).Results.ShouldBeEmpty();
        (await SearchAsync(session, "C*way")).Results.ShouldBeEmpty();
    }

    [Fact]
    public async Task Fields_are_prefixes_joined_by_and()
    {
        var session = await OpenAsync();

        var both = await SearchAsync(session, With(f => (f.FirstName, f.LastName) = ("RO", "callo")));
        var wrong = await SearchAsync(session, With(f => (f.FirstName, f.LastName) = ("Marcus", "callo")));
        var exact = await SearchAsync(session, With(f => f.LastName = "calloway"));

        both.Results.ShouldHaveSingleItem().Record.Title.ShouldBe("Rose Calloway");
        both.Results[0].Exact.ShouldBeFalse();
        both.LeftOut.ShouldBe([RecordKind.Account, RecordKind.Case]);
        wrong.Results.ShouldBeEmpty();
        exact.Results.ShouldHaveSingleItem().Exact.ShouldBeTrue();
    }

    [Theory]
    [InlineData("415 555 01", "Rose Calloway")]
    [InlineData("(415) 555-0132", "Rose Calloway")]
    [InlineData("+1 415 555 0133", "Marcus Bell")]
    public async Task A_phone_is_found_in_any_notation(string phone, string expected)
    {
        var answer = await SearchAsync(await OpenAsync(), With(f => f.Phone = phone));

        answer.Results.Select(result => result.Record.Title).ShouldContain(expected);
        answer.Results.Select(result => result.Record.Title).ShouldNotContain("Kira Moss");
    }

    [Fact]
    public async Task A_field_that_only_one_type_has_leaves_the_others_out()
    {
        var session = await OpenAsync();

        var cases = await SearchAsync(session, With(f => f.CaseNumber = "1001"));
        var accounts = await SearchAsync(session, With(f => f.AccountName = "Harbor"));

        cases.Results.ShouldAllBe(result => result.Record.Ref.Kind == RecordKind.Case);
        cases.LeftOut.ShouldBe([RecordKind.Contact, RecordKind.Account]);
        accounts.Results.Select(result => result.Record.Ref.Kind).Distinct().Order().ShouldBe(AllKinds);
    }

    [Fact]
    public async Task A_field_hidden_from_the_agent_is_one_that_no_type_has()
    {
        var session = await OpenAsync(DemoUsers.HiddenFields);

        var hidden = await Should.ThrowAsync<CrmException>(() => SearchAsync(session, With(f => f.Email = "rose"), RecordKind.Contact));
        var text = await SearchAsync(session, "Rose Calloway", RecordKind.Contact);

        hidden.Failure.ShouldBe(CrmFailure.InvalidRequest);
        text.Results.ShouldHaveSingleItem().Record.Subtitle.ShouldNotContain("@");
    }

    [Fact]
    public async Task Pages_come_to_their_end_without_repeats()
    {
        var session = await OpenAsync();
        var found = new List<string>();
        string? cursor = null;
        do
        {
            var page = await Adapter.SearchAsync(session, new() { Fields = With(f => f.Phone = "555").Fields, PageSize = 7, Kinds = { RecordKind.Contact } }, cursor, Cancelled);
            found.AddRange(page.Results.Select(result => result.Record.Ref.Id));
            cursor = page.NextPageToken.Length > 0 ? page.NextPageToken : null;
        }
        while (cursor is not null);

        found.Count.ShouldBeGreaterThan(20);
        found.ShouldBeUnique();
    }

    [Fact]
    public async Task A_search_that_nobody_waits_for_ends_at_the_CRM()
    {
        var session = await OpenAsync();
        await SearchAsync(session, "warm up");
        Server.Faults.Add(new(FaultKind.Hang) { PathContains = "/search" });
        using var typing = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        typing.CancelAfter(TimeSpan.FromMilliseconds(200));

        await Should.ThrowAsync<OperationCanceledException>(() =>
            Adapter.SearchAsync(session, new() { Text = "rose", PageSize = 20, Kinds = { AllKinds } }, null, typing.Token));

        await Task.Delay(200, Cancelled);
        Server.Requests.After().ShouldContain(request => request.Outcome == RequestOutcome.ClientGone);
    }

    private static SearchRequest With(Action<SearchFields> set)
    {
        var fields = new SearchFields();
        set(fields);
        return new() { Fields = fields };
    }

    private Task<SearchResponse> SearchAsync(CrmSession session, string text, params RecordKind[] kinds) => SearchAsync(session, new SearchRequest { Text = text }, kinds);

    private Task<SearchResponse> SearchAsync(CrmSession session, SearchRequest request, params RecordKind[] kinds)
    {
        request.PageSize = 50;
        request.Kinds.Add(kinds.Length > 0 ? kinds : AllKinds);
        return Adapter.SearchAsync(session, request, null, Cancelled);
    }
}
