namespace Grpc.Core;

/// <summary>What a caller says about one call. Immutable: each With… answers a copy.</summary>
public struct CallOptions
{
    public CallOptions(
        Metadata? headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default,
        WriteOptions? writeOptions = null, ContextPropagationToken? propagationToken = null, CallCredentials? credentials = null)
    {
        Headers = headers;
        Deadline = deadline;
        CancellationToken = cancellationToken;
        WriteOptions = writeOptions;
        PropagationToken = propagationToken;
        Credentials = credentials;
    }

    public Metadata? Headers { get; private set; }

    /// <summary>When the caller stops waiting, in UTC; null means never.</summary>
    public DateTime? Deadline { get; private set; }

    public CancellationToken CancellationToken { get; private set; }

    public WriteOptions? WriteOptions { get; private set; }

    public ContextPropagationToken? PropagationToken { get; private set; }

    public CallCredentials? Credentials { get; private set; }

    /// <summary>Whether the call waits for a connection, up to its deadline, instead of failing at once.</summary>
    public bool IsWaitForReady { get; private set; }

    public readonly CallOptions WithHeaders(Metadata headers) => this with { Headers = headers };

    public readonly CallOptions WithDeadline(DateTime deadline) => this with { Deadline = deadline };

    public readonly CallOptions WithCancellationToken(CancellationToken cancellationToken) => this with { CancellationToken = cancellationToken };

    public readonly CallOptions WithWriteOptions(WriteOptions writeOptions) => this with { WriteOptions = writeOptions };

    public readonly CallOptions WithPropagationToken(ContextPropagationToken propagationToken) => this with { PropagationToken = propagationToken };

    public readonly CallOptions WithCredentials(CallCredentials credentials) => this with { Credentials = credentials };

    public readonly CallOptions WithWaitForReady(bool waitForReady = true) => this with { IsWaitForReady = waitForReady };
}

/// <summary>Carries deadline and cancellation from a server's call to the calls that it makes. Only a gRPC server makes one.</summary>
public abstract class ContextPropagationToken
{
    internal ContextPropagationToken()
    {
    }
}

public class ContextPropagationOptions(bool propagateDeadline = true, bool propagateCancellation = true)
{
    public static readonly ContextPropagationOptions Default = new();

    public bool IsPropagateDeadline { get; } = propagateDeadline;

    public bool IsPropagateCancellation { get; } = propagateCancellation;
}
