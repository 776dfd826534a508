using System.Buffers;
using System.Buffers.Text;
using System.IO.Pipelines;
using Grpc.Core;

namespace Customer360.Gateway.GrpcProtocols;

/// <summary>Encodes what is written between two flushes as one padded piece, so that a browser can decode each piece as it comes.</summary>
internal sealed class Base64PipeWriter(PipeWriter inner) : PipeWriter
{
    private readonly ArrayBufferWriter<byte> _plain = new();

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _plain.WrittenCount;

    public override void Advance(int bytes) => _plain.Advance(bytes);

    public override Memory<byte> GetMemory(int sizeHint = 0) => _plain.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => _plain.GetSpan(sizeHint);

    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        var encoded = inner.GetSpan(Base64.GetMaxEncodedToUtf8Length(_plain.WrittenCount));
        Base64.EncodeToUtf8(_plain.WrittenSpan, encoded, out _, out var written);
        inner.Advance(written);
        _plain.ResetWrittenCount();
        return inner.FlushAsync(cancellationToken);
    }
}

/// <summary>Decodes a body that may be several pieces of base64, each with its own padding.</summary>
internal sealed class Base64RequestStream(Stream inner) : Stream
{
    private readonly byte[] _encoded = new byte[4096];
    private readonly byte[] _plain = new byte[3072];
    private int _encodedCount;
    private Memory<byte> _unread;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_unread.IsEmpty)
        {
            if (_encodedCount < 4)
            {
                var read = await inner.ReadAsync(_encoded.AsMemory(_encodedCount), cancellationToken);
                if (read == 0)
                    return _encodedCount == 0 ? 0 : throw Malformed();
                _encodedCount += read;
            }
            Decode();
        }
        var count = Math.Min(buffer.Length, _unread.Length);
        _unread[..count].CopyTo(buffer);
        _unread = _unread[count..];
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    /// <summary>Decodes whole groups of four, up to the first that is padded.</summary>
    private void Decode()
    {
        var whole = _encoded.AsSpan(0, _encodedCount / 4 * 4);
        var padding = whole.IndexOf((byte)'=');
        if (padding >= 0)
            whole = whole[..((padding / 4 * 4) + 4)];
        if (Base64.DecodeFromUtf8(whole, _plain, out var consumed, out var written) is not OperationStatus.Done || consumed != whole.Length)
            throw Malformed();
        _unread = _plain.AsMemory(0, written);
        _encoded.AsSpan(whole.Length.._encodedCount).CopyTo(_encoded);
        _encodedCount -= whole.Length;
    }

    private static RpcException Malformed() => new(new Status(StatusCode.InvalidArgument, "The body is not base64, though its content type is grpc-web-text."));
}
