using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Customer360.Gateway.Hosting;

/// <summary>Where the gateway listens: two clear-text ports, or one with TLS. A port of 0 takes a free one.</summary>
internal sealed class ListenOptions : ISelfChecking
{
    public const string Section = "Listen";

    /// <summary>HTTP/1.1 in clear text: gRPC-Web, health, OAuth callback, web client.</summary>
    [Required] public string Http { get; set; } = "127.0.0.1:5080";

    /// <summary>HTTP/2 in clear text: gRPC.</summary>
    [Required] public string Grpc { get; set; } = "127.0.0.1:5081";

    public TlsOptions Tls { get; set; } = new();

    public IEnumerable<(string Key, string Problem)> Problems(IHostEnvironment environment)
    {
        foreach (var (key, value) in new[] { (nameof(Http), Http), (nameof(Grpc), Grpc), ("Tls:Address", Tls.Address ?? "0.0.0.0:0") })
            if (!IPEndPoint.TryParse(value, out _) || !value.Contains(':', StringComparison.Ordinal))
                yield return (key, "must be an IP address and a port, such as 127.0.0.1:5080");
        if (Tls.Address is not null && Tls.CertificateProblem() is { } problem)
            yield return ("Tls:CertificateFile", problem);
    }
}

/// <summary>One port for everything, HTTP/1.1 and HTTP/2. With an address here, the clear-text ports stay closed.</summary>
internal sealed class TlsOptions
{
    /// <summary>Null: no TLS.</summary>
    public string? Address { get; set; }

    /// <summary>PEM with the chain, or PKCS #12. Read anew when the file changes.</summary>
    public string? CertificateFile { get; set; }

    /// <summary>PEM of the private key. Empty: the certificate's file holds it.</summary>
    public string? KeyFile { get; set; }

    /// <summary>Of the PKCS #12 file or the encrypted key.</summary>
    public string? Password { get; set; }

    public string? CertificateProblem()
    {
        if (string.IsNullOrEmpty(CertificateFile))
            return "is required with Tls:Address";
        try
        {
            using var certificate = Load().Certificate;
            return certificate.HasPrivateKey ? null : "has no private key; name its file in Tls:KeyFile";
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return $"can't be read with Tls:KeyFile and Tls:Password ({exception.GetType().Name})";
        }
    }

    /// <summary>The certificate with its key, and the chain that goes with it.</summary>
    public (X509Certificate2 Certificate, X509Certificate2Collection Chain) Load()
    {
        var chain = new X509Certificate2Collection();
        if (X509Certificate2.GetCertContentType(CertificateFile!) is X509ContentType.Pkcs12)
        {
            chain = X509CertificateLoader.LoadPkcs12CollectionFromFile(CertificateFile!, Password);
            return (chain.First(certificate => certificate.HasPrivateKey), chain);
        }
        chain.ImportFromPemFile(CertificateFile!);
        return (string.IsNullOrEmpty(Password)
            ? X509Certificate2.CreateFromPemFile(CertificateFile!, KeyFile)
            : X509Certificate2.CreateFromEncryptedPemFile(CertificateFile!, Password, KeyFile), chain);
    }
}
