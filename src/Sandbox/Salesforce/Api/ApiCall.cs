using System.Text.Json;
using System.Text.Unicode;
using Customer360.Sandbox.Http;
using Customer360.Sandbox.Salesforce.Data;
using Customer360.Sandbox.Salesforce.Schema;

namespace Customer360.Sandbox.Salesforce.Api;

/// <summary>One call of the data API by a known user, alone or within a composite one.</summary>
/// <param name="Version">As in the path: v67.0.</param>
/// <param name="Path">The decoded segments behind the version.</param>
/// <param name="Ambient">The transaction of a composite call that is all or none.</param>
internal sealed record ApiCall(SimRequest Request, Org Org, Access Access, string Version, string[] Path, Transaction? Ambient)
{
    public string Base => $"/services/data/{Version}";

    /// <summary>Runs a write in the composite call's transaction, or in one of its own.</summary>
    public T Write<T>(Func<Transaction, T> work)
    {
        if (Ambient is not null)
            return work(Ambient);
        var transaction = Org.Begin(Access);
        try
        {
            var result = work(transaction);
            transaction.Commit();
            return result;
        }
        catch
        {
            transaction.Rollback();
            throw;
        }
    }

    public static SObjectType Type(string name) =>
        OrgSchema.Instance.Find(name) ?? throw SalesforceException.NotFound();

    public JsonElement Body()
    {
        if (Request.Header("Content-Type") is { } type && !type.Contains("json", StringComparison.OrdinalIgnoreCase))
            throw new SalesforceException(415, "UNSUPPORTED_MEDIA_TYPE", $"Content type '{type}' is not supported");
        try
        {
            var reader = new Utf8JsonReader(Request.Body.Span);
            var body = JsonElement.ParseValue(ref reader);
            if (Utf8.IsValid(Request.Body.Span) && body.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
                return CheckText(body);
        }
        catch (JsonException error)
        {
            throw new SalesforceException(400, "JSON_PARSER_ERROR", $"The HTTP entity body is not valid JSON: {error.Message}");
        }
        throw new SalesforceException(400, "JSON_PARSER_ERROR", "The HTTP entity body is required, but this request has no entity body.");
    }

    /// <summary>Half of a surrogate pair can be written as an escape, but is no text.</summary>
    private static JsonElement CheckText(JsonElement json)
    {
        try
        {
            _ = JsonSerializer.Deserialize<System.Text.Json.Nodes.JsonNode>(json)?.ToJsonString();
            return json;
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException)
        {
            throw new SalesforceException(400, "JSON_PARSER_ERROR", "The HTTP entity body holds text that is not valid Unicode");
        }
    }

    public SalesforceException NotAllowed(params string[] allowed) =>
        new(405, "METHOD_NOT_ALLOWED", $"HTTP Method '{Request.Method}' not allowed. Allowed are {string.Join(',', allowed)}");
}
