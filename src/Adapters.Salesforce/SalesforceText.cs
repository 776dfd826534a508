using System.Globalization;
using Google.Protobuf.WellKnownTypes;

namespace Customer360.Adapters.Salesforce;

/// <summary>Texts that go to, and times that come from, Salesforce.</summary>
internal static class SalesforceText
{
    private static readonly string[] TimeForms = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'"];

    /// <summary>A text that UTF-8 can carry: the gateway's own callers can't send others, but the port takes any string.</summary>
    /// <exception cref="CrmException">InvalidRequest naming the field.</exception>
    public static string Check(string field, string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[++i])))
                throw CrmException.Invalid(field, "holds half a character");
        }
        return text.Contains('\0', StringComparison.Ordinal) ? throw CrmException.Invalid(field, "holds a null character") : text;
    }

    /// <summary>"2017-04-25T16:21:44.000+0000": the offset comes without a colon.</summary>
    public static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParseExact(text, TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    public static Timestamp Stamp(DateTimeOffset time) => Timestamp.FromDateTimeOffset(time);

    public static string Write(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static string Write(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
