namespace Customer360.Sandbox;

/// <summary>What tests and developers may change while a sandbox runs, also over <c>/_sandbox/settings</c>.</summary>
public sealed record SandboxSettings
{
    /// <summary>How long a committed write stays invisible to full-text search. Queries see it at once.</summary>
    public TimeSpan IndexLag { get; init; } = TimeSpan.Zero;

    /// <summary>API calls per org in the rolling 24 hours.</summary>
    public int DailyApiLimit { get; init; } = 5_000_000;

    /// <summary>Rows per page at most, below what the request wishes; a CRM may always send smaller pages.</summary>
    public int MaxPageSize { get; init; } = 2000;

    /// <summary>Session length by policy. Clients are not told.</summary>
    public TimeSpan AccessTokenLifetime { get; init; } = TimeSpan.FromHours(2);

    /// <summary>Every refresh answers a new refresh token; using an old one again revokes all of its family.</summary>
    public bool RotateRefreshTokens { get; init; }

    /// <summary>How long a client may take to redeem an authorization code.</summary>
    public TimeSpan AuthorizationCodeLifetime { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Whether the duplicate rule can be overridden by the client (alert) or not (block).</summary>
    public bool DuplicatesCanBeSaved { get; init; } = true;
}
