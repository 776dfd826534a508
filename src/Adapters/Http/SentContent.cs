using System.Net;

namespace Customer360.Adapters.Http;

/// <summary>
/// A write's body that knows whether any of it may have left. The headers are flushed with the first of the body, so
/// before that the CRM can't have acted. A write without a body gets an empty one: the socket handler by itself sends
/// a request again whose body it hasn't begun.
/// </summary>
internal sealed class SentContent : HttpContent
{
    private readonly HttpContent? _body;

    public SentContent(HttpContent? body)
    {
        _body = body;
        if (body is null)
            return;
        foreach (var (name, values) in body.Headers.NonValidated)
            Headers.TryAddWithoutValidation(name, values);
    }

    /// <summary>The CRM may have seen the request.</summary>
    public bool MayHaveLeft { get; set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        MayHaveLeft = true;
        return _body?.CopyToAsync(stream, context, cancellationToken) ?? Task.CompletedTask;
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body is null ? 0 : _body.Headers.ContentLength ?? -1;
        return length >= 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _body?.Dispose();
        base.Dispose(disposing);
    }
}
