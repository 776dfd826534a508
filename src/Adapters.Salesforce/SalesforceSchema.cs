namespace Customer360.Adapters.Salesforce;

/// <summary>The objects of one query, as one user sees them.</summary>
/// <param name="known">By name; null: the user may not see it. An object that isn't named isn't known, and counts as visible.</param>
internal sealed class SalesforceSchema(IReadOnlyDictionary<string, SalesforceObject?> known)
{
    public IReadOnlyDictionary<string, SalesforceObject?> Known => known;

    /// <summary>The CRM has just refused what seemed visible: ask for no more than is needed.</summary>
    public bool IsAfterRefusal { get; private init; }

    public SalesforceObject? this[string entity] => known.GetValueOrDefault(entity);

    public bool Has(string entity) => !known.TryGetValue(entity, out var found) || found is not null;

    /// <summary>The user may see the field, or the field of a parent.</summary>
    public bool Has(string entity, string path)
    {
        if (!SoqlName.IsValid(path) || !Has(entity))
            return false;
        if (this[entity] is not { } described)
            return true;
        var parts = path.Split('.', 2);
        return described.Has(path) && (parts is [_] || !known.TryGetValue(parts[0], out var parent) || parent?.Has(parts[1]) is true);
    }

    /// <summary>Those that the user may see.</summary>
    public IReadOnlyList<string> Visible(string entity, params IEnumerable<string> paths) => [.. paths.Where(path => Has(entity, path))];

    /// <summary>Those that the user may see and that a query can filter by.</summary>
    public IReadOnlyList<string> Filterable(string entity, params IEnumerable<string> paths) =>
        [.. Visible(entity, paths).Where(path => this[entity]?[path] is not { Info.Filterable: false })];

    public SalesforceSchema AfterRefusal() => new(known) { IsAfterRefusal = true };
}
