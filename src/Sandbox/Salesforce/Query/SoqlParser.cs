namespace Customer360.Sandbox.Salesforce.Query;

/// <summary>SOQL to a tree. What this simulator lacks of the language is refused as not simulated, never ignored.</summary>
internal sealed class SoqlParser : ConditionParser
{
    private const int MaxLength = 100_000;
    private string? _alias;

    private SoqlParser(string statement) : base(statement, "MALFORMED_QUERY")
    {
    }

    public static SoqlQuery Parse(string statement)
    {
        if (statement.Length > MaxLength)
            throw new SalesforceException(400, "QUERY_TOO_COMPLICATED", "Query is either selecting too many fields or the filter conditions are too complicated.");
        var parser = new SoqlParser(statement);
        var query = parser.Query(topLevel: true);
        return parser.Current.Kind is TokenKind.End ? query : throw parser.Unexpected();
    }

    protected override SoqlQuery SubQuery() => Query(topLevel: false);

    private SoqlQuery Query(bool topLevel)
    {
        Word("SELECT");
        var isCount = topLevel && Current.Is("COUNT") && Peek().IsSymbol("(") && TakeCount();
        var select = isCount ? [] : Items(topLevel);
        Word("FROM");
        var from = Name();
        var outerAlias = _alias;
        _alias = Alias();
        if (Current.Is("USING"))
            throw SalesforceException.NotSimulated("USING SCOPE");
        var tail = Tail(withConditions: true, Conditions);
        RefuseRest();
        var query = new SoqlQuery(WithoutAlias(select), isCount, from.Text, from.Position, WithoutAlias(tail));
        _alias = outerAlias;
        return query;
    }

    private bool TakeCount()
    {
        Advance();
        Advance();
        if (!TrySymbol(")"))
            throw SalesforceException.NotSimulated("COUNT(field) and other aggregates");
        return true;
    }

    private List<SelectItem> Items(bool topLevel)
    {
        var items = new List<SelectItem>();
        do
            items.Add(Item(topLevel));
        while (TrySymbol(","));
        return items;
    }

    private SelectItem Item(bool topLevel)
    {
        if (topLevel && TrySymbol("("))
        {
            var children = Query(topLevel: false);
            Symbol(")");
            return new SelectChildren(children);
        }
        if (Current.Is("TYPEOF"))
            throw SalesforceException.NotSimulated("TYPEOF");
        if (!Peek().IsSymbol("("))
            return new SelectField(Path(), Label: false, Alias: null);
        var function = Name();
        if (!function.Is("toLabel"))
            throw SalesforceException.NotSimulated($"the function {function.Text} in SELECT");
        Symbol("(");
        var path = Path();
        Symbol(")");
        return new SelectField(path, Label: true, Current.Kind is TokenKind.Name && !Current.Is("FROM") ? Name().Text : null);
    }

    private string? Alias()
    {
        string[] clauses = ["WHERE", "ORDER", "LIMIT", "OFFSET", "USING", "WITH", "GROUP", "HAVING", "FOR", "ALL", "UPDATE"];
        if (TryWord("AS"))
            return Name().Text;
        return Current.Kind is TokenKind.Name && !clauses.Contains(Current.Text, StringComparer.OrdinalIgnoreCase) ? Name().Text : null;
    }

    private void RefuseRest()
    {
        if (TryWord("WITH"))
            throw Refuse(Current.Position, "WITH is only supported in Apex");
        if (Current.Is("GROUP") || Current.Is("HAVING") || Current.Is("FOR") || Current.Is("ALL") || Current.Is("UPDATE"))
            throw SalesforceException.NotSimulated($"{Current.Text.ToUpperInvariant()} in SOQL");
    }

    // An alias is only another word for the object: paths are stored without it.
    private FieldPath WithoutAlias(FieldPath path) =>
        _alias is not null && path.Parts.Count > 1 && string.Equals(path.Parts[0], _alias, StringComparison.OrdinalIgnoreCase)
            ? path with { Parts = [.. path.Parts.Skip(1)] }
            : path;

    private List<SelectItem> WithoutAlias(List<SelectItem> items) =>
        [.. items.Select(item => item is SelectField field ? field with { Path = WithoutAlias(field.Path) } : item)];

    private QueryTail WithoutAlias(QueryTail tail) => _alias is null
        ? tail
        : tail with
        {
            Where = tail.Where is null ? null : WithoutAlias(tail.Where),
            OrderBy = [.. tail.OrderBy.Select(item => item with { Path = WithoutAlias(item.Path) })],
        };

    private Condition WithoutAlias(Condition condition) => condition switch
    {
        AllOf all => new AllOf([.. all.Parts.Select(WithoutAlias)]),
        AnyOf any => new AnyOf([.. any.Parts.Select(WithoutAlias)]),
        Not not => new Not(WithoutAlias(not.Inner)),
        Comparison comparison => comparison with { Path = WithoutAlias(comparison.Path) },
        InList list => list with { Path = WithoutAlias(list.Path) },
        InQuery query => query with { Path = WithoutAlias(query.Path) },
        Includes includes => includes with { Path = WithoutAlias(includes.Path) },
        _ => condition,
    };
}
