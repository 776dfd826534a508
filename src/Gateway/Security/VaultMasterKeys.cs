using System.Security.Cryptography;
using Customer360.Gateway.Storage;
using Microsoft.Extensions.Options;

namespace Customer360.Gateway.Security;

/// <summary>A key outside the database, which wraps the keys inside it.</summary>
/// <param name="id">Tells it from others; says nothing about it.</param>
internal abstract class MasterKey(string id) : IDisposable
{
    public string Id { get; } = id;

    public abstract byte[] Wrap(byte[] key);

    /// <exception cref="CryptographicException">It was wrapped by another key, or changed.</exception>
    public abstract byte[] Unwrap(byte[] wrapped);

    public abstract void Dispose();
}

/// <summary>256 bits from configuration.</summary>
internal sealed class SymmetricMasterKey(byte[] key) : MasterKey(Convert.ToHexString(SHA256.HashData([.. "customer360 vault"u8, .. key]).AsSpan(0, 16)))
{
    public const int Length = 32;

    private readonly AesGcm _aes = new(key, AesGcm.TagByteSizes.MaxSize);

    public override byte[] Wrap(byte[] key) => AuthenticatedBytes.Encrypt(_aes, key);

    public override byte[] Unwrap(byte[] wrapped) => AuthenticatedBytes.Decrypt(_aes, wrapped);

    public override void Dispose() => _aes.Dispose();
}

/// <summary>A certificate's RSA key.</summary>
internal sealed class CertificateMasterKey(string thumbprint, RSA key) : MasterKey(thumbprint)
{
    public override byte[] Wrap(byte[] key1) => key.Encrypt(key1, RSAEncryptionPadding.OaepSHA256);

    public override byte[] Unwrap(byte[] wrapped) => key.Decrypt(wrapped, RSAEncryptionPadding.OaepSHA256);

    public override void Dispose() => key.Dispose();
}

/// <summary>AES-GCM with a random nonce in front and the tag behind it.</summary>
internal static class AuthenticatedBytes
{
    private static readonly int NonceLength = AesGcm.NonceByteSizes.MaxSize;
    private static readonly int TagLength = AesGcm.TagByteSizes.MaxSize;

    public static byte[] Encrypt(AesGcm aes, ReadOnlySpan<byte> plain)
    {
        var result = new byte[NonceLength + TagLength + plain.Length];
        var nonce = result.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        aes.Encrypt(nonce, plain, result.AsSpan(NonceLength + TagLength), result.AsSpan(NonceLength, TagLength));
        return result;
    }

    /// <exception cref="CryptographicException">The key is another one, or the bytes were changed.</exception>
    public static byte[] Decrypt(AesGcm aes, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < NonceLength + TagLength)
            throw new CryptographicException("The value is too short to be one of ours.");
        var plain = new byte[bytes.Length - NonceLength - TagLength];
        aes.Decrypt(bytes[..NonceLength], bytes[(NonceLength + TagLength)..], bytes.Slice(NonceLength, TagLength), plain);
        return plain;
    }
}

/// <summary>The configured keys: one that wraps, and all that may unwrap.</summary>
internal sealed partial class MasterKeys : IDisposable
{
    private readonly Dictionary<string, MasterKey> _byId = [];

    public MasterKeys(IOptions<VaultOptions> options, IOptions<StorageOptions> storage, IHostEnvironment environment, ILogger<MasterKeys> logger)
    {
        var settings = options.Value;
        Current = settings.IsEmpty ? OpenDevelopmentKey(DevelopmentKeyPath(storage.Value, environment), logger) : settings.Open();
        foreach (var key in settings.Former.Select(former => former.Open()).Prepend(Current))
            _byId.TryAdd(key.Id, key);
    }

    public MasterKey Current { get; }

    public bool Has(string id) => _byId.ContainsKey(id);

    /// <exception cref="CryptographicException">No such key is configured.</exception>
    public MasterKey Get(string id) =>
        _byId.GetValueOrDefault(id) ?? throw new CryptographicException($"No key {id} is configured in section Vault.");

    public void Dispose()
    {
        foreach (var key in _byId.Values)
            key.Dispose();
    }

    /// <summary>Beside the database.</summary>
    public static string DevelopmentKeyPath(StorageOptions storage, IHostEnvironment environment) =>
        Path.Combine(environment.ContentRootPath, Path.GetDirectoryName(storage.SqlitePath) ?? "", "vault.key");

    private static MasterKey OpenDevelopmentKey(string path, ILogger logger)
    {
        if (!File.Exists(path))
        {
            OwnerOnly.CreateDirectory(Directory.GetParent(path));
            OwnerOnly.WriteNew(path, Convert.ToBase64String(RandomNumberGenerator.GetBytes(SymmetricMasterKey.Length)));
            Log.MadeKey(logger, path);
        }
        return new VaultSource { Key = File.ReadAllText(path) }.Open();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Made a key for Development at {Path}. Elsewhere, section Vault must name one.")]
        public static partial void MadeKey(ILogger logger, string path);
    }
}
