namespace Customer360.Sandbox.Http;

/// <summary>One simulated CRM. Its state is in memory, so it answers at once; waiting is the pipeline's business.</summary>
internal interface ICrmSimulator
{
    /// <summary>As in faults, ledger and log: salesforce, dynamics, zoho.</summary>
    string Name { get; }

    /// <summary>Whether a path belongs to this CRM. All CRMs share one port; their paths don't overlap.</summary>
    bool Owns(PathString path);

    /// <summary>The key of the user whose token the request bears, or null.</summary>
    string? UserOf(SimRequest request);

    /// <summary>Does the work and answers. Safe for many threads.</summary>
    SimAnswer Answer(SimRequest request);

    /// <summary>How this CRM words a refusal that a fault asks for.</summary>
    SimAnswer Refuse(Fault fault);

    /// <summary>Back to the seeded data; tokens and cursors are gone.</summary>
    void Reset();

    /// <summary>Tokens for a user without the browser, in the CRM's own token answer; null when there is no such user.</summary>
    SimAnswer? IssueTokens(string userKey, string clientId, string origin);

    /// <summary>Ends the sessions of a user, or of all; refresh tokens stay good.</summary>
    int ExpireSessions(string? userKey);
}
