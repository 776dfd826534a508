namespace Customer360.Adapters.Http;

/// <summary>Takes an error's body into memory, so that the pipeline and then the adapter can read it, and the socket is free.</summary>
internal static class ErrorBody
{
    /// <returns>At most the first <see cref="CrmJson.MaxErrorBytes"/>.</returns>
    public static async ValueTask<ReadOnlyMemory<byte>> BufferAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var body = answer.Content;
        var bytes = await ReadAsync(body, cancellationToken);
        var kept = new ByteArrayContent(bytes);
        foreach (var (name, values) in body.Headers.NonValidated)
        {
            if (!name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
                kept.Headers.TryAddWithoutValidation(name, values);
        }
        answer.Content = kept;
        body.Dispose();
        return bytes;
    }

    private static async ValueTask<byte[]> ReadAsync(HttpContent body, CancellationToken cancellationToken)
    {
        var buffer = new byte[Math.Clamp(body.Headers.ContentLength ?? 1024, 0, CrmJson.MaxErrorBytes)];
        var length = 0;
        try
        {
            await using var stream = await body.ReadAsStreamAsync(cancellationToken);
            while (Reserve(ref buffer, length, body.Headers.ContentLength))
            {
                var read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken);
                if (read == 0)
                    break;
                length += read;
            }
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or InvalidDataException)
        {
            // The status has come and says enough: a write that was refused didn't happen, though its explanation broke off.
        }
        return length == buffer.Length ? buffer : buffer.AsSpan(0, length).ToArray();
    }

    // False: that was all, or all that we take.
    private static bool Reserve(ref byte[] buffer, int length, long? announced)
    {
        if (length < buffer.Length)
            return true;
        if (length == announced || length == CrmJson.MaxErrorBytes)
            return false;
        Array.Resize(ref buffer, Math.Min(2 * length, CrmJson.MaxErrorBytes));
        return true;
    }
}
