namespace Grpc.Core;

/// <summary>Reads messages, one at a time: a second <see cref="MoveNext"/> before the first ended is an error.</summary>
public interface IAsyncStreamReader<out T>
{
    T Current { get; }

    /// <returns>False at the end of the stream.</returns>
    Task<bool> MoveNext(CancellationToken cancellationToken);
}

/// <summary>Writes messages, one at a time: a second write before the first ended is an error.</summary>
public interface IAsyncStreamWriter<in T>
{
    WriteOptions? WriteOptions { get; set; }

    Task WriteAsync(T message);

    Task WriteAsync(T message, CancellationToken cancellationToken) => cancellationToken.CanBeCanceled
        ? throw new NotSupportedException("This stream cannot cancel a single write.")
        : WriteAsync(message);
}

public interface IClientStreamWriter<in T> : IAsyncStreamWriter<T>
{
    /// <summary>Says that no more messages come. The answer can still be read.</summary>
    Task CompleteAsync();
}

public interface IServerStreamWriter<in T> : IAsyncStreamWriter<T>
{
}

[Flags]
public enum WriteFlags
{
    /// <summary>The message may wait in a buffer for the next one.</summary>
    BufferHint = 1,

    NoCompress = 2,
}

public class WriteOptions(WriteFlags flags = default)
{
    public static readonly WriteOptions Default = new();

    public WriteFlags Flags { get; } = flags;
}
