using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Customer360.Adapters.Http;

/// <summary>JSON to and from a CRM.</summary>
public static class CrmJson
{
    /// <summary>The most that we read of an answer.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>The most that we read of an error's body.</summary>
    public const int MaxErrorBytes = 64 * 1024;

    /// <summary>A body with a known length: not every CRM takes chunks.</summary>
    public static HttpContent Write<T>(T value, JsonTypeInfo<T> type) =>
        new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(value, type)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") } };

    /// <summary>Reads a success's body from the stream.</summary>
    /// <exception cref="CrmException">BadReply when it isn't such JSON or too long; Timeout or Unavailable when it broke off; for a write, OutcomeUnknown instead of these.</exception>
    public static async Task<T> ReadAsync<T>(HttpResponseMessage answer, JsonTypeInfo<T> type, CallSafety safety, CancellationToken cancellationToken)
    {
        await using var stream = await answer.Content.ReadAsStreamAsync(cancellationToken);
        return await JsonSerializer.DeserializeAsync(stream, type, cancellationToken)
            ?? throw new CrmException(CrmFailure.BadReply, "The CRM answered null.");
    }

    /// <summary>The first 64 KB of an error's body; the pipeline has them in memory.</summary>
    public static async Task<ReadOnlyMemory<byte>> ReadErrorAsync(HttpResponseMessage answer, CancellationToken cancellationToken) =>
        await answer.Content.ReadAsByteArrayAsync(cancellationToken);
}
