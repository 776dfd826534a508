namespace Customer360.Adapters.Http;

/// <summary>Exceptions from the rule that the gateway speaks only https, only to CRMs, only on public addresses.</summary>
public sealed class OutboundOptions
{
    public const string SectionName = "Outbound";

    /// <summary>
    /// Targets as host:port, such as 127.0.0.1:5090 or [::1]:5090, that may be private and without TLS. For development,
    /// tests and benchmarks. Empty by default.
    /// </summary>
    public IList<string> AllowedPrivateTargets { get; } = [];
}
