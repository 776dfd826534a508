namespace Customer360.Adapters.Http;

/// <summary>What an answer means to the pipeline. What it means to the caller is the adapter's business.</summary>
public enum CrmAnswer
{
    /// <summary>The CRM has decided: success, or an error that asking again doesn't change.</summary>
    Settled,

    /// <summary>The access token isn't taken, and another one may be: it is renewed once and the request sent again.</summary>
    TokenRefused,

    /// <summary>Too many calls. Says nothing about the CRM's health.</summary>
    Throttled,

    /// <summary>The CRM is in trouble: worth another try, and a mark against its circuit.</summary>
    Fault,
}
