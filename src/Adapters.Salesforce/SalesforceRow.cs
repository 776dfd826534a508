using System.Text.Json;

namespace Customer360.Adapters.Salesforce;

/// <summary>A record as a query or search answers it. A field that wasn't asked for, is hidden or empty reads as null.</summary>
internal readonly record struct SalesforceRow(JsonElement Json)
{
    /// <exception cref="CrmException">BadReply: a record without id.</exception>
    public string Id => Text("Id") ?? throw new CrmException(CrmFailure.BadReply, "The CRM answered a record without an id.");

    /// <summary>The object that the record is of. Null: the CRM doesn't say.</summary>
    public string? Entity => Text("attributes.type");

    /// <param name="path">A field, or a field of a parent: "Account.Name".</param>
    public JsonElement? this[string path]
    {
        get
        {
            var at = Json;
            foreach (var part in path.Split('.'))
            {
                if (at.ValueKind is not JsonValueKind.Object || !at.TryGetProperty(part, out at))
                    return null;
            }
            return at.ValueKind is JsonValueKind.Null ? null : at;
        }
    }

    public string? Text(string path) => this[path] is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public bool Flag(string path) => this[path] is { ValueKind: JsonValueKind.True };

    public DateTimeOffset? Time(string path) => SalesforceText.Time(Text(path));
}
