using System.Text.Json;
using Customer360.Sandbox.Http;

namespace Customer360.Sandbox.Salesforce;

/// <summary>A refusal, as the API words it.</summary>
internal sealed class SalesforceException(int status, string code, string message, params string[] fields) : Exception(message)
{
    public int Status { get; } = status;
    public string Code { get; } = code;
    public IReadOnlyList<string> Fields { get; } = fields;

    /// <summary>Writes what stands beside code and message, as for duplicates.</summary>
    public Action<Utf8JsonWriter>? Extra { get; init; }

    public static SalesforceException NotFound(string message = "The requested resource does not exist") => new(404, "NOT_FOUND", message);

    /// <summary>The real API has it; this simulator doesn't, and says so instead of guessing.</summary>
    public static SalesforceException NotSimulated(string what) => new(501, "NOT_SIMULATED", $"The sandbox does not simulate {what}.");

    public SalesforceException WithStatus(int newStatus) => new(newStatus, Code, Message, [.. Fields]) { Extra = Extra };

    public SimAnswer ToAnswer() => SimAnswer.Of(Status, WriteBody);

    public void WriteBody(Utf8JsonWriter json)
    {
        json.WriteStartArray();
        json.WriteStartObject();
        Extra?.Invoke(json);
        json.WriteString("message", Message);
        json.WriteString("errorCode", Code);
        if (Fields.Count > 0 || Code is "ENTITY_IS_DELETED")
            WriteFields(json);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteStartArray("fields");
        foreach (var field in Fields)
            json.WriteStringValue(field);
        json.WriteEndArray();
    }
}
