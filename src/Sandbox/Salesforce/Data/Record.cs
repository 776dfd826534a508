using Customer360.Sandbox.Salesforce.Schema;

namespace Customer360.Sandbox.Salesforce.Data;

/// <summary>A row. Values are string, bool, long, decimal, DateOnly or DateTime (UTC), or null.</summary>
internal sealed class Record(SObjectType type, string id)
{
    private readonly object?[] _values = NewValues(type, id);

    public SObjectType Type { get; } = type;
    public string Id { get; } = id;
    public bool IsDeleted { get; set; }

    public object? this[Field field]
    {
        get => _values[field.Index];
        set => _values[field.Index] = value;
    }

    public object? this[string field]
    {
        get => Type.Find(field) is { } found ? _values[found.Index] : null;
        set => _values[Type[field].Index] = value;
    }

    public string? Text(string field) => this[field] as string;
    public DateTime LastModified => this["LastModifiedDate"] as DateTime? ?? this["SystemModstamp"] as DateTime? ?? default;

    public object?[] Snapshot() => [.. _values];
    public void Restore(object?[] values) => values.CopyTo(_values, 0);

    private static object?[] NewValues(SObjectType type, string id)
    {
        var values = new object?[type.Fields.Count];
        values[0] = id;
        foreach (var field in type.Fields)
        {
            if (field.Type is FieldType.Boolean)
                values[field.Index] = false;
        }
        return values;
    }
}
