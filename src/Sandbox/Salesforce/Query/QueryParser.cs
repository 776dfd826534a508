using System.Globalization;

namespace Customer360.Sandbox.Salesforce.Query;

/// <summary>Recursive descent over tokens: what SOQL and SOSL have in common.</summary>
internal abstract class QueryParser
{
    private readonly QueryLexer _lexer;
    private QueryToken? _peeked;

    protected QueryParser(string statement, string malformed, int start = 0)
    {
        Statement = statement;
        Malformed = malformed;
        _lexer = new(statement, malformed, start);
        Current = _lexer.Next();
    }

    protected string Statement { get; }

    /// <summary>The error code for what the grammar refuses.</summary>
    protected string Malformed { get; }

    protected QueryToken Current { get; private set; }

    protected QueryToken Peek() => _peeked ??= _lexer.Next();

    protected QueryToken Advance()
    {
        var taken = Current;
        Current = _peeked ?? _lexer.Next();
        _peeked = null;
        return taken;
    }

    protected bool TryWord(string word)
    {
        if (!Current.Is(word))
            return false;
        Advance();
        return true;
    }

    protected bool TrySymbol(string symbol)
    {
        if (!Current.IsSymbol(symbol))
            return false;
        Advance();
        return true;
    }

    protected void Word(string word)
    {
        if (!TryWord(word))
            throw Unexpected();
    }

    protected void Symbol(string symbol)
    {
        if (!TrySymbol(symbol))
            throw Unexpected();
    }

    protected QueryToken Name() => Current.Kind is TokenKind.Name ? Advance() : throw Unexpected();

    protected SalesforceException Unexpected() => Refuse(Current.Position, $"unexpected token: '{Current.Text}'");

    protected SalesforceException Refuse(int position, string message) => QueryError.At(Statement, position, Malformed, message);

    protected FieldPath Path()
    {
        var first = Name();
        var parts = new List<string> { first.Text };
        while (TrySymbol("."))
            parts.Add(Name().Text);
        // 5 levels of child-to-parent.
        return parts.Count <= 6 ? new(parts, first.Position) : throw Refuse(first.Position, "SOQL statements cannot query more than 5 levels of parent relationships");
    }

    /// <summary>ORDER BY, LIMIT and OFFSET, in this order.</summary>
    protected QueryTail Tail(bool withConditions, Func<Condition>? condition)
    {
        var where = withConditions && TryWord("WHERE") ? condition!() : null;
        var order = new List<OrderItem>();
        if (TryWord("ORDER"))
        {
            Word("BY");
            do
                order.Add(Order());
            while (TrySymbol(","));
        }
        int? limit = TryWord("LIMIT") ? Whole() : null;
        var offset = TryWord("OFFSET") ? Whole() : 0;
        return offset <= 2000
            ? new(where, order, limit, offset)
            : throw new SalesforceException(400, "NUMBER_OUTSIDE_VALID_RANGE", "Maximum SOQL offset allowed is 2000");
    }

    private OrderItem Order()
    {
        var path = Path();
        var descending = TryWord("DESC");
        if (!descending)
            TryWord("ASC");
        if (!TryWord("NULLS"))
            return new(path, descending, null);
        var last = TryWord("LAST");
        if (!last)
            Word("FIRST");
        return new(path, descending, last);
    }

    protected int Whole() =>
        Current.Kind is TokenKind.Number && int.TryParse(Current.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? Also(value)
            : throw Unexpected();

    private int Also(int value)
    {
        Advance();
        return value;
    }
}
