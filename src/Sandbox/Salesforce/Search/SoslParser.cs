using Customer360.Sandbox.Salesforce.Query;

namespace Customer360.Sandbox.Salesforce.Search;

/// <summary>SOSL to a tree.</summary>
internal sealed class SoslParser : ConditionParser
{
    private SoslParser(string statement, int start) : base(statement, "MALFORMED_SEARCH", start)
    {
    }

    /// <returns>Null when the search term is too long to find anything.</returns>
    public static SoslQuery? Parse(string statement)
    {
        var (open, close) = FindBraces(statement);
        var text = statement[(open + 1)..close];
        CheckLength(text);
        var term = SearchTermParser.Parse(text);
        var parser = new SoslParser(statement, close + 1);
        var scope = parser.Scope();
        var objects = parser.TryWord("RETURNING") ? parser.Objects() : [];
        while (parser.TryWord("WITH"))
            parser.With();
        int? limit = parser.TryWord("LIMIT") ? parser.Whole() : null;
        if (limit > 2000)
            throw new SalesforceException(400, "NUMBER_OUTSIDE_VALID_RANGE", "LIMIT may not exceed 2000");
        if (parser.Current.Is("UPDATE"))
            throw SalesforceException.NotSimulated("UPDATE in SOSL");
        if (parser.Current.Kind is not TokenKind.End)
            throw parser.Unexpected();
        CheckOffsets(objects);
        return term is null ? null : new(term, scope, objects, limit);
    }

    /// <summary>Wildcards, quotes and escapes don't count.</summary>
    public static void CheckLength(string text)
    {
        if (text.Count(char.IsLetterOrDigit) < 2)
            throw new SalesforceException(400, "INVALID_SEARCH", $"search term must be longer than one character: {text}");
    }

    protected override SoqlQuery SubQuery() => throw SalesforceException.NotSimulated("a query within WHERE of SOSL");

    private static (int Open, int Close) FindBraces(string statement)
    {
        var at = 0;
        while (at < statement.Length && char.IsWhiteSpace(statement[at]))
            at++;
        if (string.Compare(statement, at, "FIND", 0, 4, StringComparison.OrdinalIgnoreCase) != 0)
            throw new SalesforceException(400, "MALFORMED_SEARCH", "line 1:0 no viable alternative: a search begins with FIND");
        at += 4;
        while (at < statement.Length && char.IsWhiteSpace(statement[at]))
            at++;
        var open = at;
        while (at < statement.Length && (statement[at] is not '}' || at == open))
            at += statement[at] is '\\' ? 2 : 1;
        return open < statement.Length && statement[open] is '{' && at < statement.Length
            ? (open, at)
            : throw new SalesforceException(400, "MALFORMED_SEARCH", "No search term found. The search term must be enclosed in braces.");
    }

    private SearchScope Scope()
    {
        if (!TryWord("IN"))
            return SearchScope.All;
        if (!Enum.TryParse<SearchScope>(Current.Text, ignoreCase: true, out var scope) || Current.Kind is not TokenKind.Name)
            throw Unexpected();
        Advance();
        Word("FIELDS");
        return scope;
    }

    private List<SearchObject> Objects()
    {
        var objects = new List<SearchObject>();
        do
        {
            var name = Name();
            if (objects.Exists(one => string.Equals(one.Name, name.Text, StringComparison.OrdinalIgnoreCase)))
                throw Refuse(name.Position, $"duplicate object in RETURNING: {name.Text}");
            var (select, tail) = TrySymbol("(") ? Inside() : ([], new(null, [], null, 0));
            objects.Add(new(name.Text, name.Position, select, tail));
        }
        while (TrySymbol(","));
        return objects;
    }

    private (List<SelectItem> Select, QueryTail Tail) Inside()
    {
        var select = new List<SelectItem>();
        do
            select.Add(Item());
        while (TrySymbol(","));
        if (Current.Is("USING"))
            throw SalesforceException.NotSimulated("USING in SOSL");
        var tail = Tail(withConditions: true, Conditions);
        Symbol(")");
        return (select, tail);
    }

    private SelectField Item()
    {
        if (!Peek().IsSymbol("("))
            return new(Path(), Label: false, Alias: null);
        if (!Current.Is("toLabel"))
            throw SalesforceException.NotSimulated($"the function {Current.Text} in RETURNING");
        Advance();
        Symbol("(");
        var path = Path();
        Symbol(")");
        return new(path, Label: true, Alias: null);
    }

    private void With()
    {
        if (!TryWord("SPELL_CORRECTION"))
            throw SalesforceException.NotSimulated($"WITH {Current.Text} in SOSL");
        Symbol("=");
        if (!TryWord("true") && !TryWord("false"))
            throw Unexpected();
    }

    private static void CheckOffsets(List<SearchObject> objects)
    {
        if (objects.Count > 1 && objects.Exists(one => one.Tail.Offset > 0))
            throw new SalesforceException(400, "MALFORMED_SEARCH", "OFFSET is only allowed with a single object");
    }
}
