using System.ComponentModel.DataAnnotations;

namespace Customer360.Gateway.Security;

/// <summary>How much one caller may ask of one replica.</summary>
internal sealed class RateLimitOptions
{
    public const string Section = "RateLimits";

    /// <summary>One agent, admin or platform account. A desktop that searches while one types makes some ten calls a second.</summary>
    public RateLimit PerCaller { get; set; } = new() { CallsPerSecond = 50, Burst = 200 };

    /// <summary>A tenant's callers together.</summary>
    public RateLimit PerTenant { get; set; } = new() { CallsPerSecond = 2_000, Burst = 5_000 };
}

/// <summary>A token bucket.</summary>
internal sealed class RateLimit
{
    [Range(1, 1_000_000)] public int CallsPerSecond { get; set; }

    /// <summary>Calls at once after a pause.</summary>
    [Range(1, 1_000_000)] public int Burst { get; set; }
}
