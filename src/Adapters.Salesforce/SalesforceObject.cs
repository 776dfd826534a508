using System.Collections.Frozen;
using Customer360.Contracts.V1;

namespace Customer360.Adapters.Salesforce;

/// <summary>An object as describe tells it to one user: fields hidden from the user are absent.</summary>
internal sealed class SalesforceObject
{
    private readonly FrozenDictionary<string, SalesforceField> _byName;
    private readonly FrozenSet<string> _relationships;

    public SalesforceObject(ObjectAnswer answer)
    {
        Answer = answer with { Fields = null };
        var described = answer.Fields ?? [];
        Fields = [.. described.Select(field => SalesforceField.Of(answer.Name, field, described))];
        _byName = Fields.ToFrozenDictionary(field => field.Name, StringComparer.OrdinalIgnoreCase);
        _relationships = Fields.Select(field => field.Relationship).OfType<string>().ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Names and rights.</summary>
    public ObjectAnswer Answer { get; }

    public IReadOnlyList<SalesforceField> Fields { get; }

    public SalesforceField? this[string name] => _byName.GetValueOrDefault(name);

    /// <param name="path">A field, or a field of a parent, of which only the relationship is known here.</param>
    public bool Has(string path)
    {
        var dot = path.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? _byName.ContainsKey(path) : _relationships.Contains(path[..dot]);
    }

    public RecordType ToRecordType(RecordKind kind) => ToRecordType(Answer, kind);

    public static RecordType ToRecordType(ObjectAnswer answer, RecordKind kind) => new()
    {
        Kind = kind,
        Object = answer.Name,
        Label = answer.Label ?? answer.Name,
        LabelPlural = answer.LabelPlural ?? answer.Label ?? answer.Name,
        CanCreate = answer.Createable,
        CanUpdate = answer.Updateable,
    };
}
