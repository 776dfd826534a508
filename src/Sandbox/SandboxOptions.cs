namespace Customer360.Sandbox;

/// <summary>How a sandbox starts. What can change while it runs is in <see cref="SandboxSettings"/>.</summary>
public sealed class SandboxOptions
{
    /// <summary>Loopback port. 0 takes any free one.</summary>
    public int Port { get; set; }

    /// <summary>The same seed gives the same data at every start.</summary>
    public int Seed { get; set; } = 20261120;

    /// <summary>Contacts in each CRM, the demo customers included.</summary>
    public int ContactCount { get; set; } = 2000;

    /// <summary>The clock under the sandbox's own, which can be advanced.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>The settings at start, and again after a reset.</summary>
    public SandboxSettings Settings { get; set; } = new();

    /// <summary>OAuth clients known at start. More can be registered while it runs.</summary>
    public IList<OAuthClient> Clients { get; } = [OAuthClient.Default];
}

/// <summary>An application that may ask users for consent. Without a secret it is a public client.</summary>
/// <param name="RedirectUris">Compared character by character.</param>
public sealed record OAuthClient(string ClientId, string? ClientSecret, IReadOnlyList<string> RedirectUris)
{
    public static OAuthClient Default { get; } = new("sandbox-client", "sandbox-secret",
        ["http://localhost:5080/oauth/callback", "http://127.0.0.1:5080/oauth/callback"]);
}
