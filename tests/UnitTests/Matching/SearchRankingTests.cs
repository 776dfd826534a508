using Customer360.Adapters;
using Customer360.Adapters.Searching;

namespace Customer360.UnitTests.Matching;

public sealed class SearchRankingTests
{
    [Fact]
    public void Exact_hits_come_first_and_the_order_of_the_CRM_stays()
    {
        var results = SearchRanking.Rank(
            [Hit("Rosemary", ("Name", "Rosemary")), Hit("Other", ("Name", "Ann Rose")), Hit("Rose", ("Name", "ROSE")), Hit("Title", ("Name", "Bob"), ("Title", "rose "))], region: null);

        results.Select(result => $"{result.Record.Title} {result.MatchedField} {result.Exact}")
            .ShouldBe(["Rose Name True", "Title Title True", "Rosemary Name False", "Other Name False"]);

        static SearchHit Hit(string title, params (string Field, string Text)[] values) =>
            new(new() { Title = title }, [.. values.Select(value => new SearchedValue("rose", value.Field, value.Text))]);
    }

    [Fact]
    public void A_phone_in_another_notation_is_exact()
    {
        var result = SearchRanking.Rank([new(new(), [new("+1 415 555 0132", "MobilePhone", "(415) 555-0132", IsPhone: true)])], "US").Single();

        result.Exact.ShouldBeTrue();
    }

    [Fact]
    public void A_search_by_several_fields_is_exact_when_each_is()
    {
        var half = SearchRanking.Rank([new(new(), [new("rose", "FirstName", "Rose"), new("call", "LastName", "Calloway")])], null).Single();
        var whole = SearchRanking.Rank([new(new(), [new("rose", "FirstName", "Rose"), new("calloway", "LastName", "Calloway")])], null).Single();

        half.Exact.ShouldBeFalse();
        half.MatchedField.ShouldBe("FirstName");
        whole.Exact.ShouldBeTrue();
    }

    [Fact]
    public void Pages_end()
    {
        var all = Enumerable.Range(1, 7).ToList();

        var (first, next) = ResultPages.Cut(all, null, 3);
        var (second, afterSecond) = ResultPages.Cut(all, next, 3);
        var (last, end) = ResultPages.Cut(all, afterSecond, 3);

        first.Concat(second).Concat(last).ShouldBe(all);
        end.ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-3")]
    [InlineData("x")]
    [InlineData("99999999999")]
    public void A_foreign_cursor_is_refused(string cursor) =>
        Should.Throw<CrmException>(() => ResultPages.Cut([1, 2, 3], cursor, 1)).Failure.ShouldBe(CrmFailure.CursorExpired);
}
