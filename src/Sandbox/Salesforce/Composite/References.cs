using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Customer360.Sandbox.Http;

namespace Customer360.Sandbox.Salesforce.Composite;

/// <summary>@{id.path} in later subrequests: values from the answers of earlier ones. Names are case-sensitive.</summary>
internal sealed partial class References
{
    private readonly Dictionary<string, JsonElement> _bodies = new(StringComparer.Ordinal);

    public void Add(string id, SimAnswer answer)
    {
        if (answer.Status < 300 && answer.Body.Length > 0)
            _bodies[id] = JsonSerializer.Deserialize<JsonElement>(answer.Body.Span);
    }

    public string Resolve(string text) => Reference().Replace(text, match => Value(match.Groups[1].Value, match.Groups[2].Value));

    private string Value(string id, string path)
    {
        var halted = new SalesforceException(400, "PROCESSING_HALTED", $"Invalid reference specified. No value for {id}.{path} found in {id}");
        if (!_bodies.TryGetValue(id, out var at))
            throw halted;
        foreach (Match step in Step().Matches(path))
        {
            if (at.ValueKind is JsonValueKind.Array && step.Groups[2].Success && int.Parse(step.Groups[2].Value, CultureInfo.InvariantCulture) is var index && index < at.GetArrayLength())
                at = at[index];
            else if (at.ValueKind is JsonValueKind.Object && step.Groups[1].Success && at.TryGetProperty(step.Groups[1].Value, out var next))
                at = next;
            else
                throw halted;
        }
        return at.ValueKind is JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null ? throw halted : at.ToString();
    }

    [GeneratedRegex(@"@\{([A-Za-z0-9_]+)\.([^}]+)\}")]
    private static partial Regex Reference();

    [GeneratedRegex(@"([A-Za-z0-9_]+)|\[(\d{1,4})\]")]
    private static partial Regex Step();
}
