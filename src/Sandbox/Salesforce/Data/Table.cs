using Customer360.Sandbox.Salesforce.Schema;

namespace Customer360.Sandbox.Salesforce.Data;

/// <summary>All rows of one object, with an index on ids, references, e-mails and external ids.</summary>
internal sealed class Table
{
    private readonly Dictionary<string, Record> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<Field, Dictionary<string, List<Record>>> _indexes;
    private int _last;

    public Table(SObjectType type)
    {
        Type = type;
        _indexes = type.Fields.Where(IsIndexed).ToDictionary(field => field, _ => new Dictionary<string, List<Record>>(StringComparer.OrdinalIgnoreCase));
    }

    public SObjectType Type { get; }

    /// <summary>In the order of creation, the deleted ones included.</summary>
    public List<Record> Rows { get; } = [];

    public static bool IsIndexed(Field field) => field.Type is FieldType.Reference or FieldType.Email || field.ExternalId || field.Name is "CaseNumber";

    public string NextId() => SalesforceId.Make(Type.KeyPrefix, ++_last);

    public Record? Find(string id) => _byId.GetValueOrDefault(id);

    public IReadOnlyList<Record> Find(Field field, string value) => _indexes[field].GetValueOrDefault(value) ?? (IReadOnlyList<Record>)[];

    public void Add(Record record)
    {
        _byId.Add(record.Id, record);
        Rows.Add(record);
        foreach (var (field, index) in _indexes)
            Enter(index, record[field], record);
    }

    /// <summary>Takes a row away as if it had never been: only for a transaction that rolls back.</summary>
    public void Remove(Record record)
    {
        _byId.Remove(record.Id);
        Rows.Remove(record);
        foreach (var (field, index) in _indexes)
            Leave(index, record[field], record);
    }

    /// <summary>The only way to change a value of a stored row: keeps the indexes right.</summary>
    public void Set(Record record, Field field, object? value)
    {
        if (_indexes.TryGetValue(field, out var index))
        {
            Leave(index, record[field], record);
            Enter(index, value, record);
        }
        record[field] = value;
    }

    private static void Enter(Dictionary<string, List<Record>> index, object? value, Record record)
    {
        if (value is not string key)
            return;
        if (!index.TryGetValue(key, out var rows))
            index[key] = rows = new(1);
        rows.Add(record);
    }

    private static void Leave(Dictionary<string, List<Record>> index, object? value, Record record)
    {
        if (value is string key && index.TryGetValue(key, out var rows))
            rows.Remove(record);
    }
}
