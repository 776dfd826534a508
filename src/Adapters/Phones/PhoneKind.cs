namespace Customer360.Adapters.Phones;

/// <summary>What sort of line a number is, as far as its digits tell.</summary>
public enum PhoneKind
{
    /// <summary>A possible number whose range the metadata does not know; it may be new, or invented.</summary>
    Unknown,
    Fixed,
    Mobile,
    /// <summary>The region's plan does not tell fixed from mobile numbers (all of North America).</summary>
    FixedOrMobile,
    TollFree,
    PremiumRate,
    SharedCost,
    Voip,
    PersonalNumber,
    Pager,
    /// <summary>Universal access number: one number for a company's many places.</summary>
    Uan,
    Voicemail,
    /// <summary>A short service number; nobody's own. Has no E.164.</summary>
    ShortCode,
    /// <summary>Has no E.164.</summary>
    Emergency,
    /// <summary>The caller withheld the number, or the network has none. Has no E.164.</summary>
    Anonymous,
}
