using System.Text;
using System.Text.RegularExpressions;
using Customer360.Sandbox.Salesforce.Data;
using Customer360.Sandbox.Salesforce.Schema;

namespace Customer360.Sandbox.Salesforce.Rows;

/// <summary>Notes and files: an enhanced note is a content document with a version.</summary>
internal static partial class ContentRules
{
    private const int PreviewLength = 255;

    public static void Apply(Org org, Access access, Record record)
    {
        if (record.Type.Name is "ContentNote")
            ApplyToNote(record);
        if (record.Type.Name is not "ContentDocumentLink")
            return;
        var links = org.Table("ContentDocumentLink");
        if (links.Find(links.Type["ContentDocumentId"], record.Text("ContentDocumentId")!).Any(other => !other.IsDeleted && other.Text("LinkedEntityId") == record.Text("LinkedEntityId")))
            throw new SalesforceException(400, "DUPLICATE_VALUE", "Document with ID: " + record.Text("ContentDocumentId") + " is already linked with the entity with ID: " + record.Text("LinkedEntityId"));
        if (!access.CanEdit(org.Find(record.Text("ContentDocumentId")!)!))
            throw new SalesforceException(400, "INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id");
    }

    /// <summary>The rows behind a note: its document, under the same id, and the document's version.</summary>
    public static void AfterCreate(Transaction transaction, Record record)
    {
        if (record.Type.Name is not "ContentNote")
            return;
        var document = new Record(OrgSchema.Instance["ContentDocument"], record.Id);
        Copy(record, document, ["Title", "FileType", "FileExtension", "ContentSize", "OwnerId", "CreatedById", "CreatedDate", "LastModifiedById", "LastModifiedDate"]);
        document["SystemModstamp"] = document["ContentModifiedDate"] = record["LastModifiedDate"];
        var version = new Record(OrgSchema.Instance["ContentVersion"], transaction.Org.Table("ContentVersion").NextId());
        Copy(document, version, ["Title", "FileType", "FileExtension", "ContentSize", "OwnerId", "CreatedById", "CreatedDate", "LastModifiedById", "LastModifiedDate", "SystemModstamp", "ContentModifiedDate"]);
        version["ContentDocumentId"] = record.Id;
        version["IsLatest"] = true;
        version["VersionNumber"] = "1";
        version["Origin"] = "C";
        version["TextPreview"] = record["TextPreview"];
        version["VersionData"] = record["Content"];
        document["LatestPublishedVersionId"] = version.Id;
        transaction.Insert(document);
        transaction.Insert(version);
        transaction.Set(record, "LatestPublishedVersionId", version.Id);
    }

    public static void AfterUpdate(Transaction transaction, Record record)
    {
        if (record.Type.Name is not "ContentNote")
            return;
        ApplyToNote(record);
        var document = transaction.Org.Table("ContentDocument").Find(record.Id)!;
        foreach (var field in (string[])["Title", "LastModifiedDate", "LastModifiedById"])
            transaction.Set(document, field, record[field]);
    }

    public static void ApplyToNote(Record record)
    {
        var html = record.Text("Content") is { } content ? Encoding.UTF8.GetString(Convert.FromBase64String(content)) : "";
        var safe = UnsafeTags().Replace(html, "");
        record["Content"] = safe.Length == 0 ? null : Convert.ToBase64String(Encoding.UTF8.GetBytes(safe));
        var text = System.Net.WebUtility.HtmlDecode(Tags().Replace(safe, " ")).Trim();
        record["TextPreview"] = text.Length > PreviewLength ? text[..PreviewLength] : text;
        record["ContentSize"] = (long)Encoding.UTF8.GetByteCount(safe);
        record["FileType"] = "SNOTE";
        record["FileExtension"] = "snote";
    }

    private static void Copy(Record from, Record to, string[] fields)
    {
        foreach (var field in fields)
            to[field] = from[field];
    }

    [GeneratedRegex(@"<(script|style|iframe|object)\b.*?(</\1\s*>|$)", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex UnsafeTags();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();
}
