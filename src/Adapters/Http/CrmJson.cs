using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Customer360.Adapters.Http;

/// <summary>JSON to and from a CRM.</summary>
public static class CrmJson
{
    /// <summary>The most that we read of an answer, decompressed.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>The most that we read of an error's body.</summary>
    public const int MaxErrorBytes = 64 * 1024;

    // From the headers to the end of the body; the pipeline's time-outs end with the headers.
    private static readonly TimeSpan BodyTimeout = TimeSpan.FromSeconds(15);

    /// <summary>A body of known length: not every CRM takes chunks.</summary>
    public static HttpContent Write<T>(T value, JsonTypeInfo<T> type) =>
        new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(value, type)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") } };

    /// <summary>Reads a success's body from the stream.</summary>
    /// <exception cref="CrmException">
    /// BadReply when it isn't such JSON or too long; Timeout or Unavailable when it broke off. For a write OutcomeUnknown
    /// instead of all these: it has happened, but what became of it can't be told.
    /// </exception>
    public static async Task<T> ReadAsync<T>(HttpResponseMessage answer, JsonTypeInfo<T> type, CallSafety safety, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(BodyTimeout);
        try
        {
            await using var body = new CappedStream(await answer.Content.ReadAsStreamAsync(limit.Token), MaxBytes);
            return await JsonSerializer.DeserializeAsync(body, type, limit.Token) ?? throw new InvalidDataException("The answer is null.");
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException or NotSupportedException)
        {
            throw Failure(CrmFailure.BadReply, "The CRM's answer can't be read.", safety, exception);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            throw Failure(CrmFailure.Unavailable, "The CRM's answer broke off.", safety, exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failure(CrmFailure.Timeout, "The CRM's answer didn't end in time.", safety, exception);
        }
    }

    /// <summary>The first <see cref="MaxErrorBytes"/> of an error's body, which the pipeline has in memory.</summary>
    public static async Task<ReadOnlyMemory<byte>> ReadErrorAsync(HttpResponseMessage answer, CancellationToken cancellationToken) =>
        await answer.Content.ReadAsByteArrayAsync(cancellationToken);

    private static CrmException Failure(CrmFailure ofRead, string message, CallSafety safety, Exception cause) =>
        new(safety is CallSafety.Repeatable ? ofRead : CrmFailure.OutcomeUnknown, message, cause);
}
