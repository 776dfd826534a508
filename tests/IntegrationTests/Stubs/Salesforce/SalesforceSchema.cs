using System.Text.Json.Nodes;

namespace Customer360.IntegrationTests.Stubs.Salesforce;

/// <summary>The objects and fields of the stubbed org, from the very describe answers that the stubs give.</summary>
internal sealed class SalesforceSchema
{
    // Objects that the documentation lists and that no describe stub is needed for.
    private static readonly Dictionary<string, string[]> Undescribed = new()
    {
        ["UserRecordAccess"] = ["RecordId", "UserId", "HasReadAccess", "HasEditAccess", "HasDeleteAccess", "HasTransferAccess", "HasAllAccess", "MaxAccessLevel"],
        ["TaskStatus"] = ["Id", "ApiName", "MasterLabel", "IsClosed", "IsDefault", "SortOrder"],
        ["User"] = ["Id", "Name", "Username", "Email", "IsActive"],
        ["Name"] = ["Id", "Name", "Type", "FirstName", "LastName", "Email", "Phone"],
        ["Note"] = ["Id", "ParentId", "Title", "Body", "IsPrivate", "OwnerId", "CreatedDate", "LastModifiedDate"],
        ["ContentDocumentLink"] = ["Id", "LinkedEntityId", "ContentDocumentId", "ShareType", "Visibility", "SystemModstamp"],
        ["ContentDocument"] = ["Id", "Title", "FileType", "CreatedDate", "LastModifiedDate", "ContentModifiedDate", "OwnerId", "Description", "LatestPublishedVersionId"],
    };

    private readonly Dictionary<string, JsonObject> _objects;

    public SalesforceSchema(string stubsFolder) =>
        _objects = Directory.GetFiles(Path.Combine(stubsFolder, "__files"), "describe-ines-*.json")
            .Select(file => JsonNode.Parse(File.ReadAllBytes(file))!.AsObject())
            .ToDictionary(described => described["name"]!.GetValue<string>(), StringComparer.OrdinalIgnoreCase);

    public bool HasObject(string name) => _objects.ContainsKey(name) || Undescribed.ContainsKey(name);

    /// <summary>Follows Account.Owner.Name to its field.</summary>
    /// <returns>The field's properties; an empty object when the field exists but isn't described; null when there is none.</returns>
    public JsonObject? FindField(string objectName, string path)
    {
        var (first, rest) = path.Split('.', 2) is [var head, var tail] ? (head, tail) : (path, null);
        if (Undescribed.TryGetValue(objectName, out var names))
            return rest is not null && objectName == "ContentDocumentLink" ? FindField(first, rest)
                : rest is null && names.Contains(first, StringComparer.OrdinalIgnoreCase) ? [] : null;
        if (!_objects.TryGetValue(objectName, out var described))
            return null;
        var property = rest is null ? "name" : "relationshipName";
        var field = described["fields"]!.AsArray().FirstOrDefault(field => string.Equals(field![property]?.GetValue<string>(), first, StringComparison.OrdinalIgnoreCase));
        if (rest is null || field is null)
            return field?.AsObject();
        var targets = field["referenceTo"]!.AsArray();
        return FindField(targets.Count == 1 ? targets[0]!.GetValue<string>() : "Name", rest); // a lookup to several objects shows their common Name
    }
}
