using System.Text.Json;
using Customer360.Gateway.Security;

namespace Customer360.Gateway.CrmAccess;

/// <summary>Whose grants: an agent is (tenant, issuer, subject).</summary>
internal sealed record Agent(string TenantId, string Issuer, string Subject)
{
    public static Agent Of(Caller caller) => new(caller.TenantId, caller.Issuer, caller.Subject);

    /// <summary>One text, that no other agent can have.</summary>
    public string ToItem() => JsonSerializer.Serialize((string[])[TenantId, Issuer, Subject]);

    public static Agent FromItem(string item) =>
        JsonSerializer.Deserialize<string[]>(item) is [var tenant, var issuer, var subject] ? new(tenant, issuer, subject) : throw new FormatException("Not an agent.");
}
