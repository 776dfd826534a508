using System.Text;

namespace Customer360.Sandbox.Salesforce.Search;

/// <summary>What stands between the braces of FIND.</summary>
internal sealed class SearchTermParser
{
    private const string Reserved = "?&|!{}[]()^~*:\\\"'+-";
    private const int OperatorsUpTo = 4_000;

    private readonly string _text;
    private int _at;

    private SearchTermParser(string text) => _text = text;

    /// <param name="text">With its escapes.</param>
    /// <returns>Null when it is too long to find anything.</returns>
    public static SearchTerm? Parse(string text)
    {
        if (text.Length > 10_000)
            return null;
        var parser = new SearchTermParser(text);
        var term = parser.Any(withOperators: text.Length <= OperatorsUpTo);
        if (parser._at < text.Length)
            throw parser.Malformed($"unexpected '{text[parser._at]}' in the search term");
        return term;
    }

    public static string Escape(string plain) =>
        string.Concat(plain.Select(c => Reserved.Contains(c) ? $"\\{c}" : c.ToString()));

    private SearchTerm Any(bool withOperators)
    {
        var parts = new List<SearchTerm> { All(withOperators) };
        while (withOperators && TryOperator("or"))
            parts.Add(All(withOperators));
        return parts.Count == 1 ? parts[0] : new AnyTerm(parts);
    }

    private SearchTerm All(bool withOperators)
    {
        var term = One(withOperators);
        while (true)
        {
            SkipSpace();
            if (_at >= _text.Length || _text[_at] is ')' || (withOperators && IsOperator("or")))
                return term;
            var and = withOperators && TryOperator("and");
            if (and && TryOperator("not"))
                term = new TermWithout(term, One(withOperators));
            else
                term = And(term, One(withOperators));
        }
    }

    private static AllTerms And(SearchTerm left, SearchTerm right) => new(left is AllTerms all ? [.. all.Parts, right] : [left, right]);

    private SearchTerm One(bool withOperators)
    {
        SkipSpace();
        if (_at >= _text.Length || (withOperators && (IsOperator("and") || IsOperator("or"))))
            throw Malformed("a search term is missing");
        if (_text[_at] is '(' && withOperators)
        {
            _at++;
            var inner = Any(withOperators);
            if (_at >= _text.Length || _text[_at++] is not ')')
                throw Malformed("a closing parenthesis is missing");
            return inner;
        }
        return _text[_at] is '"' ? Quoted() : Word();
    }

    private Phrase Quoted()
    {
        _at++;
        var text = new StringBuilder();
        while (_at < _text.Length && _text[_at] is not '"')
            text.Append(Character());
        if (_at++ >= _text.Length)
            throw Malformed("a closing quotation mark is missing");
        return ToPhrase(text.ToString());
    }

    private Phrase Word()
    {
        var text = new StringBuilder();
        while (_at < _text.Length && !char.IsWhiteSpace(_text[_at]) && _text[_at] is not (')' or '"'))
            text.Append(Character());
        if (text.Length == 0)
            throw Malformed($"unexpected '{_text[_at]}' in the search term");
        return ToPhrase(text.ToString());
    }

    private char Character()
    {
        var c = _text[_at++];
        if (c is '*')
            return SearchText.AnyText;
        if (c is '?')
            return SearchText.AnyCharacter;
        if (c is '\\')
            return _at < _text.Length && Reserved.Contains(_text[_at]) ? _text[_at++] : throw Malformed("a backslash stands only before a reserved character");
        if (c is SearchText.AnyText or SearchText.AnyCharacter)
            return ' ';
        return Reserved.Contains(c) ? throw Malformed($"the reserved character '{c}' must be escaped") : c;
    }

    private Phrase ToPhrase(string text)
    {
        var words = SearchText.Tokens(text).ToList();
        if (words.Exists(word => word[0] is SearchText.AnyText or SearchText.AnyCharacter))
            throw Malformed("a wildcard may not begin a search term");
        return new(words);
    }

    private bool IsOperator(string word) =>
        string.Compare(_text, _at, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) == 0
        && (_at + word.Length >= _text.Length || char.IsWhiteSpace(_text[_at + word.Length]) || _text[_at + word.Length] is '(' or '"');

    private bool TryOperator(string word)
    {
        SkipSpace();
        if (!IsOperator(word))
            return false;
        _at += word.Length;
        return true;
    }

    private void SkipSpace()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
            _at++;
    }

    private SalesforceException Malformed(string why) => new(400, "MALFORMED_SEARCH", $"line 1:{_at + 1} {why}");
}
