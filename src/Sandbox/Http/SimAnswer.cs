using System.Text;
using System.Text.Json;

namespace Customer360.Sandbox.Http;

/// <summary>An answer, complete in memory.</summary>
internal sealed record SimAnswer(int Status, ReadOnlyMemory<byte> Body, string? ContentType)
{
    public const string Json = "application/json;charset=UTF-8";
    public const string Html = "text/html;charset=UTF-8";

    public Dictionary<string, string> Headers { get; init; } = [];

    public static SimAnswer Empty(int status) => new(status, default, null);

    public static SimAnswer Page(int status, string html) => new(status, Encoding.UTF8.GetBytes(html), Html);

    public static SimAnswer Of(int status, Action<Utf8JsonWriter> write)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
            write(writer);
        return new(status, buffer.WrittenMemory, Json);
    }

    public static SimAnswer Redirect(string location) => Empty(StatusCodes.Status302Found) with { Headers = new() { ["Location"] = location } };

    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
