using System.Collections.Frozen;

namespace Customer360.Adapters.OAuth;

/// <summary>What <see cref="OAuthHttp"/> must know of one CRM. One instance per adapter.</summary>
public sealed record OAuthRules
{
    /// <summary>The hosts of the CRM's accounts servers and APIs: lower case, without a port.</summary>
    public required Func<string, bool> IsAllowedHost { get; init; }

    /// <summary>Error codes that mean something else here, or that only this CRM has. The rest is read as RFC 6749 has it.</summary>
    public IReadOnlyDictionary<string, CrmFailure> Errors { get; init; } = FrozenDictionary<string, CrmFailure>.Empty;
}
