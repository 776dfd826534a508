using Customer360.Sandbox.Salesforce.Data;
using Customer360.Sandbox.Salesforce.Schema;

namespace Customer360.Sandbox.Salesforce.Query;

/// <summary>WHERE to a predicate, with the type rules of the real API.</summary>
internal sealed class ConditionBinder(PathBinder paths, SObjectType type, Func<SoqlQuery, BoundQuery> bindQuery)
{
    public Func<Record, bool> Bind(Condition condition)
    {
        switch (condition)
        {
            case AllOf all:
                var every = all.Parts.Select(Bind).ToArray();
                return record => Array.TrueForAll(every, part => part(record));
            case AnyOf any:
                var some = any.Parts.Select(Bind).ToArray();
                return record => Array.Exists(some, part => part(record));
            case Not not:
                var inner = Bind(not.Inner);
                return record => !inner(record);
            case Comparison comparison:
                return Compare(comparison);
            case InList list:
                return In(list);
            case InQuery query:
                return In(query);
            default:
                return Includes((Includes)condition);
        }
    }

    /// <summary>The first equality on an indexed field that holds for every row of the result.</summary>
    public IndexHint? Hint(Condition condition) => condition switch
    {
        AllOf all => all.Parts.Select(Hint).FirstOrDefault(hint => hint is not null),
        Comparison { Operator: ComparisonOperator.Equal, Value.Kind: LiteralKind.Text } equal => HintOn(equal.Path, [equal.Value]),
        InList { Negated: false } list when list.Values.All(value => value.Kind is LiteralKind.Text) => HintOn(list.Path, list.Values),
        _ => null,
    };

    private IndexHint? HintOn(FieldPath path, IReadOnlyList<Literal> values)
    {
        if (path.Parts.Count > 1 || paths.Bind(type, path).Field is not { } field || !(field.Type is FieldType.Id || Table.IsIndexed(field)))
            return null;
        return new(field, [.. values.Select(value => (string)Values.Of(paths, path, field, value)!)]);
    }

    private (Field Field, Func<Record, object?> Read) Filtered(FieldPath path)
    {
        var bound = paths.Bind(type, path);
        return bound.Field.Filterable
            ? (bound.Field, paths.Reader(bound))
            : throw paths.At(path, "INVALID_FIELD", $"field '{path}' can not be filtered in a query call");
    }

    private Func<Record, bool> Compare(Comparison comparison)
    {
        var (field, read) = Filtered(comparison.Path);
        if (comparison.Operator is ComparisonOperator.Like)
            return Like(comparison, field, read);
        var equality = comparison.Operator is ComparisonOperator.Equal or ComparisonOperator.NotEqual;
        if (!equality && (field.Type is FieldType.Boolean or FieldType.Multipicklist or FieldType.Id or FieldType.Reference || comparison.Value.Kind is LiteralKind.Null))
            throw InvalidOperator(comparison.Path, field);
        if (comparison.Value.Kind is LiteralKind.DateRange)
            return InRange(comparison, field, read);
        var wanted = Values.Of(paths, comparison.Path, field, comparison.Value);
        return comparison.Operator switch
        {
            ComparisonOperator.Equal => record => Values.Same(read(record), wanted),
            ComparisonOperator.NotEqual => record => !Values.Same(read(record), wanted),
            ComparisonOperator.Less => record => Values.Order(read(record), wanted) < 0,
            ComparisonOperator.LessOrEqual => record => Values.Order(read(record), wanted) <= 0,
            ComparisonOperator.Greater => record => Values.Order(read(record), wanted) > 0,
            _ => record => Values.Order(read(record), wanted) >= 0,
        };
    }

    private Func<Record, bool> Like(Comparison comparison, Field field, Func<Record, object?> read)
    {
        if (!field.IsText || field.Type is FieldType.Multipicklist)
            throw InvalidOperator(comparison.Path, field);
        if (comparison.Value.Kind is not LiteralKind.Text)
            throw Values.WrongType(paths, comparison.Path, field);
        var like = new LikePattern((string)comparison.Value.Value!);
        return record => read(record) is string value && like.Matches(value);
    }

    private Func<Record, bool> InRange(Comparison comparison, Field field, Func<Record, object?> read)
    {
        if (field.Type is not (FieldType.Date or FieldType.Datetime))
            throw Values.WrongType(paths, comparison.Path, field);
        var (first, after) = DateRanges.Of(comparison.Value.Range!, paths.Source.TodayOf(paths.Access));
        var (from, until) = field.Type is FieldType.Date
            ? ((object)first, (object)after)
            : (Org.StartOfDay(paths.Access, first), Org.StartOfDay(paths.Access, after));
        return comparison.Operator switch
        {
            ComparisonOperator.Equal => record => read(record) is { } value && Values.Order(value, from) >= 0 && Values.Order(value, until) < 0,
            ComparisonOperator.NotEqual => record => read(record) is not { } value || Values.Order(value, from) < 0 || Values.Order(value, until) >= 0,
            ComparisonOperator.Less => record => Values.Order(read(record), from) < 0,
            ComparisonOperator.LessOrEqual => record => Values.Order(read(record), until) < 0,
            ComparisonOperator.Greater => record => Values.Order(read(record), until) >= 0,
            _ => record => Values.Order(read(record), from) >= 0,
        };
    }

    private Func<Record, bool> In(InList list)
    {
        var (field, read) = Filtered(list.Path);
        if (field.Type is FieldType.Boolean or FieldType.Multipicklist)
            throw InvalidOperator(list.Path, field);
        var wanted = list.Values.Select(value => Values.Of(paths, list.Path, field, value)).ToArray();
        return record =>
        {
            var value = read(record);
            return Array.Exists(wanted, one => Values.Same(value, one)) != list.Negated;
        };
    }

    private Func<Record, bool> In(InQuery condition)
    {
        var (field, read) = Filtered(condition.Path);
        var query = bindQuery(condition.Query);
        if (field.Type is not (FieldType.Id or FieldType.Reference) || query.Projection.Items is not [ScalarItem { Field.Type: FieldType.Id or FieldType.Reference } column])
            throw paths.At(condition.Path, "MALFORMED_QUERY", "The inner and outer selects must each name one Id or reference field");
        HashSet<object>? ids = null;
        return record =>
        {
            ids ??= [.. QueryRunner.Run(paths.Source, paths.Access, query).Select(row => row[column.Field]).OfType<object>()];
            return read(record) is { } value && ids.Contains(value) != condition.Negated;
        };
    }

    private Func<Record, bool> Includes(Includes condition)
    {
        var (field, read) = Filtered(condition.Path);
        if (field.Type is not FieldType.Multipicklist)
            throw InvalidOperator(condition.Path, field);
        var sets = condition.Values.Select(value => ((string)Values.Of(paths, condition.Path, field, value)!).Split(';')).ToArray();
        return record =>
        {
            var chosen = (read(record) as string)?.Split(';') ?? [];
            return Array.Exists(sets, set => Array.TrueForAll(set, entry => chosen.Contains(entry, StringComparer.OrdinalIgnoreCase))) != condition.Negated;
        };
    }

    private SalesforceException InvalidOperator(FieldPath path, Field field) =>
        paths.At(path, "INVALID_FIELD", $"invalid operator on {Values.TypeName(field)} field");
}
