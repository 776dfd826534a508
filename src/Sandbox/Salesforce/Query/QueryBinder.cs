using Customer360.Sandbox.Salesforce.Data;
using Customer360.Sandbox.Salesforce.Schema;

namespace Customer360.Sandbox.Salesforce.Query;

/// <summary>From the tree to a query that can run.</summary>
internal sealed class QueryBinder(string statement, Org org, Access access)
{
    private readonly PathBinder _paths = new(statement, org, access);

    public BoundQuery Bind(SoqlQuery query)
    {
        var type = OrgSchema.Instance.Find(query.From)
            ?? throw QueryError.NoType(statement, query.FromPosition, query.From);
        if (type.Name is "ContentDocumentLink" && !query.IsCount)
            RequireDocumentFilter(query.Tail.Where);
        return Bind(type, query.Select, query.IsCount, query.Tail);
    }

    public BoundQuery Bind(SObjectType type, IReadOnlyList<SelectItem> select, bool isCount, QueryTail tail)
    {
        var conditions = new ConditionBinder(_paths, type, Bind);
        return new(type, Project(type, select), isCount, tail.Where is null ? null : conditions.Bind(tail.Where), Order(type, tail.OrderBy), tail.Limit, tail.Offset)
        {
            Hint = tail.Where is null ? null : conditions.Hint(tail.Where),
            RecordIds = type.Name is "UserRecordAccess" ? RecordIds(conditions, tail.Where) : null,
        };
    }

    private static IReadOnlyList<string>? RecordIds(ConditionBinder conditions, Condition? where)
    {
        var parts = where is AllOf all ? all.Parts : where is null ? [] : [where];
        var hints = parts.Select(conditions.Hint).OfType<IndexHint>().ToList();
        return hints.Exists(hint => hint.Field.Name is "UserId") ? hints.Find(hint => hint.Field.Name is "RecordId")?.Values : null;
    }

    private Projection Project(SObjectType type, IReadOnlyList<SelectItem> select)
    {
        var root = new Node(type);
        foreach (var item in select)
        {
            if (item is SelectField field)
                AddField(root, type, field);
            else if (item is SelectChildren children)
                root.Items.Add(Children(type, children.Query));
        }
        return root.ToProjection();
    }

    private void AddField(Node root, SObjectType type, SelectField field)
    {
        var path = _paths.Bind(type, field.Path);
        var node = root;
        foreach (var parent in path.Parents)
            node = node.Parent(parent);
        if (!node.Names.Add(field.Alias ?? path.Field.Name))
            throw _paths.At(field.Path, "MALFORMED_QUERY", $"duplicate field selected: {field.Path}");
        node.Items.Add(new ScalarItem(field.Alias ?? path.Field.Name, path.Field, field.Label));
    }

    private ChildItem Children(SObjectType type, SoqlQuery query)
    {
        var relationship = type.Children.FirstOrDefault(child => string.Equals(child.Name, query.From, StringComparison.OrdinalIgnoreCase))
            ?? throw QueryError.NoRelationship(statement, query.FromPosition, query.From, "FROM part of query call", "INVALID_TYPE");
        return new(relationship.Name, relationship.Field, Bind(relationship.Child, query.Select, false, query.Tail));
    }

    private Comparison<Record>? Order(SObjectType type, IReadOnlyList<OrderItem> items)
    {
        if (items.Count == 0)
            return null;
        var keys = items.Select(item => Key(type, item)).ToArray();
        return (left, right) =>
        {
            foreach (var key in keys)
            {
                if (key(left, right) is not 0 and var result)
                    return result;
            }
            return 0;
        };
    }

    private Comparison<Record> Key(SObjectType type, OrderItem item)
    {
        var path = _paths.Bind(type, item.Path);
        if (!path.Field.Sortable)
            throw _paths.At(item.Path, "MALFORMED_QUERY", $"field '{path.Field.Name}' can not be sorted in a query call");
        var read = _paths.Reader(path);
        var sign = item.Descending ? -1 : 1;
        var nulls = item.NullsLast is true ? 1 : -1;
        return (left, right) => (read(left), read(right)) switch
        {
            (null, null) => 0,
            (null, _) => nulls,
            (_, null) => -nulls,
            (string a, string b) => sign * string.Compare(a, b, StringComparison.OrdinalIgnoreCase),
            (IComparable a, var b) => sign * a.CompareTo(b),
            _ => 0,
        };
    }

    private static void RequireDocumentFilter(Condition? where)
    {
        static bool Filters(Condition? condition) => condition switch
        {
            AllOf all => all.Parts.Any(Filters),
            Comparison { Operator: ComparisonOperator.Equal } comparison => IsKey(comparison.Path),
            InList { Negated: false } list => IsKey(list.Path),
            InQuery { Negated: false } query => IsKey(query.Path),
            _ => false,
        };
        static bool IsKey(FieldPath path) => path.ToString().ToUpperInvariant() is "ID" or "CONTENTDOCUMENTID" or "LINKEDENTITYID";
        if (!Filters(where))
            throw new SalesforceException(400, "MALFORMED_QUERY",
                "Implementation restriction: ContentDocumentLink requires a filter by Id, ContentDocumentId or LinkedEntityId with the equals or the IN operator.");
    }

    private sealed class Node(SObjectType type)
    {
        private readonly Dictionary<Field, Node> _parents = [];

        public List<object> Items { get; } = [];
        public HashSet<string> Names { get; } = new(StringComparer.OrdinalIgnoreCase);

        public Node Parent(Field reference)
        {
            if (_parents.TryGetValue(reference, out var node))
                return node;
            node = new(reference.IsPolymorphic ? OrgSchema.NameType : OrgSchema.Instance[reference.ReferenceTo[0]]);
            _parents.Add(reference, node);
            Items.Add((reference, node));
            return node;
        }

        public Projection ToProjection() => new(type, [.. Items.Select(item => item switch
        {
            (Field reference, Node node) => new ParentItem(reference.RelationshipName!, reference, node.ToProjection()),
            _ => (ProjectionItem)item,
        })]);
    }
}
