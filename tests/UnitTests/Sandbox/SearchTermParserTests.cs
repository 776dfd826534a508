using Customer360.Sandbox.Salesforce;
using Customer360.Sandbox.Salesforce.Search;

namespace Customer360.UnitTests.Sandbox;

public sealed class SearchTermParserTests
{
    [Theory]
    [InlineData("rose calloway", "(rose & calloway)")]
    [InlineData("rose AND calloway", "(rose & calloway)")]
    [InlineData("4155550132 OR 14155550132 OR 04155550132", "(4155550132 | 14155550132 | 04155550132)")]
    [InlineData("(rose OR \"the winter\") and not hugh", "((rose | [the winter]) - hugh)")]
    [InlineData("a OR b c", "(a | (b & c))")]
    [InlineData("\"and\" orange", "(and & orange)")]
    [InlineData(@"o\'neil", "[o neil]")]
    [InlineData(@"\+1 \(415\)", "(1 & 415)")]
    [InlineData("callo*", "callo%")]
    [InlineData("\"c?ll*y\"", "c_ll%y")]
    [InlineData("rose.calloway@customers.example", "[rose calloway customers example]")]
    [InlineData("WEIß अनिता 田中", "(weiß & अनिता & 田中)")]
    public void A_term_becomes_a_tree(string text, string tree)
    {
        Show(SearchTermParser.Parse(text)).ShouldBe(tree);
    }

    [Theory]
    [InlineData("+1415")]
    [InlineData("415-555")]
    [InlineData("o'neil")]
    [InlineData("a & b")]
    [InlineData("a:b")]
    [InlineData("\"a+b\"")]
    [InlineData("*rose")]
    [InlineData("?ose")]
    [InlineData("\"a *b\"")]
    [InlineData(@"a\b")]
    [InlineData("a\\")]
    [InlineData("\"open")]
    [InlineData("(open")]
    [InlineData("closed)")]
    [InlineData("AND b")]
    [InlineData("a AND")]
    [InlineData("a OR OR b")]
    [InlineData("()")]
    [InlineData("[a]")]
    public void A_wrong_term_is_malformed(string text)
    {
        Should.Throw<SalesforceException>(() => SearchTermParser.Parse(text)).Code.ShouldBe("MALFORMED_SEARCH");
    }

    [Fact]
    public void Every_reserved_character_may_be_escaped()
    {
        const string reserved = @"? & | ! { } [ ] ( ) ^ ~ * : \ "" ' + -";

        Should.NotThrow(() => SearchTermParser.Parse($"ab {string.Concat(reserved.Where(c => c != ' ').Select(c => $"\\{c}"))}"));
    }

    [Theory]
    [InlineData("(781) 300-3549", "7813003549")]
    [InlineData("+1 415.555.0133", "14155550133")]
    [InlineData("0014155550135", "0014155550135 14155550135")]
    [InlineData("+49 (0)30 23125 015", "4903023125015")]
    [InlineData("415 555 0136 ext. 42", "4155550136 42")]
    [InlineData("n/a", "")]
    public void A_phone_is_indexed_by_its_joined_digits(string phone, string numbers)
    {
        string.Join(' ', SearchText.JoinedNumbers(phone)).ShouldBe(numbers);
    }

    private static string Show(SearchTerm? term) => term switch
    {
        AllTerms all => $"({string.Join(" & ", all.Parts.Select(Show))})",
        AnyTerm any => $"({string.Join(" | ", any.Parts.Select(Show))})",
        TermWithout without => $"({Show(without.Wanted)} - {Show(without.Unwanted)})",
        Phrase { Words.Count: 1 } word => Show(word.Words[0]),
        Phrase phrase => $"[{string.Join(' ', phrase.Words.Select(Show))}]",
        _ => "nothing",
    };

    private static string Show(string word) => word.Replace(SearchText.AnyText, '%').Replace(SearchText.AnyCharacter, '_');
}
