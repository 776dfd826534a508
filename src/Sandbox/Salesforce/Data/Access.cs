using Customer360.Sandbox.Salesforce.Schema;

namespace Customer360.Sandbox.Salesforce.Data;

/// <summary>What one user may see and do: profile, field-level security and sharing together.</summary>
internal sealed class Access(Org org, SandboxUser user, Record userRecord)
{
    private static readonly HashSet<string> Hidden = new(StringComparer.Ordinal)
    {
        "Contact.MobilePhone", "Contact.Email", "Lead.MobilePhone", "Lead.Email", "Case.ContactMobile", "Case.ContactEmail", "Name.Email",
    };

    public SandboxUser User { get; } = user;
    public string UserId { get; } = userRecord.Id;
    public Record UserRecord { get; } = userRecord;

    public bool CanSee(SObjectType type, Field field) => !User.HasHiddenFields || !Hidden.Contains($"{type.Name}.{field.Name}");

    public bool CanCreate(SObjectType type) => type.Createable && User.CanCreate;
    public bool CanUpdate(SObjectType type) => type.Updateable && User.CanEdit;
    public bool CanDelete(SObjectType type) => type.Deletable && User.CanDelete;

    public bool CanSet(SObjectType type, Field field, bool creating) =>
        (creating ? field.Createable : field.Updateable) && CanSee(type, field)
        && !(User.HasHiddenFields && field.Name is "Description" && type.Name is "Contact");

    /// <summary>Sharing. A case follows its contact, an activity or a note what it is about, a document its links.</summary>
    public bool CanRead(Record record)
    {
        if (User.SeesConfidential || (string?)(record.Type.Owner is { } owner ? record[owner] : null) == UserId)
            return true;
        if (record.Type.Owner is { } field && (string?)record[field] == org.ConfidentialOwnerId)
            return false;
        return record.Type.Name switch
        {
            "Case" => CanReadTarget(record, "ContactId") && CanReadTarget(record, "AccountId"),
            "Contact" => CanReadTarget(record, "AccountId"),
            "Task" or "Event" => CanReadTarget(record, "WhoId") && CanReadTarget(record, "WhatId"),
            "Note" => CanReadTarget(record, "ParentId"),
            "ContentDocument" or "ContentNote" => CanReadDocument(record.Id),
            "ContentVersion" => CanReadDocument(record.Text("ContentDocumentId")),
            "ContentDocumentLink" => CanReadTarget(record, "LinkedEntityId"),
            _ => true,
        };
    }

    private bool CanReadTarget(Record record, string field) =>
        record.Text(field) is not { } id || org.Find(id) is not { } target || CanRead(target);

    private bool CanReadDocument(string? id)
    {
        if (id is null)
            return true;
        var links = org.Table("ContentDocumentLink");
        return links.Find(links.Type["ContentDocumentId"], id).Any(link => !link.IsDeleted && CanReadTarget(link, "LinkedEntityId"));
    }

    public bool CanEdit(Record record) => CanUpdate(record.Type) && CanRead(record);
    public bool CanDelete(Record record) => CanDelete(record.Type) && CanRead(record);
}
