namespace Customer360.Sandbox.Salesforce.Query;

/// <summary>A field by its path of relationships, as written: Account.Owner.Name.</summary>
internal sealed record FieldPath(IReadOnlyList<string> Parts, int Position)
{
    public override string ToString() => string.Join('.', Parts);
}

internal abstract record SelectItem;

/// <param name="Label">toLabel(field): the picklist's label.</param>
internal sealed record SelectField(FieldPath Path, bool Label, string? Alias) : SelectItem;

internal sealed record SelectChildren(SoqlQuery Query) : SelectItem;

internal sealed record OrderItem(FieldPath Path, bool Descending, bool? NullsLast);

internal sealed record SoqlQuery(IReadOnlyList<SelectItem> Select, bool IsCount, string From, int FromPosition, QueryTail Tail);

/// <summary>What follows the object in SOQL, and stands behind the fields in SOSL's RETURNING.</summary>
internal sealed record QueryTail(Condition? Where, IReadOnlyList<OrderItem> OrderBy, int? Limit, int Offset);

internal abstract record Condition;

internal sealed record AllOf(IReadOnlyList<Condition> Parts) : Condition;

internal sealed record AnyOf(IReadOnlyList<Condition> Parts) : Condition;

internal sealed record Not(Condition Inner) : Condition;

internal enum ComparisonOperator { Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual, Like }

internal sealed record Comparison(FieldPath Path, ComparisonOperator Operator, Literal Value) : Condition;

internal sealed record InList(FieldPath Path, bool Negated, IReadOnlyList<Literal> Values) : Condition;

internal sealed record InQuery(FieldPath Path, bool Negated, SoqlQuery Query) : Condition;

/// <summary>INCLUDES and EXCLUDES: each value is a set of entries that must be there together.</summary>
internal sealed record Includes(FieldPath Path, bool Negated, IReadOnlyList<Literal> Values) : Condition;

internal enum LiteralKind { Text, Number, Boolean, Date, DateTime, DateRange, Null }

/// <param name="Value">string (escapes still in it), decimal, bool, DateOnly, DateTime in UTC, or null.</param>
internal sealed record Literal(LiteralKind Kind, object? Value, int Position)
{
    /// <summary>For DateRange: the name as written, such as LAST_N_DAYS:7.</summary>
    public string? Range { get; init; }
}
