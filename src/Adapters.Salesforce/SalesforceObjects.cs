using System.Collections.Frozen;
using Customer360.Contracts.V1;

namespace Customer360.Adapters.Salesforce;

/// <summary>Which object is which kind of record, and what an id tells of its object.</summary>
internal static class SalesforceObjects
{
    private static readonly FrozenDictionary<string, (string Entity, RecordKind Kind)> ByPrefix = new Dictionary<string, (string, RecordKind)>
    {
        ["001"] = ("Account", RecordKind.Account),
        ["003"] = ("Contact", RecordKind.Contact),
        ["500"] = ("Case", RecordKind.Case),
        ["00T"] = ("Task", RecordKind.Task),
        ["00U"] = ("Event", RecordKind.Event),
        ["002"] = ("Note", RecordKind.Note),
        ["069"] = ("ContentNote", RecordKind.Note),
        ["005"] = ("User", RecordKind.User),
        ["006"] = ("Opportunity", RecordKind.Other),
        ["00G"] = ("Group", RecordKind.Other),
        ["00Q"] = ("Lead", RecordKind.Other),
        ["012"] = ("RecordType", RecordKind.Other),
        ["701"] = ("Campaign", RecordKind.Other),
    }.ToFrozenDictionary();

    /// <summary>The object that holds a record of this kind. A note's depends on its id.</summary>
    /// <exception cref="CrmException">InvalidRequest: OTHER without an object, or with what is no name.</exception>
    public static string EntityOf(RecordRef record) => record.Kind switch
    {
        RecordKind.Contact => "Contact",
        RecordKind.Account => "Account",
        RecordKind.Case => "Case",
        RecordKind.Task or RecordKind.Call => "Task",
        RecordKind.Event => "Event",
        RecordKind.User => "User",
        RecordKind.Note => record.Object is "Note" || record.Id.StartsWith("002", StringComparison.Ordinal) ? "Note" : "ContentNote",
        _ when record.Object.Length > 0 && SoqlName.IsValid(record.Object) && !record.Object.Contains('.', StringComparison.Ordinal) => record.Object,
        _ => throw CrmException.Invalid("object", "must be the API name of an object"),
    };

    public static RecordKind KindOf(string entity) => entity switch
    {
        "Contact" => RecordKind.Contact,
        "Account" => RecordKind.Account,
        "Case" => RecordKind.Case,
        "Task" => RecordKind.Task,
        "Event" => RecordKind.Event,
        "User" => RecordKind.User,
        "Note" or "ContentNote" => RecordKind.Note,
        _ => RecordKind.Other,
    };

    /// <summary>A reference to a record of a known object.</summary>
    public static RecordRef Ref(CrmSession session, string entity, string id, RecordKind? kind = null) => Ref(session.Connection.Id, entity, id, kind);

    public static RecordRef Ref(string connectionId, string entity, string id, RecordKind? kind = null) => new()
    {
        ConnectionId = connectionId,
        Kind = kind ?? KindOf(entity),
        Object = entity,
        Id = SalesforceId.TryParse(id, out var whole) ? whole.ToString() : id,
    };

    /// <summary>A reference to what a lookup points to, when the id or the lookup's only target tells the object.</summary>
    public static RecordRef? RefOf(CrmSession session, string id, IReadOnlyList<string> targets)
    {
        if (!SalesforceId.TryParse(id, out var whole))
            return null;
        if (targets is [var only])
            return Ref(session, only, id);
        return ByPrefix.TryGetValue(whole.Prefix, out var found) ? Ref(session, found.Entity, id, found.Kind) : null;
    }
}
