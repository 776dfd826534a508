using System.Globalization;
using Customer360.Sandbox.Salesforce.Api;
using Customer360.Sandbox.Salesforce.Data;

namespace Customer360.Sandbox.Salesforce.Rows;

/// <summary>Conditional requests. ETags guard accounts only: on other objects If-Match is silently ignored, as in the real API.</summary>
internal static class Conditions
{
    public static string ETag(Record record) => $"\"{record.Id}-{record.LastModified.Ticks.ToString("x", CultureInfo.InvariantCulture)}--gzip\"";

    public static bool IsUnmodified(ApiCall call, Record record) =>
        (Date(call, "If-Modified-Since") is { } since && record.LastModified <= since)
        || (record.Type.Name is "Account" && call.Request.Header("If-None-Match") is { } tags && Contains(tags, record));

    public static void CheckBeforeWrite(ApiCall call, Record record)
    {
        var changed = Date(call, "If-Unmodified-Since") is { } since && record.LastModified > since;
        if (record.Type.Name is "Account")
        {
            changed |= call.Request.Header("If-Match") is { } wanted && !Contains(wanted, record);
            changed |= call.Request.Header("If-None-Match") is { } unwanted && Contains(unwanted, record);
        }
        if (changed)
            throw new SalesforceException(412, "PRECONDITION_FAILED", "The record has been modified since the given time");
    }

    private static bool Contains(string tags, Record record) =>
        tags.Trim() is "*" || tags.Split(',', StringSplitOptions.TrimEntries).Contains(ETag(record));

    public static DateTime? Date(ApiCall call, string header)
    {
        if (call.Request.Header(header) is not { } text)
            return null;
        return DateTime.TryParseExact(text, "R", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date)
            ? date
            : throw new SalesforceException(400, "INVALID_HEADER", $"{header}: invalid date: {text}");
    }
}
