using System.Globalization;
using Customer360.Adapters.Http;

namespace Customer360.Adapters.Salesforce;

/// <summary>One call of Salesforce's REST API.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">From the host's root on.</param>
/// <param name="Safety">What a second sending would do.</param>
internal sealed record SalesforceCall(HttpMethod Method, string Path, CallSafety Safety)
{
    public HttpContent? Body { get; init; }

    /// <summary>Save although duplicate rules warn. Null: the call saves nothing that such rules watch.</summary>
    public bool? AllowDuplicate { get; init; }

    /// <summary>Refuse when the record has changed after this second. ETags would guard accounts alone.</summary>
    public DateTimeOffset? UnmodifiedSince { get; init; }

    public HttpRequestMessage ToMessage()
    {
        var message = new HttpRequestMessage(Method, new Uri(Path, UriKind.Relative)) { Content = Body };
        message.Headers.Accept.ParseAdd("application/json");
        if (AllowDuplicate is { } allow)
        {
            // Without runAsCurrentUser the rules compare with records that this user may not see, and name them.
            message.Headers.Add("Sforce-Duplicate-Rule-Header", $"allowSave={(allow ? "true" : "false")}; includeRecordDetails=false; runAsCurrentUser=true");
            // Assignment rules run by default and can take the record from the agent who has just made it.
            message.Headers.Add("Sforce-Auto-Assign", "FALSE");
        }
        if (UnmodifiedSince is { } since)
            message.Headers.TryAddWithoutValidation("If-Unmodified-Since", since.UtcDateTime.ToString("R", CultureInfo.InvariantCulture));
        return message;
    }
}
