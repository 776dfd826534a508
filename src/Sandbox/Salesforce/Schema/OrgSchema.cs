using System.Globalization;

namespace Customer360.Sandbox.Salesforce.Schema;

/// <summary>All objects of the simulated org, read from the embedded lists under Objects/.</summary>
/// <remarks>
/// First line: name|label|plural|key prefix|abilities. Then a field per line: name|label|type|length|flags|more. Flags: n nillable, c createable,
/// u updateable, d defaulted on create, r restricted picklist, x external id. More: <c>=A;B*</c> picklist with default, <c>=A@X,Y;B@X&lt;Field</c> picklist
/// that depends on Field, <c>->Contact,Lead:Who/Tasks</c> reference.
/// </remarks>
internal sealed class OrgSchema
{
    private readonly Dictionary<string, SObjectType> _types;
    private readonly Dictionary<string, SObjectType> _byPrefix;

    private OrgSchema()
    {
        var assembly = typeof(OrgSchema).Assembly;
        _types = assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("Salesforce.", StringComparison.Ordinal))
            .Select(name => ReadType(assembly.GetManifestResourceStream(name)!))
            .ToDictionary(type => type.Name, StringComparer.OrdinalIgnoreCase);
        // ContentNote shares its prefix with the document that it is.
        _byPrefix = _types.Values.Where(type => type.Name is not "ContentNote" && type.KeyPrefix.Length > 0).ToDictionary(type => type.KeyPrefix);
        foreach (var child in _types.Values)
        {
            foreach (var field in child.Fields.Where(field => field.ChildRelationshipName is not null))
            {
                foreach (var parent in field.ReferenceTo)
                    _types[parent].Children.Add(new(field.ChildRelationshipName!, child, field));
            }
        }
    }

    /// <summary>Read once per process: it never changes.</summary>
    public static OrgSchema Instance { get; } = new();

    public IEnumerable<SObjectType> Types => _types.Values.OrderBy(type => type.Name, StringComparer.Ordinal);
    public SObjectType this[string name] => _types[name];
    public SObjectType? Find(string name) => _types.GetValueOrDefault(name);
    public SObjectType? ByPrefix(string id) => id.Length < 3 ? null : _byPrefix.GetValueOrDefault(id[..3]);

    /// <summary>What a polymorphic lookup shows of whatever it points to.</summary>
    public static SObjectType NameType { get; } = new("Name", "Name", "Names", "", new HashSet<string>(),
        [
            new("Id", "Name ID", FieldType.Id, 18),
            new("Name", "Name", FieldType.String, 255),
            new("Type", "Object Type", FieldType.String, 40),
            new("FirstName", "First Name", FieldType.String, 40),
            new("LastName", "Last Name", FieldType.String, 80),
            new("Email", "Email", FieldType.Email, 80),
            new("Phone", "Phone", FieldType.Phone, 40),
            new("Title", "Title", FieldType.String, 128),
        ]);

    private static SObjectType ReadType(Stream stream)
    {
        using var reader = new StreamReader(stream);
        var head = reader.ReadLine()!.Split('|');
        var fields = new List<Field>();
        while (reader.ReadLine() is { Length: > 0 } line)
            fields.Add(ReadField(line.Split('|'), fields.Count));
        return new(head[0], head[1], head[2], head[3], head[4].Split(',').ToHashSet(), fields);
    }

    private static Field ReadField(string[] columns, int index)
    {
        var flags = columns[4];
        var field = new Field(columns[0], columns[1], Enum.Parse<FieldType>(columns[2], ignoreCase: true), int.Parse(columns[3], CultureInfo.InvariantCulture))
        {
            Index = index,
            Nillable = flags.Contains('n'),
            Createable = flags.Contains('c'),
            Updateable = flags.Contains('u'),
            DefaultedOnCreate = flags.Contains('d'),
            RestrictedPicklist = flags.Contains('r'),
            ExternalId = flags.Contains('x'),
        };
        return columns is [.., var more] && columns.Length > 5 ? WithMore(field, more) : field;
    }

    private static PicklistEntry ReadEntry(string text)
    {
        var parts = text.Split('@');
        return new(parts[0].TrimEnd('*'), parts[0].EndsWith('*'), parts.Length > 1 ? parts[1].Split(',') : []);
    }

    private static Field WithMore(Field field, string more)
    {
        if (more.StartsWith('='))
        {
            var parts = more[1..].Split('<');
            return field with { Picklist = [.. parts[0].Split(';').Select(ReadEntry)], Controller = parts.ElementAtOrDefault(1) };
        }
        var target = more[2..].Split(':');
        var names = target[1].Split('/');
        return field with { ReferenceTo = target[0].Split(','), RelationshipName = names[0], ChildRelationshipName = names.ElementAtOrDefault(1) };
    }
}
