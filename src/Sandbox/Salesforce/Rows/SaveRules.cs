using System.Globalization;
using Customer360.Sandbox.Salesforce.Data;
using Customer360.Sandbox.Salesforce.Schema;

namespace Customer360.Sandbox.Salesforce.Rows;

/// <summary>What the org itself does to a row before it is saved: computed fields, integrity, a validation rule, assignment.</summary>
internal static class SaveRules
{
    /// <param name="before">The stored row on update, null on create.</param>
    public static void Apply(Org org, Access access, Record record, Record? before, SaveOptions options)
    {
        switch (record.Type.Name)
        {
            case "Contact" or "Lead":
                ApplyToPerson(org, record);
                break;
            case "Case":
                ApplyToCase(org, record, before, options);
                break;
            case "Task":
                ApplyToActivity(org, record);
                ApplyToTask(org, record, before);
                break;
            case "Event":
                ApplyToActivity(org, record);
                EventRules.Apply(record);
                break;
            case "ContentNote":
                ContentRules.ApplyToNote(record);
                break;
            case "ContentDocumentLink" when before is null:
                ContentRules.ApplyToLink(org, access, record);
                break;
        }
    }

    private static void ApplyToPerson(Org org, Record record)
    {
        record["Name"] = $"{record.Text("FirstName")} {record.Text("LastName")}".Trim();
        if (record.Type.Find("Birthdate") is { } field && record[field] is DateOnly birth && birth > DateOnly.FromDateTime(org.Now))
            throw new SalesforceException(400, "FIELD_CUSTOM_VALIDATION_EXCEPTION", "Birthdate can't be in the future.", field.Name);
    }

    private static void ApplyToCase(Org org, Record record, Record? before, SaveOptions options)
    {
        record["CaseNumber"] ??= org.NextCaseNumber().ToString("D8", CultureInfo.InvariantCulture);
        record["AccountId"] ??= record.Text("ContactId") is { } contact ? org.Find(contact)?["AccountId"] : null;
        record["IsClosed"] = IsClosedStatus(org, "CaseStatus", record.Text("Status"));
        record["ClosedDate"] = record["IsClosed"] is true ? record["ClosedDate"] ?? org.Now : null;
        // The active assignment rule gives urgent cases to the confidential desk.
        if (before is null && options.AutoAssign && record.Text("Priority") is "High")
            record["OwnerId"] = org.ConfidentialOwnerId;
    }

    private static void ApplyToTask(Org org, Record record, Record? before)
    {
        if (before is null && record.Text("TaskSubtype") is "Cadence")
            throw new SalesforceException(400, "FIELD_INTEGRITY_EXCEPTION", "TaskSubtype: Cadence can't be set", "TaskSubtype");
        record["IsHighPriority"] = record.Text("Priority") is "High";
        record["IsClosed"] = IsClosedStatus(org, "TaskStatus", record.Text("Status"));
        record["CompletedDateTime"] = record["IsClosed"] is true ? record["CompletedDateTime"] ?? org.Now : null;
    }

    private static void ApplyToActivity(Org org, Record record)
    {
        var (who, what) = (record.Text("WhoId"), record.Text("WhatId"));
        if (who is not null && what is not null && OrgSchema.Instance.ByPrefix(who)?.Name is "Lead")
            throw new SalesforceException(400, "FIELD_INTEGRITY_EXCEPTION", "Related To ID: a lead can't be combined with another related record", "WhatId");
        var target = what is null ? null : org.Find(what);
        record["AccountId"] = target is { Type.Name: "Account" } ? target.Id
            : target?["AccountId"] ?? (who is null ? null : org.Find(who)?["AccountId"]);
    }

    private static bool IsClosedStatus(Org org, string table, string? status) =>
        org.Table(table).Rows.Exists(row => row.Text("ApiName") == status && row["IsClosed"] is true);
}
