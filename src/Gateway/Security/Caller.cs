namespace Customer360.Gateway.Security;

/// <summary>What a caller may be. A token may carry several.</summary>
internal enum Role
{
    Agent,
    Admin,
    Platform,
}

/// <summary>Who calls, as the token says. An agent is (tenant, issuer, subject).</summary>
/// <param name="Email">Null: the token doesn't say.</param>
/// <param name="TokenExpires">When the token stops being good; a stream ends then.</param>
internal sealed record Caller(
    string TenantId, string Issuer, string Subject, string? Email, IReadOnlySet<Role> Roles, DateTimeOffset TokenExpires)
{
    /// <summary>Ids only, so that a log can't hold the e-mail address.</summary>
    public override string ToString() => $"{TenantId}/{Subject}";
}
