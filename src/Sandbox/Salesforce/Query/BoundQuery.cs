using Customer360.Sandbox.Salesforce.Data;
using Customer360.Sandbox.Salesforce.Schema;

namespace Customer360.Sandbox.Salesforce.Query;

/// <summary>Which columns of a record go into an answer, in order.</summary>
internal sealed record Projection(SObjectType Type, IReadOnlyList<ProjectionItem> Items);

internal abstract record ProjectionItem(string Name);

internal sealed record ScalarItem(string Name, Field Field, bool Label) : ProjectionItem(Name);

internal sealed record ParentItem(string Name, Field Reference, Projection Parent) : ProjectionItem(Name);

internal sealed record ChildItem(string Name, Field Reference, BoundQuery Query) : ProjectionItem(Name);

/// <summary>An equality on an indexed field that every row must fulfil: where to look instead of at all rows.</summary>
internal sealed record IndexHint(Field Field, IReadOnlyList<string> Values);

/// <summary>A query whose names have all been found, for one user. Row permission is still to be applied.</summary>
internal sealed record BoundQuery(SObjectType Type, Projection Projection, bool IsCount, Func<Record, bool>? Where, Comparison<Record>? Order, int? Limit, int Offset)
{
    public IndexHint? Hint { get; init; }

    /// <summary>For UserRecordAccess: the records asked about.</summary>
    public IReadOnlyList<string>? RecordIds { get; init; }
}
