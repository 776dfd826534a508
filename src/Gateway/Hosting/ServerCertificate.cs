using System.Net.Security;
using Microsoft.Extensions.Options;

namespace Customer360.Gateway.Hosting;

/// <summary>The certificate that TLS clients see. A renewed file is taken up within a minute, without a restart.</summary>
internal sealed partial class ServerCertificate(IOptions<ListenOptions> options, TimeProvider time, ILogger<ServerCertificate> logger)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(1);

    private readonly TlsOptions _tls = options.Value.Tls;
    private readonly Lock _gate = new();
    private SslStreamCertificateContext? _current;
    private DateTime _written;
    private DateTimeOffset _nextLook;

    public ValueTask<SslServerAuthenticationOptions> SelectAsync(
        SslStream stream, SslClientHelloInfo hello, object? state, CancellationToken cancellationToken) => new(new SslServerAuthenticationOptions { ServerCertificateContext = Current() });

    private SslStreamCertificateContext Current()
    {
        lock (_gate)
        {
            if (_current is not null && time.GetUtcNow() < _nextLook)
                return _current;
            _nextLook = time.GetUtcNow() + LookAgain;
            var written = File.GetLastWriteTimeUtc(_tls.CertificateFile!);
            if (_current is null || written != _written)
                TakeUp(written);
            return _current!;
        }
    }

    private void TakeUp(DateTime written)
    {
        // Half a renewal (the certificate before its key) reads badly; the next look finds the whole.
        if (_current is not null && _tls.CertificateProblem() is { } problem)
        {
            Log.Unreadable(logger, problem);
            return;
        }
        var (certificate, chain) = _tls.Load();
        _current = SslStreamCertificateContext.Create(certificate, chain);
        _written = written;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The renewed certificate {Problem}; the old one stays.")]
        public static partial void Unreadable(ILogger logger, string problem);
    }
}
