using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

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

    /// <returns>The key.</returns>
    /// <exception cref="FormatException">Both or none are set, the key isn't 256 bits, the file can't be read or has no RSA key.</exception>
    public MasterKey Open()
    {
        if (Key.Length > 0 == CertificatePath.Length > 0)
            throw new FormatException("set either Key or CertificatePath");
        return Key.Length > 0 ? OpenKey() : OpenCertificate();
    }

    private SymmetricMasterKey OpenKey()
    {
        var bytes = new byte[SymmetricMasterKey.Length + 1];
        return Convert.TryFromBase64String(Key.Trim(), bytes, out var length) && length == SymmetricMasterKey.Length
            ? new(bytes[..length])
            : throw new FormatException("Key must be 256 bits in Base64 (openssl rand -base64 32)");
    }

    private CertificateMasterKey OpenCertificate()
    {
        try
        {
            var certificate = X509CertificateLoader.LoadPkcs12FromFile(CertificatePath, CertificatePassword);
            return certificate.GetRSAPrivateKey() is { KeySize: >= 2048 } key
                ? new(certificate.GetCertHashString(HashAlgorithmName.SHA256), key)
                : throw new FormatException("CertificatePath must name a PFX file with an RSA key of at least 2,048 bits");
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"CertificatePath can't be read: {failure.Message}", failure);
        }
    }
}

/// <summary>Section <c>Vault</c>.</summary>
internal sealed class VaultOptions : VaultSource
{
    public const string SectionName = "Vault";

    /// <summary>
    /// What was used before. Keys of the ring that were made under one of these stay encrypted under it, and old values
    /// need them: leave them listed.
    /// </summary>
    public IList<VaultSource> Former { get; } = [];

    /// <summary>Where Development keeps a key that it makes by itself. Set by the host.</summary>
    public string DevelopmentKeyPath { get; set; } = "";
}

internal sealed class VaultOptionsValidator : IValidateOptions<VaultOptions>
{
    public ValidateOptionsResult Validate(string? name, VaultOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        if (!options.IsEmpty)
            Try(options, "Vault", result);
        else if (options.DevelopmentKeyPath.Length == 0)
            result.AddError("Vault: set Key (openssl rand -base64 32) or CertificatePath. It encrypts the grants of all agents; only Development makes its own.");
        for (var i = 0; i < options.Former.Count; i++)
            Try(options.Former[i], $"Vault:Former:{i}", result);
        return result.Build();
    }

    private static void Try(VaultSource source, string path, ValidateOptionsResultBuilder result)
    {
        try
        {
            source.Open().Dispose();
        }
        catch (FormatException problem)
        {
            result.AddError($"{path}: {problem.Message}.");
        }
    }
}
