namespace Customer360.Sandbox.Salesforce.Schema;

internal sealed record ChildRelationship(string Name, SObjectType Child, Field Field);

/// <summary>One object as describe tells it.</summary>
internal sealed class SObjectType(string name, string label, string labelPlural, string keyPrefix, IReadOnlySet<string> abilities, IReadOnlyList<Field> fields)
{
    private readonly Dictionary<string, Field> _byName = fields.ToDictionary(field => field.Name, StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Field> _byRelationship = fields.Where(field => field.RelationshipName is not null)
        .ToDictionary(field => field.RelationshipName!, StringComparer.OrdinalIgnoreCase);

    public string Name { get; } = name;
    public string Label { get; } = label;
    public string LabelPlural { get; } = labelPlural;
    public string KeyPrefix { get; } = keyPrefix;
    public IReadOnlyList<Field> Fields { get; } = fields;
    public List<ChildRelationship> Children { get; } = [];
    public bool Createable { get; } = abilities.Contains("create");
    public bool Updateable { get; } = abilities.Contains("update");
    public bool Deletable { get; } = abilities.Contains("delete");
    public bool Searchable { get; } = abilities.Contains("search");
    public bool Layoutable { get; } = abilities.Contains("layout");

    public Field Id => Fields[0];
    public Field? Owner { get; } = fields.FirstOrDefault(field => field.Name is "OwnerId");
    public Field? ExternalId { get; } = fields.FirstOrDefault(field => field.ExternalId);

    /// <summary>The field that is the record's name in lists; Salesforce marks one per object.</summary>
    public Field? NameField { get; } = fields.FirstOrDefault(field => field.Name is "CaseNumber")
        ?? fields.FirstOrDefault(field => field.Name is "Name" or "Title" or "MasterLabel")
        ?? fields.FirstOrDefault(field => field.Name is "Subject");

    public Field? Find(string field) => _byName.GetValueOrDefault(field);
    public Field? FindRelationship(string relationship) => _byRelationship.GetValueOrDefault(relationship);
    public Field this[string field] => _byName[field];
    public override string ToString() => Name;
}
