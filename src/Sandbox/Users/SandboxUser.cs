namespace Customer360.Sandbox;

/// <summary>A person with a login in every simulated CRM, and rights that each CRM expresses in its own way.</summary>
public sealed record SandboxUser(string Key, string FirstName, string LastName)
{
    public string Email => $"{Key}@sandbox.example";
    public string Name => $"{FirstName} {LastName}";
    public string TimeZone { get; init; } = "America/Los_Angeles";
    public string Locale { get; init; } = "en_US";
    public bool CanUseApi { get; init; } = true;
    public bool CanCreate { get; init; } = true;
    public bool CanEdit { get; init; } = true;
    public bool CanDelete { get; init; } = true;

    /// <summary>Without it, records of <see cref="DemoUsers.Confidential"/> and what hangs on them don't exist for this user.</summary>
    public bool SeesConfidential { get; init; } = true;

    /// <summary>Mobile phone and e-mail of contacts are hidden fields, and the description is read-only.</summary>
    public bool HasHiddenFields { get; init; }

    /// <summary>May see the org's limits and set-up.</summary>
    public bool IsAdmin { get; init; }
}

/// <summary>The users of every sandbox. There are no passwords: the consent page lets the developer choose.</summary>
public static class DemoUsers
{
    public static SandboxUser Full { get; } = new("full", "Ada", "Fuller");
    public static SandboxUser Second { get; } = new("second", "Ben", "Ortega") { TimeZone = "Europe/Berlin", Locale = "de_DE" };
    public static SandboxUser ReadOnly { get; } = new("readonly", "Rita", "Reader") { CanCreate = false, CanEdit = false, CanDelete = false };
    public static SandboxUser Restricted { get; } = new("restricted", "Sven", "Narrow") { SeesConfidential = false };
    public static SandboxUser HiddenFields { get; } = new("hidden", "Hana", "Veil") { HasHiddenFields = true };
    public static SandboxUser NoApi { get; } = new("noapi", "Otto", "Offline") { CanUseApi = false };
    public static SandboxUser Admin { get; } = new("admin", "Alma", "Admin") { IsAdmin = true };

    /// <summary>Owns the records that the restricted user can't see.</summary>
    public static SandboxUser Confidential { get; } = new("confidential", "Cora", "Private");

    public static IReadOnlyList<SandboxUser> All { get; } = [Full, Second, ReadOnly, Restricted, HiddenFields, NoApi, Admin, Confidential];
}
