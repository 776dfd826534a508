using System.Buffers.Text;
using System.Text.Json;

namespace Customer360.Gateway.Security;

/// <summary>A JWT taken apart strictly, before anybody believes it.</summary>
internal sealed record TokenParts(string Algorithm, string KeyId, string Issuer, JsonElement Claims)
{
    // Two values under one name would let two readers believe two things.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <returns>Null: it is no signed JWT with a key id and an issuer, or demands what we don't understand.</returns>
    public static TokenParts? Read(string token)
    {
        var parts = token.Split('.');
        if (parts.Length != 3 || Parse(parts[0]) is not { } header || Parse(parts[1]) is not { } claims)
            return null;
        if (header.TryGetProperty("crit", out _) || Text(header, "typ") is not (null or "JWT" or "jwt" or "at+jwt"))
            return null;
        return Text(header, "alg") is { } algorithm && Text(header, "kid") is { } keyId && Text(claims, "iss") is { } issuer
            ? new(algorithm, keyId, issuer, claims) : null;
    }

    /// <returns>The claim's text; null when it has none, or is something else.</returns>
    public string? Text(string claim) => Text(Claims, claim);

    /// <returns>The texts of a claim that is a text or a list of them.</returns>
    public IEnumerable<string> Texts(string claim) => !Claims.TryGetProperty(claim, out var value) ? [] : value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Array => value.EnumerateArray().Where(item => item.ValueKind is JsonValueKind.String).Select(item => item.GetString()!),
        _ => [],
    };

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    private static JsonElement? Parse(string part)
    {
        if (!Base64Url.IsValid(part))
            return null;
        try
        {
            using var document = JsonDocument.Parse(Base64Url.DecodeFromChars(part), Strict);
            return document.RootElement.ValueKind is JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
