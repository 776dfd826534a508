using Customer360.Sandbox.Salesforce.Data;
using Customer360.Sandbox.Salesforce.Schema;

namespace Customer360.Sandbox.Salesforce.Query;

/// <summary>UserRecordAccess has no stored rows: they come from the ids asked for.</summary>
internal static class RecordAccessRows
{
    private const int MaxIds = 200;

    public static IEnumerable<Record> For(Org org, Access access, BoundQuery query)
    {
        var wanted = query.RecordIds ?? throw new SalesforceException(400, "MALFORMED_QUERY", "UserRecordAccess requires a filter on UserId and RecordId");
        if (wanted.Count > MaxIds)
            throw new SalesforceException(400, "MALFORMED_QUERY", $"UserRecordAccess can be asked for {MaxIds} records at most");
        return wanted.Distinct().Select(org.Find).OfType<Record>()
            .Where(record => !record.IsDeleted && access.CanRead(record))
            .Select(record => Row(record, access));
    }

    private static Record Row(Record record, Access access)
    {
        var type = OrgSchema.Instance["UserRecordAccess"];
        var (edit, delete) = (access.CanEdit(record), access.CanDelete(record));
        return new(type, record.Id)
        {
            ["UserId"] = access.UserId,
            ["RecordId"] = record.Id,
            ["HasReadAccess"] = true,
            ["HasEditAccess"] = edit,
            ["HasDeleteAccess"] = delete,
            ["HasTransferAccess"] = delete,
            ["HasAllAccess"] = access.User.IsAdmin,
            ["MaxAccessLevel"] = access.User.IsAdmin ? "All" : delete ? "Transfer" : edit ? "Edit" : "Read",
        };
    }
}
