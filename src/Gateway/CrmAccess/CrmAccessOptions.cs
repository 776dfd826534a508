namespace Customer360.Gateway.CrmAccess;

/// <summary>Section <c>CrmAccess</c>.</summary>
internal sealed class CrmAccessOptions
{
    public const string SectionName = "CrmAccess";

    /// <summary>Where the consent page sends the agent's browser back to, below <see cref="PublicUri"/>.</summary>
    public const string CallbackPath = "/oauth/callback";

    /// <summary>The gateway's address as agents' browsers see it.</summary>
    public Uri PublicUri { get; set; } = new("http://localhost:5080");

    /// <summary>To be registered at each CRM.</summary>
    public Uri RedirectUri => new(PublicUri, CallbackPath);
}
