using Customer360.Gateway.Hosting;

namespace Customer360.Gateway.CrmAccess;

/// <summary>Section <c>CrmAccess</c>.</summary>
internal sealed class CrmAccessOptions : ISelfChecking
{
    public const string Section = "CrmAccess";

    /// <summary>Where the consent page sends the agent's browser back to, below <see cref="PublicUri"/>.</summary>
    public const string CallbackPath = "/oauth/callback";

    /// <summary>The gateway's address as agents' browsers see it.</summary>
    public Uri PublicUri { get; set; } = new("http://localhost:5080");

    /// <summary>To be registered at each CRM.</summary>
    public Uri GetRedirectUri() => new(PublicUri, CallbackPath);

    public IEnumerable<(string Key, string Problem)> Problems(IHostEnvironment environment)
    {
        if (!PublicUri.IsAbsoluteUri || PublicUri.Scheme is not ("https" or "http") || PublicUri.PathAndQuery != "/")
            yield return (nameof(PublicUri), "must be an http or https URL without a path");
    }
}
