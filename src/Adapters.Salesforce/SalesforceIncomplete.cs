namespace Customer360.Adapters.Salesforce;

/// <summary>What an answer says of a part that is missing.</summary>
internal static class SalesforceIncomplete
{
    /// <summary>The contract's reason; null when the failure is no passing one and spoils the whole answer.</summary>
    public static string? ReasonOf(CrmException failure) => failure.Failure switch
    {
        CrmFailure.RateLimited => "CRM_RATE_LIMITED",
        CrmFailure.Timeout => "CRM_TIMEOUT",
        CrmFailure.Unavailable => "CRM_UNAVAILABLE",
        _ => null,
    };
}
