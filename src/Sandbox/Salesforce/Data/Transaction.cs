using Customer360.Sandbox.Salesforce.Schema;

namespace Customer360.Sandbox.Salesforce.Data;

/// <summary>Writes that all happen or none. The ledger hears of them at commit.</summary>
internal sealed class Transaction(Org org, Access access)
{
    private readonly Stack<Action> _undo = new();
    private readonly List<PendingWrite> _writes = [];
    private readonly HashSet<Record> _touched = [];

    public Org Org => org;
    public Access Access => access;

    public void Insert(Record record)
    {
        var table = org.Table(record.Type.Name);
        table.Add(record);
        _touched.Add(record);
        _undo.Push(() => table.Remove(record));
    }

    public void Set(Record record, Field field, object? value)
    {
        var table = org.Table(record.Type.Name);
        var before = record[field];
        table.Set(record, field, value);
        _touched.Add(record);
        _undo.Push(() => table.Set(record, field, before));
    }

    public void Set(Record record, string field, object? value) => Set(record, record.Type[field], value);

    public void Delete(Record record)
    {
        record.IsDeleted = true;
        _touched.Add(record);
        _undo.Push(() => record.IsDeleted = false);
    }

    public void Log(Record record, WriteOperation operation, IReadOnlyList<string> fields) =>
        _writes.Add(new(record.Type.Name, record.Id, operation, record.Type.ExternalId is { } key ? (string?)record[key] : null, fields));

    public void Commit()
    {
        org.Ledger.Append(org.Clock.GetUtcNow(), SalesforceSimulator.CrmName, access.User.Key, _writes);
        foreach (var record in _touched)
            org.Index.Enqueue(record);
        Forget();
    }

    public void Rollback()
    {
        while (_undo.TryPop(out var undo))
            undo();
        Forget();
    }

    private void Forget()
    {
        _undo.Clear();
        _writes.Clear();
        _touched.Clear();
    }
}
