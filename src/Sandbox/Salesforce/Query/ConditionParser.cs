using System.Globalization;

namespace Customer360.Sandbox.Salesforce.Query;

/// <summary>WHERE, as both languages have it.</summary>
internal abstract class ConditionParser(string statement, string malformed, int start = 0) : QueryParser(statement, malformed, start)
{
    /// <summary>AND and OR on one level need parentheses between them; NOT stands only in front of one condition.</summary>
    protected Condition Conditions()
    {
        if (TryWord("NOT"))
            return new Not(Simple());
        var parts = new List<Condition> { Simple() };
        var word = Current.Is("AND") ? "AND" : "OR";
        while (TryWord(word))
            parts.Add(Simple());
        if (Current.Is("AND") || Current.Is("OR"))
            throw Unexpected();
        return parts.Count == 1 ? parts[0] : word is "AND" ? new AllOf(parts) : new AnyOf(parts);
    }

    private Condition Simple()
    {
        if (!TrySymbol("("))
            return FieldCondition();
        var inner = Conditions();
        Symbol(")");
        return inner;
    }

    private Condition FieldCondition()
    {
        var path = Path();
        if (Current.IsSymbol("("))
            throw SalesforceException.NotSimulated($"the function {path} in WHERE");
        if (TryWord("NOT"))
        {
            Word("IN");
            return In(path, negated: true);
        }
        if (TryWord("IN"))
            return In(path, negated: false);
        if (TryWord("INCLUDES"))
            return new Includes(path, false, List());
        if (TryWord("EXCLUDES"))
            return new Includes(path, true, List());
        return new Comparison(path, Operator(), Value());
    }

    private ComparisonOperator Operator()
    {
        if (TryWord("LIKE"))
            return ComparisonOperator.Like;
        if (Current.Kind is not TokenKind.Symbol)
            throw Refuse(Current.Position, $"unknown operator '{Current.Text}'");
        ComparisonOperator? found = Current.Text switch
        {
            "=" => ComparisonOperator.Equal,
            "!=" or "<>" => ComparisonOperator.NotEqual,
            "<" => ComparisonOperator.Less,
            "<=" => ComparisonOperator.LessOrEqual,
            ">" => ComparisonOperator.Greater,
            ">=" => ComparisonOperator.GreaterOrEqual,
            _ => null,
        };
        if (found is null)
            throw Unexpected();
        Advance();
        return found.Value;
    }

    private Condition In(FieldPath path, bool negated)
    {
        if (Current.IsSymbol("(") && Peek().Is("SELECT"))
        {
            Advance();
            var query = SubQuery();
            Symbol(")");
            return new InQuery(path, negated, query);
        }
        return new InList(path, negated, List());
    }

    protected abstract SoqlQuery SubQuery();

    private List<Literal> List()
    {
        Symbol("(");
        var values = new List<Literal>();
        do
            values.Add(Value());
        while (TrySymbol(","));
        Symbol(")");
        return values;
    }

    private Literal Value()
    {
        var token = Current;
        var literal = token.Kind switch
        {
            TokenKind.Text => new Literal(LiteralKind.Text, token.Text, token.Position),
            TokenKind.Number => Number(token),
            TokenKind.Date => Date(token),
            TokenKind.Name when token.Is("null") => new(LiteralKind.Null, null, token.Position),
            TokenKind.Name when token.Is("true") || token.Is("false") => new(LiteralKind.Boolean, token.Is("true"), token.Position),
            TokenKind.Name => new(LiteralKind.DateRange, null, token.Position) { Range = token.Text.ToUpperInvariant() },
            TokenKind.Symbol when token.Text is ":" => throw Refuse(token.Position, "Only variable references are allowed in dynamic SOQL/SOSL."),
            _ => throw Unexpected(),
        };
        Advance();
        if (literal.Kind is not LiteralKind.DateRange)
            return literal;
        var range = DateRanges.TakesNumber(literal.Range!) ? WithNumber(literal) : literal;
        return DateRanges.IsKnown(range.Range!) ? range : throw Refuse(token.Position, $"unexpected token: '{token.Text}'");
    }

    private Literal WithNumber(Literal literal)
    {
        Symbol(":");
        return literal with { Range = $"{literal.Range}:{Whole().ToString(CultureInfo.InvariantCulture)}" };
    }

    private Literal Number(QueryToken token) =>
        decimal.TryParse(token.Text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? new(LiteralKind.Number, value, token.Position)
            : throw Unexpected();

    private Literal Date(QueryToken token)
    {
        if (DateOnly.TryParseExact(token.Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return new(LiteralKind.Date, date, token.Position);
        string[] formats = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:sszzz"];
        // Without an offset the real API refuses; K alone would accept that.
        return token.Text.Length > 19 && token.Text[19..].AsSpan().ContainsAny('Z', '+', '-')
            && DateTimeOffset.TryParseExact(token.Text, formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
                ? new(LiteralKind.DateTime, time.UtcDateTime, token.Position)
                : throw Unexpected();
    }
}
