using Customer360.Sandbox.Salesforce;
using Customer360.Sandbox.Salesforce.Query;

namespace Customer360.UnitTests.Sandbox;

public sealed class TextLiteralTests
{
    [Theory]
    [InlineData(@"o\'neil", "o'neil")]
    [InlineData(@"a\\b\""c\n\r\t", "a\\b\"c\n\r\t")]
    [InlineData(@"M\u00fcller", "Müller")]
    [InlineData("plain 100%", "plain 100%")]
    public void Escapes_are_undone(string raw, string text)
    {
        TextLiteral.Unescape(raw).ShouldBe(text);
    }

    [Theory]
    [InlineData(@"a\qb")]
    [InlineData(@"a\%b")]
    [InlineData(@"a\_b")]
    [InlineData(@"a\u12")]
    public void Other_backslashes_are_refused(string raw)
    {
        Should.Throw<SalesforceException>(() => TextLiteral.Unescape(raw)).Code.ShouldBe("MALFORMED_QUERY");
    }

    [Theory]
    [InlineData("%415%555%0132", "(415) 555-0132", true)]
    [InlineData("%415%555%0132", "(415) 555-01320", false)]
    [InlineData("a_c%", "ABCdef", true)]
    [InlineData("a_c", "abbc", false)]
    [InlineData(@"100\%", "100%", true)]
    [InlineData(@"100\%", "1000", false)]
    [InlineData(@"a\_b", "a_b", true)]
    [InlineData(@"a\_b", "axb", false)]
    [InlineData(@"o\'n%", "O'Neil", true)]
    [InlineData("%", "", true)]
    [InlineData("", "", true)]
    [InlineData("%aab", "aaaaab", true)]
    [InlineData("ab%ba", "aba", false)]
    [InlineData("%b_d%", "abcBXDe", true)]
    [InlineData("%müller%", "Frau MÜLLER-Groß", true)]
    public void Like_knows_two_wildcards_and_their_escapes(string pattern, string value, bool matches)
    {
        new LikePattern(pattern).Matches(value).ShouldBe(matches);
    }

    [Fact]
    public void A_hostile_pattern_does_not_take_long()
    {
        var like = new LikePattern(string.Concat(Enumerable.Repeat("%a_", 100)) + "b");

        like.Matches(new string('a', 30_000)).ShouldBeFalse();
    }

    [Fact]
    public void A_literal_may_not_be_longer_than_4000_characters()
    {
        Should.Throw<SalesforceException>(() => TextLiteral.Unescape(new('x', 4001)));
    }
}
