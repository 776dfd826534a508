using System.ComponentModel.DataAnnotations;
using Customer360.Gateway.Hosting;

namespace Customer360.Gateway.Development;

/// <summary>Section <c>Development</c>: what makes a first run need nothing else. Refused outside the Development environment.</summary>
internal sealed class DevelopmentOptions : ISelfChecking
{
    public const string Section = "Development";

    /// <summary>Starts the simulated CRMs inside this process.</summary>
    public bool Sandbox { get; set; }

    /// <summary>Their loopback port. 0 takes any free one, which the seeded connections can't name.</summary>
    [Range(0, 65535)] public int SandboxPort { get; set; } = 5090;

    /// <summary>
    /// Agents (subjects of development tokens) who get a grant of every connection of <see cref="Tenant"/> at start, by the
    /// CRM's own consent page, as the sandbox's user of the same name.
    /// </summary>
    public IList<string> Agents { get; set; } = [];

    /// <summary>The agents' tenant.</summary>
    public string Tenant { get; set; } = "demo";

    /// <summary>Matches one demo customer through the gateway's own gRPC port, and says how long it took.</summary>
    public bool DemoMatch { get; set; }

    public IEnumerable<(string Key, string Problem)> Problems(IHostEnvironment environment)
    {
        if (!environment.IsDevelopment() && (Sandbox || Agents.Count > 0 || DemoMatch))
            yield return (nameof(Sandbox), "is for the Development environment alone, as are Agents and DemoMatch");
    }
}
