namespace Customer360.Sandbox.Salesforce.Query;

/// <summary>Splits SOQL, and the part of SOSL outside the search braces, into tokens.</summary>
internal sealed class QueryLexer(string text, string malformed, int start = 0)
{
    private int _at = start;

    public QueryToken Next()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
            _at++;
        if (_at >= text.Length)
            return new(TokenKind.End, "<EOF>", text.Length);
        var c = text[_at];
        if (char.IsAsciiLetter(c))
            return Take(TokenKind.Name, i => char.IsAsciiLetterOrDigit(text[i]) || text[i] is '_');
        if (char.IsAsciiDigit(c) || (c is '-' or '+' && _at + 1 < text.Length && char.IsAsciiDigit(text[_at + 1])))
            return NumberOrDate();
        return c is '\'' ? Quoted() : Symbol(c);
    }

    private QueryToken Take(TokenKind kind, Func<int, bool> belongs)
    {
        var from = _at++;
        while (_at < text.Length && belongs(_at))
            _at++;
        return new(kind, text[from.._at], from);
    }

    private QueryToken NumberOrDate()
    {
        var token = Take(TokenKind.Number, i => char.IsAsciiLetterOrDigit(text[i]) || text[i] is '.' or ':' or '-' or '+');
        return token.Text.AsSpan(1).ContainsAny('-', ':') ? token with { Kind = TokenKind.Date } : token;
    }

    private QueryToken Quoted()
    {
        var from = _at++;
        while (_at < text.Length && text[_at] is not '\'')
            _at += text[_at] is '\\' ? 2 : 1;
        if (_at >= text.Length)
            throw QueryError.At(text, from, malformed, "line 1: unterminated string literal");
        _at++;
        return new(TokenKind.Text, text[(from + 1)..(_at - 1)], from);
    }

    private QueryToken Symbol(char c)
    {
        var from = _at;
        if (_at + 1 < text.Length && text.AsSpan(_at, 2) is "!=" or "<=" or ">=" or "<>")
        {
            _at += 2;
            return new(TokenKind.Symbol, text[from.._at], from);
        }
        if (c is not (',' or '.' or '(' or ')' or '=' or '<' or '>' or ':'))
            throw QueryError.At(text, from, malformed, $"unexpected token: '{c}'");
        _at++;
        return new(TokenKind.Symbol, text[from.._at], from);
    }
}
