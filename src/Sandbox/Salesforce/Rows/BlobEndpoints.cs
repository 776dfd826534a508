using Customer360.Sandbox.Http;
using Customer360.Sandbox.Salesforce.Api;
using Customer360.Sandbox.Salesforce.Schema;

namespace Customer360.Sandbox.Salesforce.Rows;

/// <summary>/sobjects/X/id/blobField: the bytes themselves, and so not within a composite request.</summary>
internal static class BlobEndpoints
{
    public static Field? FindField(string type, string field) =>
        OrgSchema.Instance.Find(type)?.Find(field) is { Type: FieldType.Base64 } found ? found : null;

    public static SimAnswer Read(ApiCall call, SObjectType type, string id, Field field)
    {
        var content = RowEndpoints.Find(call, type, id).Text(field.Name);
        return new(200, content is null ? default : Convert.FromBase64String(content), "application/octet-stream");
    }
}
