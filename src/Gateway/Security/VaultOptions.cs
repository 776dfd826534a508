using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Customer360.Gateway.Hosting;

namespace Customer360.Gateway.Security;

/// <summary>What encrypts the key ring: a key or a certificate, kept outside the database.</summary>
internal class VaultSource
{
    /// <summary>256 random bits as Base64, such as <c>openssl rand -base64 32</c> makes.</summary>
    public string Key { get; set; } = "";

    /// <summary>A PFX file with an RSA key of at least 2,048 bits.</summary>
    public string CertificatePath { get; set; } = "";

    /// <summary>The PFX file's password.</summary>
    public string CertificatePassword { get; set; } = "";

    public bool IsEmpty => Key.Length == 0 && CertificatePath.Length == 0;

    /// <returns>Why it can't be opened. Null: it can.</returns>
    public string? Problem()
    {
        try
        {
            Open().Dispose();
            return null;
        }
        catch (FormatException problem)
        {
            return problem.Message;
        }
    }

    /// <returns>The key.</returns>
    /// <exception cref="FormatException">Both or none are set, the key isn't 256 bits, the file can't be read or has no RSA key.</exception>
    public MasterKey Open()
    {
        if (Key.Length > 0 == CertificatePath.Length > 0)
            throw new FormatException("or CertificatePath, one of them, must be set: it encrypts the grants of all agents (openssl rand -base64 32 makes a key)");
        return Key.Length > 0 ? OpenKey() : OpenCertificate();
    }

    private SymmetricMasterKey OpenKey()
    {
        var bytes = new byte[SymmetricMasterKey.Length + 1];
        return Convert.TryFromBase64String(Key.Trim(), bytes, out var length) && length == SymmetricMasterKey.Length
            ? new(bytes[..length])
            : throw new FormatException("must be 256 bits in Base64 (openssl rand -base64 32)");
    }

    private CertificateMasterKey OpenCertificate()
    {
        try
        {
            var certificate = X509CertificateLoader.LoadPkcs12FromFile(CertificatePath, CertificatePassword);
            return certificate.GetRSAPrivateKey() is { KeySize: >= 2048 } key
                ? new(certificate.GetCertHashString(HashAlgorithmName.SHA256), key)
                : throw new FormatException("is not set, and CertificatePath must name a PFX file with an RSA key of at least 2,048 bits");
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"is not set, and CertificatePath can't be read: {failure.Message}", failure);
        }
    }
}

/// <summary>Section <c>Vault</c>.</summary>
internal sealed class VaultOptions : VaultSource, ISelfChecking
{
    public const string Section = "Vault";

    /// <summary>
    /// What was used before. Keys of the ring that were made under one of these stay encrypted under it, and old values
    /// need them: leave them listed.
    /// </summary>
    public List<VaultSource> Former { get; set; } = [];

    public IEnumerable<(string Key, string Problem)> Problems(IHostEnvironment environment)
    {
        // Development makes a key by itself.
        if (!(IsEmpty && environment.IsDevelopment()) && Problem() is { } problem)
            yield return (nameof(Key), problem);
        for (var i = 0; i < Former.Count; i++)
            if (Former[i].Problem() is { } formerProblem)
                yield return ($"{nameof(Former)}:{i}", formerProblem);
    }
}
