using System.ComponentModel.DataAnnotations;
using Customer360.Gateway.Hosting;

namespace Customer360.Gateway.Security;

/// <summary>Whose tokens count.</summary>
internal sealed class TokenOptions : ISelfChecking
{
    public const string Section = "Authentication";

    public List<IssuerOptions> Issuers { get; set; } = [];

    public DevelopmentTokenOptions DevelopmentTokens { get; set; } = new();

    /// <summary>How far the issuers' clocks and ours may differ.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")] public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>In characters. Longer ones are refused unread.</summary>
    [Range(512, 64 * 1024)] public int LongestToken { get; set; } = 8 * 1024;

    /// <summary>How many validated tokens are remembered, until they expire.</summary>
    [Range(0, 1_000_000)] public int RememberedTokens { get; set; } = 20_000;

    /// <summary>Lets an issuer on this machine speak clear HTTP. In Development only.</summary>
    public bool AllowHttpOnLoopback { get; set; }

    public IEnumerable<(string Key, string Problem)> Problems(IHostEnvironment environment)
    {
        if (Issuers.Count == 0 && !DevelopmentTokens.Enabled)
            yield return (nameof(Issuers), "needs at least one: nobody could call");
        if (DevelopmentTokens.Enabled && !environment.IsDevelopment())
            yield return ("DevelopmentTokens:Enabled", $"is for the Development environment; this is {environment.EnvironmentName}");
        if (AllowHttpOnLoopback && !environment.IsDevelopment())
            yield return (nameof(AllowHttpOnLoopback), $"is for the Development environment; this is {environment.EnvironmentName}");
        if (DevelopmentTokens.Enabled && DevelopmentTokens.Tenants.Count == 0)
            yield return ("DevelopmentTokens:Tenants", "needs at least one");
        for (var index = 0; index < Issuers.Count; index++)
            foreach (var (key, problem) in Issuers[index].Problems(AllowHttpOnLoopback))
                yield return ($"{nameof(Issuers)}:{index}:{key}", problem);
        foreach (var twice in Issuers.GroupBy(issuer => issuer.Issuer).Where(group => group.Count() > 1))
            yield return (nameof(Issuers), $"names {twice.Key} more than once");
    }
}

/// <summary>An identity provider whose tokens count.</summary>
internal sealed class IssuerOptions
{
    /// <summary>The iss claim, exactly.</summary>
    [Required] public string Issuer { get; set; } = "";

    /// <summary>The OpenID Connect discovery document. Empty: below the issuer, where the standard has it.</summary>
    public string? DiscoveryUri { get; set; }

    /// <summary>The JSON web key set, for an issuer without discovery.</summary>
    public string? KeysUri { get; set; }

    /// <summary>The aud claim that means this gateway.</summary>
    [Required] public string Audience { get; set; } = "";

    /// <summary>The tenants that this issuer may speak for. Another one in a token makes it invalid.</summary>
    [MinLength(1)] public List<string> Tenants { get; set; } = [];

    /// <summary>The claim with the tenant.</summary>
    [Required] public string TenantClaim { get; set; } = "tenant";

    /// <summary>The claim with the roles: a text or a list of them.</summary>
    [Required] public string RolesClaim { get; set; } = "roles";

    /// <summary>The claim with the e-mail address, which is compared with the CRM user's.</summary>
    [Required] public string EmailClaim { get; set; } = "email";

    /// <summary>This issuer's names of our roles. Empty: agent, admin, platform.</summary>
    public Dictionary<string, Role> Roles { get; set; } = [];

    public Uri DiscoveryAddress => new(string.IsNullOrEmpty(DiscoveryUri) ? $"{Issuer.TrimEnd('/')}/.well-known/openid-configuration" : DiscoveryUri);

    public IEnumerable<(string Key, string Problem)> Problems(bool allowHttpOnLoopback)
    {
        if (Tenants.Any(tenant => tenant.Length is 0 or > 64))
            yield return (nameof(Tenants), "must be ids of 1 to 64 characters");
        var (key, address) = !string.IsNullOrEmpty(KeysUri) ? (nameof(KeysUri), KeysUri)
            : !string.IsNullOrEmpty(DiscoveryUri) ? (nameof(DiscoveryUri), DiscoveryUri) : (nameof(Issuer), Issuer);
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || !IsSafe(uri, allowHttpOnLoopback))
            yield return (key, "must be an https URL");
    }

    /// <summary>Keys that came in clear text could be anybody's.</summary>
    public static bool IsSafe(Uri uri, bool allowHttpOnLoopback) =>
        uri.Scheme == Uri.UriSchemeHttps || (allowHttpOnLoopback && uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback);
}

/// <summary>Tokens that the gateway issues to whoever asks, so that a first run needs no identity provider.</summary>
internal sealed class DevelopmentTokenOptions
{
    public bool Enabled { get; set; }

    /// <summary>The tenants that one can ask for; the first is the default.</summary>
    public List<string> Tenants { get; set; } = [];
}
