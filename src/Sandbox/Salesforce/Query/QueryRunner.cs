using Customer360.Sandbox.Salesforce.Data;
using Customer360.Sandbox.Salesforce.Schema;

namespace Customer360.Sandbox.Salesforce.Query;

/// <summary>Runs a bound query over the rows that the user may see.</summary>
internal static class QueryRunner
{
    public static List<Record> Run(Org org, Access access, BoundQuery query, bool withDeleted = false) =>
        Finish(query, Candidates(org, access, query).Where(record => (withDeleted || !record.IsDeleted) && access.CanRead(record)));

    /// <summary>The child rows of one record.</summary>
    public static List<Record> Children(Org org, Access access, ChildItem item, Record parent) =>
        Finish(item.Query, org.Table(item.Query.Type.Name).Find(item.Reference, parent.Id).Where(record => !record.IsDeleted && access.CanRead(record)));

    public static List<Record> Finish(BoundQuery query, IEnumerable<Record> rows)
    {
        if (query.Where is { } where)
            rows = rows.Where(where);
        var list = rows.ToList();
        if (query.Order is { } order)
            list = [.. list.Order(Comparer<Record>.Create(order))];
        var from = Math.Min(query.Offset, list.Count);
        var count = Math.Min(query.Limit ?? int.MaxValue, list.Count - from);
        return from == 0 && count == list.Count ? list : list.GetRange(from, count);
    }

    private static IEnumerable<Record> Candidates(Org org, Access access, BoundQuery query)
    {
        if (query.Type.Name is "UserRecordAccess")
            return RecordAccessRows.For(org, access, query);
        var table = org.Table(query.Type.Name);
        if (query.Hint is not { } hint)
            return table.Rows;
        var values = hint.Values.Distinct(StringComparer.OrdinalIgnoreCase);
        return hint.Field.Type is FieldType.Id
            ? hint.Values.Distinct().Select(table.Find).OfType<Record>()
            : values.SelectMany(value => table.Find(hint.Field, value));
    }
}
