using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace Customer360.Adapters.OAuth;

/// <summary>What a token or revocation endpoint said, as flat texts.</summary>
/// <param name="Status">The HTTP status. Not to be trusted alone: Zoho sends errors with 200.</param>
/// <param name="Values">By name. Nested values are left out. Holds tokens: never logged.</param>
/// <param name="SentTime">When the request was sent: what is granted counts from then at the latest.</param>
public sealed record OAuthAnswer(HttpStatusCode Status, IReadOnlyDictionary<string, string> Values, DateTimeOffset SentTime)
{
    /// <summary>The value; null when absent or empty.</summary>
    public string? this[string name] => Values.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    /// <summary>The error's code. Null: none.</summary>
    public string? Error => this["error"];

    /// <summary>When the access token ends. Null: the CRM doesn't say.</summary>
    public DateTimeOffset? ExpireTime
    {
        get
        {
            var text = this["expires_in_sec"] ?? this["expires_in"]; // where Zoho sends both, the second is in milliseconds
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < 1e9
                ? SentTime.AddSeconds(seconds)
                : null;
        }
    }

    /// <summary>Without the values, so that no log can hold them.</summary>
    public override string ToString() => $"OAuth answer {(int)Status}";

    /// <summary>Reads JSON, or a form as Salesforce sometimes sends; of anything else, such as a page, nothing.</summary>
    internal static OAuthAnswer Parse(HttpStatusCode status, ReadOnlyMemory<byte> body, DateTimeOffset sentTime)
    {
        var text = body.Span.Trim(" \t\r\n"u8);
        var values = text.IsEmpty || text[0] == '<' ? []
            : text[0] == '{' ? ParseJson(body)
            : QueryHelpers.ParseQuery(Encoding.UTF8.GetString(text)).ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
        return new(status, values, sentTime);
    }

    private static Dictionary<string, string> ParseJson(ReadOnlyMemory<byte> body)
    {
        var values = new Dictionary<string, string>();
        try
        {
            using var json = JsonDocument.Parse(body);
            foreach (var property in json.RootElement.EnumerateObject())
            {
                if (property.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null))
                    values[property.Name] = property.Value.ToString();
            }
        }
        catch (JsonException)
        {
            // As good as no answer; the status is left.
        }
        return values;
    }
}
