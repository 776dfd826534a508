using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Customer360.Sandbox.Salesforce.Data;
using Customer360.Sandbox.Salesforce.Schema;

namespace Customer360.Sandbox.Salesforce.Rows;

/// <summary>Notes and files: an enhanced note is a content document with a version.</summary>
internal static partial class ContentRules
{
    private const int PreviewLength = 255;
    private static readonly string[] Shared = ["Title", "FileType", "FileExtension", "ContentSize", "OwnerId", "LastModifiedById", "LastModifiedDate"];

    /// <summary>A document is linked once to each record, by who may change it.</summary>
    public static void ApplyToLink(Org org, Access access, Record record)
    {
        var links = org.Table("ContentDocumentLink");
        var (document, entity) = (record.Text("ContentDocumentId")!, record.Text("LinkedEntityId"));
        if (links.Find(links.Type["ContentDocumentId"], document).Any(other => !other.IsDeleted && other.Text("LinkedEntityId") == entity))
            throw new SalesforceException(400, "DUPLICATE_VALUE", $"Document with ID: {document} is already linked with the entity with ID: {entity}");
        if (!access.CanEdit(org.Find(document)!))
            throw new SalesforceException(400, "INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id");
    }

    /// <summary>The rows behind a note: its document, under the same id, and the document's first version.</summary>
    public static void AfterCreate(Transaction transaction, Record record)
    {
        if (record.Type.Name is not "ContentNote")
            return;
        var document = new Record(OrgSchema.Instance["ContentDocument"], record.Id);
        foreach (var field in Shared.Concat(["CreatedById", "CreatedDate"]))
            document[field] = record[field];
        document["SystemModstamp"] = document["ContentModifiedDate"] = record["LastModifiedDate"];
        transaction.Insert(document);
        AddVersion(transaction, record, document, number: 1);
    }

    /// <summary>A new text is a new version.</summary>
    public static void AfterUpdate(Transaction transaction, Record record)
    {
        if (record.Type.Name is not "ContentNote")
            return;
        var document = transaction.Org.Table("ContentDocument").Find(record.Id)!;
        foreach (var field in Shared)
            transaction.Set(document, field, record[field]);
        var latest = transaction.Org.Find(record.Text("LatestPublishedVersionId")!)!;
        if (Equals(latest["VersionData"], record["Content"]))
            return;
        transaction.Set(latest, "IsLatest", false);
        AddVersion(transaction, record, document, int.Parse(latest.Text("VersionNumber")!, CultureInfo.InvariantCulture) + 1);
    }

    private static void AddVersion(Transaction transaction, Record note, Record document, int number)
    {
        var version = new Record(OrgSchema.Instance["ContentVersion"], transaction.Org.Table("ContentVersion").NextId());
        foreach (var field in Shared)
            version[field] = note[field];
        version["CreatedById"] = note["LastModifiedById"];
        version["CreatedDate"] = version["SystemModstamp"] = version["ContentModifiedDate"] = note["LastModifiedDate"];
        version["ContentDocumentId"] = note.Id;
        version["IsLatest"] = true;
        version["VersionNumber"] = number.ToString(CultureInfo.InvariantCulture);
        version["Origin"] = "C";
        version["TextPreview"] = note["TextPreview"];
        version["VersionData"] = note["Content"];
        transaction.Insert(version);
        transaction.Set(document, "LatestPublishedVersionId", version.Id);
        transaction.Set(note, "LatestPublishedVersionId", version.Id);
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

    [GeneratedRegex(@"<(script|style|iframe|object)\b.*?(</\1\s*>|$)", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex UnsafeTags();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();
}
