using Customer360.Contracts.V1;

namespace Customer360.Adapters.Salesforce;

/// <summary>What Salesforce can do, given how a connection is set up.</summary>
internal static class SalesforceCapabilities
{
    public static Capabilities Of(Connection connection) => new()
    {
        Kinds =
        {
            OfKind(connection, RecordKind.Contact),
            OfKind(connection, RecordKind.Account),
            OfKind(connection, RecordKind.Case),
            // Links of a note can be added; taking one away is a separate right of the note's owner.
            OfActivity(connection, RecordKind.Note, ActivityMove.Refused),
            OfActivity(connection, RecordKind.Task, ActivityMove.Edit),
            OfActivity(connection, RecordKind.Call, ActivityMove.Edit),
            OfActivity(connection, RecordKind.Event, ActivityMove.Edit),
        },
        DuplicateDetection = Permission.Allowed,
        CrmActivities = false,
        RevokeAtCrm = true,
        RecordRights = true,
        MaskedFields = true,
        Quota = true,
        SearchLags = true,
        SearchPages = true,
    };

    private static KindCapabilities OfKind(Connection connection, RecordKind kind) => new()
    {
        Kind = kind,
        CreateGuarantee = SalesforceReferences.FieldOf(connection, kind) is null ? WriteGuarantee.AtLeastOnce : WriteGuarantee.ExactlyOnce,
        ConflictDetection = ConflictDetection.OneSecond,
    };

    private static KindCapabilities OfActivity(Connection connection, RecordKind kind, ActivityMove move)
    {
        var capabilities = OfKind(connection, kind);
        capabilities.HoldsCustomerAndRegarding = true;
        capabilities.Move = move;
        return capabilities;
    }
}
