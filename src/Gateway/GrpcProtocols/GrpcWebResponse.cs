using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace Customer360.Gateway.GrpcProtocols;

/// <summary>A response whose trailers become the last frame of its body.</summary>
internal sealed class GrpcWebResponse(HttpContext context, bool isText) : IHttpResponseBodyFeature, IHttpResponseTrailersFeature, IHttpResetFeature
{
    private const byte TrailersFlag = 0x80;
    private const int FrameHeaderLength = 5;

    private readonly IHttpResponseBodyFeature _inner = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
    private PipeWriter? _writer;
    private bool _trailersWritten;

    public IHeaderDictionary Trailers { get; set; } = new HeaderDictionary();

    // What is not gRPC, such as another middleware's error page, goes out as it is.
    public PipeWriter Writer => _writer ??=
        isText && context.Response.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) is true
            ? new Base64PipeWriter(_inner.Writer)
            : _inner.Writer;

    public Stream Stream => Writer.AsStream(leaveOpen: true);

    public void DisableBuffering() => _inner.DisableBuffering();

    public Task StartAsync(CancellationToken cancellationToken = default) => _inner.StartAsync(cancellationToken);

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        SendFileFallback.SendFileAsync(Stream, path, offset, count, cancellationToken);

    /// <summary>The gRPC server completes a response early when its deadline has passed.</summary>
    public async Task CompleteAsync()
    {
        await WriteTrailersAsync();
        await _inner.CompleteAsync();
    }

    /// <summary>Does nothing: after an early completion the server resets the stream, or without this feature breaks the connection.</summary>
    public void Reset(int errorCode)
    {
    }

    /// <summary>Ends the body. A response without messages has its status among the headers instead.</summary>
    public async Task WriteTrailersAsync()
    {
        if (_trailersWritten || !context.Response.HasStarted || Trailers.Count == 0 || context.RequestAborted.IsCancellationRequested)
            return;
        _trailersWritten = true;
        WriteFrame(Encoding.Latin1.GetBytes(string.Concat(
            Trailers.SelectMany(trailer => trailer.Value.Select(value => $"{trailer.Key.ToLowerInvariant()}:{value}\r\n")))));
        await Writer.FlushAsync();
    }

    private void WriteFrame(ReadOnlySpan<byte> block)
    {
        var frame = Writer.GetSpan(FrameHeaderLength + block.Length);
        frame[0] = TrailersFlag;
        BinaryPrimitives.WriteInt32BigEndian(frame[1..], block.Length);
        block.CopyTo(frame[FrameHeaderLength..]);
        Writer.Advance(FrameHeaderLength + block.Length);
    }
}
