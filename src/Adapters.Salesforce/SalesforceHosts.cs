using Customer360.Contracts.V1;

namespace Customer360.Adapters.Salesforce;

/// <summary>The only hosts that this adapter calls or links to.</summary>
internal static class SalesforceHosts
{
    /// <summary>Suffix of the API's host, suffix of the web application's.</summary>
    private static readonly (string Api, string Web)[] Suffixes =
    [
        (".my.salesforce.com", ".lightning.force.com"),
        (".my-salesforce.com", ".my-lightning.com"),
        (".my.salesforce.mil", ".lightning.crmforce.mil"),
        (".my.sfcrmproducts.cn", ".lightning.sfcrmapps.cn"),
    ];

    public static bool IsAllowed(string host) =>
        host.EndsWith(".salesforce.com", StringComparison.Ordinal) // login and test, too
        || Suffixes.Any(suffix => host.EndsWith(suffix.Api, StringComparison.Ordinal));

    /// <summary>Where agents log in, and where tokens are issued and revoked.</summary>
    /// <exception cref="CrmException">Misconfigured: not an address.</exception>
    public static Uri LoginOf(Connection connection) =>
        Uri.TryCreate(connection.Salesforce.LoginUri, UriKind.Absolute, out var login) && login.Scheme is "https" or "http"
            ? login
            : throw new CrmException(CrmFailure.Misconfigured, "The login address of the connection is no web address.");

    /// <summary>Where people open records. At an address of the operator's own, such as a sandbox's, that is the API's.</summary>
    public static Uri WebOf(Uri apiBase)
    {
        foreach (var (api, web) in Suffixes)
        {
            if (apiBase.Host.EndsWith(api, StringComparison.Ordinal))
                return new UriBuilder("https", apiBase.Host[..^api.Length] + web).Uri;
        }
        // Orgs without a domain of their own: na139.salesforce.com.
        return apiBase.Host.EndsWith(".salesforce.com", StringComparison.Ordinal)
            ? new UriBuilder("https", apiBase.Host.Split('.')[0] + ".lightning.force.com").Uri
            : apiBase;
    }
}
