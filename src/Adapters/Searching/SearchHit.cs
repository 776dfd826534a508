using Customer360.Contracts.V1;

namespace Customer360.Adapters.Searching;

/// <summary>A record that a CRM found, with the values by which it may have been found.</summary>
/// <param name="Record">The record.</param>
/// <param name="Values">Likeliest field first; at least one.</param>
public sealed record SearchHit(RecordSummary Record, IReadOnlyList<SearchedValue> Values);

/// <summary>A value by which a record may have been found.</summary>
/// <param name="Wanted">What was looked for in it.</param>
/// <param name="Field">The CRM's API name.</param>
/// <param name="Text">The value. Null: empty.</param>
/// <param name="IsPhone">Compared as a number, too.</param>
public sealed record SearchedValue(string Wanted, string Field, string? Text, bool IsPhone = false);
