using Customer360.Sandbox.Salesforce.Data;
using Customer360.Sandbox.Salesforce.Schema;

namespace Customer360.Sandbox.Salesforce.Query;

/// <summary>A field at the end of a path of relationships.</summary>
/// <param name="Parents">The reference fields on the way, from the queried object on.</param>
internal sealed record BoundPath(IReadOnlyList<Field> Parents, SObjectType Type, Field Field);

/// <summary>Finds fields by name as one user sees them: a field hidden from him is not there.</summary>
internal sealed class PathBinder(string statement, Org org, Access access)
{
    public Org Source => org;
    public Access Access => access;

    public BoundPath Bind(SObjectType type, FieldPath path)
    {
        var parents = new List<Field>();
        foreach (var relationship in path.Parts.SkipLast(1))
        {
            var reference = type.FindRelationship(relationship)
                ?? throw QueryError.NoRelationship(statement, path.Position, relationship, "field path", "INVALID_FIELD");
            parents.Add(reference);
            type = reference.IsPolymorphic ? OrgSchema.NameType : OrgSchema.Instance[reference.ReferenceTo[0]];
        }
        var name = path.Parts[^1];
        if (type.Find(name) is { } field && access.CanSee(type, field))
            return new(parents, type, field);
        throw QueryError.NoColumn(statement, path.Position, name, type.Name);
    }

    /// <summary>Reads the value at the end of a path. Rows that the user can't read are as if the reference were empty.</summary>
    public Func<Record, object?> Reader(BoundPath path)
    {
        if (path.Parents.Count == 0)
            return record => org.Value(record, path.Field);
        return record =>
        {
            var at = record;
            foreach (var parent in path.Parents)
                at = at?[parent] is string id && org.Find(id) is { IsDeleted: false } target && access.CanRead(target) ? target : null;
            return at is null ? null : path.Type == OrgSchema.NameType ? Org.NameValue(at, path.Field) : org.Value(at, path.Field);
        };
    }

    public SalesforceException At(FieldPath path, string code, string message) => QueryError.At(statement, path.Position, code, message);

    public SalesforceException At(int position, string code, string message) => QueryError.At(statement, position, code, message);
}
