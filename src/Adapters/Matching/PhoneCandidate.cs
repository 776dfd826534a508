using Customer360.Contracts.V1;

namespace Customer360.Adapters.Matching;

/// <summary>A customer whom a CRM offered for a number, not yet checked.</summary>
/// <param name="Record">Contact or account; equal records have equal ids.</param>
/// <param name="Name">The name.</param>
/// <param name="Phones">The fields that count, in the order of the connection's settings.</param>
public sealed record PhoneCandidate(RecordRef Record, string Name, IReadOnlyList<StoredPhone> Phones)
{
    /// <summary>The main e-mail address. Empty: none that this agent may see.</summary>
    public string Email { get; init; } = "";

    /// <summary>The company that a contact belongs to. Empty: none.</summary>
    public string Company { get; init; } = "";

    /// <summary>The account of a contact. Null: none.</summary>
    public RecordRef? Account { get; init; }
}

/// <summary>A text that may be a phone number.</summary>
/// <param name="Field">The CRM's API name of the field.</param>
/// <param name="WellKnown">The field's common meaning.</param>
/// <param name="Text">As stored.</param>
public sealed record StoredPhone(string Field, WellKnownField WellKnown, string? Text);
