namespace Customer360.Adapters.Salesforce;

/// <summary>One SOSL search.</summary>
internal sealed class SoslQuery
{
    private readonly string _find;
    private readonly List<(string Entity, string Fields, int Limit)> _objects = [];

    private SoslQuery(SoslTerm term, string scope) => _find = $"FIND {{{term}}} IN {scope} FIELDS RETURNING ";

    public static SoslQuery InAllFields(SoslTerm term) => new(term, "ALL");

    public static SoslQuery InPhoneFields(SoslTerm term) => new(term, "PHONE");

    /// <summary>Looks in this object too.</summary>
    public SoslQuery Returning(string entity, IEnumerable<string> fields, int limit)
    {
        _objects.Add((SoqlName.Check(entity), string.Join(',', fields.Select(SoqlName.Check).Distinct(StringComparer.OrdinalIgnoreCase)), limit));
        return this;
    }

    /// <remarks>
    /// Of a single object with an order Salesforce takes 2,000 candidates before it drops those that the user may not see, else
    /// 250, in the order of its own relevance.
    /// </remarks>
    public override string ToString()
    {
        var order = _objects.Count == 1 ? " ORDER BY LastModifiedDate DESC" : "";
        return _find + string.Join(", ", _objects.Select(each => $"{each.Entity}({each.Fields}{order} LIMIT {each.Limit})"));
    }
}
