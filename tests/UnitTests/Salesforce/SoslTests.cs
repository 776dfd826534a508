using Customer360.Adapters.Salesforce;

namespace Customer360.UnitTests.Salesforce;

public sealed class SoslTests
{
    [Theory]
    [InlineData("rose call", "rose* AND call*")]
    [InlineData("rose@acme.com", "rose@acme.com*")]
    [InlineData("O'Neil (NHU-331)", @"O\'Neil* AND NHU\-331*")]
    [InlineData("a* b? {x} \\", @"""a b x""")]
    [InlineData("“𠮷野家” हिन्दी!", "𠮷野家* AND हिन्दी*")]
    [InlineData("war and peace", @"war* AND ""and"" AND peace*")]
    [InlineData("NOT found", @"""NOT"" AND found*")]
    [InlineData("two\nlines\u0000here", "two* AND lines* AND here*")]
    [InlineData("J Smith", "Smith*")]
    public void Every_word_is_searched_and_nothing_of_the_user_is_an_operator(string text, string expected) =>
        SoslTerm.Words(text)?.ToString().ShouldBe(expected);

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("**")]
    [InlineData("?!")]
    [InlineData("\u0001\u0002")]
    public void What_has_no_word_is_not_searched(string text) => SoslTerm.Words(text).ShouldBeNull();

    [Fact]
    public void Alternatives_are_bracketed_and_not_repeated() =>
        SoslTerm.Any([SoslTerm.Words("a1 b2")!, SoslTerm.Digits("12"), SoslTerm.Digits("1-2")]).ToString().ShouldBe("(a1* AND b2*) OR 12*");

    [Fact]
    public void One_object_is_ordered_since_Salesforce_takes_more_candidates_then()
    {
        var one = SoslQuery.InPhoneFields(SoslTerm.Digits("415555")).Returning("Contact", ["Id", "Name"], 20);
        var two = SoslQuery.InAllFields(SoslTerm.Digits("415555")).Returning("Contact", ["Id"], 20).Returning("Account", ["Id"], 10);

        one.ToString().ShouldBe("FIND {415555*} IN PHONE FIELDS RETURNING Contact(Id,Name ORDER BY LastModifiedDate DESC LIMIT 20)");
        two.ToString().ShouldBe("FIND {415555*} IN ALL FIELDS RETURNING Contact(Id LIMIT 20), Account(Id LIMIT 10)");
    }
}
