namespace Grpc.Core;

/// <summary>How a channel is secured. A client implementation reads it through a configurator.</summary>
public abstract class ChannelCredentials
{
    public static ChannelCredentials Insecure { get; } = new InsecureCredentials();

    public static ChannelCredentials SecureSsl { get; } = new SslCredentials();

    /// <summary>
    /// Adds call credentials to every call. Over <see cref="Insecure"/> it is the client's option whether it sends them, not refused here.
    /// </summary>
    public static ChannelCredentials Create(ChannelCredentials channelCredentials, CallCredentials callCredentials)
    {
        ArgumentNullException.ThrowIfNull(channelCredentials);
        ArgumentNullException.ThrowIfNull(callCredentials);
        return new Composite(channelCredentials, callCredentials);
    }

    public abstract void InternalPopulateConfiguration(ChannelCredentialsConfiguratorBase configurator, object? state);

    private sealed class InsecureCredentials : ChannelCredentials
    {
        public override void InternalPopulateConfiguration(ChannelCredentialsConfiguratorBase configurator, object? state) =>
            configurator.SetInsecureCredentials(state);
    }

    private sealed class Composite(ChannelCredentials channel, CallCredentials call) : ChannelCredentials
    {
        public override void InternalPopulateConfiguration(ChannelCredentialsConfiguratorBase configurator, object? state) =>
            configurator.SetCompositeCredentials(state, channel, call);
    }
}

public abstract class ChannelCredentialsConfiguratorBase
{
    public abstract void SetInsecureCredentials(object? state);

    public abstract void SetSslCredentials(
        object? state, string? rootCertificates, KeyCertificatePair? keyCertificatePair, VerifyPeerCallback? verifyPeerCallback);

    public abstract void SetCompositeCredentials(object? state, ChannelCredentials channelCredentials, CallCredentials callCredentials);
}

/// <summary>TLS. Grpc.Net.Client takes it without arguments only and wants certificates on its HttpHandler.</summary>
public sealed class SslCredentials(string? rootCertificates, KeyCertificatePair? keyCertificatePair, VerifyPeerCallback? verifyPeerCallback)
    : ChannelCredentials
{
    public SslCredentials()
        : this(null, null, null)
    {
    }

    public SslCredentials(string? rootCertificates)
        : this(rootCertificates, null, null)
    {
    }

    public SslCredentials(string? rootCertificates, KeyCertificatePair? keyCertificatePair)
        : this(rootCertificates, keyCertificatePair, null)
    {
    }

    /// <summary>PEM; null means the system's.</summary>
    public string? RootCertificates { get; } = rootCertificates;

    public KeyCertificatePair? KeyCertificatePair { get; } = keyCertificatePair;

    public override void InternalPopulateConfiguration(ChannelCredentialsConfiguratorBase configurator, object? state) =>
        configurator.SetSslCredentials(state, RootCertificates, KeyCertificatePair, verifyPeerCallback);
}

public sealed class KeyCertificatePair(string certificateChain, string privateKey)
{
    public string CertificateChain { get; } = certificateChain;

    public string PrivateKey { get; } = privateKey;
}

public delegate bool VerifyPeerCallback(VerifyPeerContext context);

public class VerifyPeerContext(string targetName, string peerPem)
{
    public string TargetName { get; } = targetName;

    public string PeerPem { get; } = peerPem;
}
