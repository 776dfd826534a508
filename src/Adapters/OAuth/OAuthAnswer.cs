using System.Net;

namespace Customer360.Adapters.OAuth;

/// <summary>What a token or revocation endpoint said, as flat texts, from JSON or a form.</summary>
/// <param name="Status">The HTTP status. Not trusted alone: Zoho sends errors with 200.</param>
/// <param name="Values">By name. Nested values are left out. Holds tokens: never logged.</param>
public sealed record OAuthAnswer(HttpStatusCode Status, IReadOnlyDictionary<string, string> Values)
{
    /// <summary>The value; null when absent or empty.</summary>
    public string? this[string name] => Values.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    /// <summary>The error's code. Null: none.</summary>
    public string? Error => this["error"];

    /// <summary>When the access token ends. Null: the CRM doesn't say.</summary>
    public DateTimeOffset? ExpireTime { get; init; }

    /// <summary>Without the values, so that no log can hold them.</summary>
    public override string ToString() => $"OAuth answer {(int)Status}";
}
