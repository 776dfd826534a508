using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Customer360.Sandbox.Http;

/// <summary>A request that has been read whole, so that it can also be answered later, or within another one.</summary>
/// <param name="Origin">Scheme and host that the client used: what a CRM calls its instance URL.</param>
/// <param name="Path">As sent, still percent-encoded, without the query.</param>
internal sealed record SimRequest(string Origin, string Method, string Path, IQueryCollection Query, IHeaderDictionary Headers, ReadOnlyMemory<byte> Body)
{
    public string? Header(string name) => Headers.TryGetValue(name, out var values) ? values.ToString() : null;

    /// <summary>The value of a query parameter, or null when it is missing.</summary>
    public string? Parameter(string name) => Query.TryGetValue(name, out var values) ? values.ToString() : null;

    /// <summary>Of path and query as sent.</summary>
    public int TargetLength { get; init; }

    public string[] Segments { get; } =
        [.. Path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)];

    public string? BearerToken => Header("Authorization") is { } value && value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
        ? value["Bearer ".Length..].Trim()
        : null;

    public Dictionary<string, StringValues> Form() =>
        QueryHelpers.ParseQuery(Encoding.UTF8.GetString(Body.Span));

    public static async Task<SimRequest> ReadAsync(HttpContext context)
    {
        var http = context.Request;
        var body = ReadOnlyMemory<byte>.Empty;
        if (http.ContentLength is not 0 && (http.ContentLength is not null || http.Headers.TransferEncoding.Count > 0))
        {
            var buffer = new MemoryStream();
            await http.Body.CopyToAsync(buffer, context.RequestAborted);
            body = buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
        }
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var path = target.Split('?', 2)[0];
        return new($"{http.Scheme}://{http.Host}", http.Method, path, http.Query, new HeaderDictionary(http.Headers.ToDictionary(StringComparer.OrdinalIgnoreCase)), body) { TargetLength = target.Length };
    }
}
