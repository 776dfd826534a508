namespace Customer360.IntegrationTests.Stubs.Salesforce;

/// <summary>The invented org behind the stubs: ids as the mapping files have them.</summary>
internal static class Org
{
    public const string Ines = "0057Q00000InEs1QAF";
    public const string Tom = "0057Q00000ToM02QAF";
    public const string Account = "0017Q00000NoRdHQAV";
    public const string ReadOnlyAccount = "0017Q00000ReaDoQAJ";
    public const string NewAccount = "0017Q00000NewAcQAJ";
    public const string SecretAccount = "0017Q00000SecRtQAJ";
    public const string Asa = "0037Q00000AsaLiQAJ";
    public const string Conan = "0037Q00000ConaNQAR";
    public const string Hidden = "0037Q00000HidDeQAJ";
    public const string Deleted = "0037Q00000GoneXQAR";
    public const string Locked = "0037Q00000LocKdQAJ";
    public const string NewContact = "0037Q00000FreShQAJ";
    public const string FirstAttempt = "0037Q00000UpSrtQAF";
    public const string OpenCase = "5007Q00000OpeN1QAJ";
    public const string ClosedCase = "5007Q00000CLsd2QAD";
    public const string NewCase = "5007Q00000NewCsQAJ";
    public const string Call = "00T7Q00000CaLL1UAN";
    public const string Task = "00T7Q00000TaSk2UAF";
    public const string Event = "00U7Q00000EvNt1UAF";
    public const string Note = "0697Q00000NoTe1QAF";
    public const string ClassicNote = "0027Q00000OLdNoQAL";
    public const string ReferenceField = "C360_Ref__c";
    public const string ClientId = "3MVG9.nordhafen.desk";
    public const string ClientSecret = "A1B2C3-nordhafen";
    public const string RedirectUri = "https://desk.nordhafen.example/oauth/callback";

    /// <summary>The session that a stub knows by this name: a user's, or one in some state.</summary>
    public static string AccessToken(string name) => $"00D7Q00000KpWzX!AQ.{name}";
}
