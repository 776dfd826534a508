using System.Security.Cryptography;
using System.Text;
using Customer360.Gateway.Storage;
using Microsoft.AspNetCore.DataProtection;

namespace Customer360.Gateway.Security;

/// <summary>Encrypts what the database must not tell, and hashes what is looked up by value.</summary>
internal sealed class Vault(IDataProtectionProvider protection, VaultKeyRing ring, MasterKeys masterKeys, Database database)
{
    public static readonly IReadOnlyList<Retention> Retentions =
        [Retention.Kept("vault_key", "as long as there are values under it"), Retention.Kept("vault_secret", "for ever")];

    private const string Root = "Customer360.Vault";
    private const string SecretPurpose = "vault_secret.value";
    private const string LookupSecret = "lookup";

    private byte[]? _lookupKey;

    /// <summary>Makes or opens the secrets. Once, before anything else here is used.</summary>
    /// <exception cref="StorageException">The database can't be reached, or was written under a key that isn't configured.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        // One replica at a time: each would otherwise make a key ring of its own, and not know the others' for a day.
        await using var alone = await database.LockAsync("vault", cancellationToken);
        // Data Protection would pass over the keys that it can't decrypt, and add another.
        if (!(await ring.ListMasterKeysAsync(cancellationToken)).All(masterKeys.Has))
            throw new StorageException(
                "The database was written under a key that isn't configured. Set Vault:Key or Vault:CertificatePath to it, or list it in Vault:Former.");
        var stored = await database.ReadAsync(
            sql => sql.FindAsync<byte[]>("select value from vault_secret where name = @LookupSecret", new { LookupSecret }), cancellationToken);
        _lookupKey = stored is null ? await MakeLookupKeyAsync(cancellationToken) : Unprotect(SecretPurpose, [LookupSecret], stored);
    }

    /// <summary>Encrypts a value for one place: it opens nowhere else.</summary>
    /// <param name="purpose">What it is: the table and column.</param>
    /// <param name="row">Which row: all that the value is bound to.</param>
    /// <param name="value">The value.</param>
    public byte[] Protect(string purpose, IEnumerable<string> row, byte[] value) => Protector(purpose, row).Protect(value);

    /// <exception cref="CryptographicException">The value is of another place, was changed, or its key is gone.</exception>
    public byte[] Unprotect(string purpose, IEnumerable<string> row, byte[] value) => Protector(purpose, row).Unprotect(value);

    /// <summary>A hash that is the same on all replicas for ever, and tells nothing without the vault's key.</summary>
    /// <param name="purpose">Hashes of one purpose can't be compared with those of another.</param>
    /// <param name="value">The value.</param>
    public byte[] Hash(string purpose, ReadOnlySpan<byte> value)
    {
        var key = _lookupKey ?? throw new InvalidOperationException("The vault has not been opened.");
        Span<byte> purposeKey = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(purpose), purposeKey);
        return HMACSHA256.HashData(purposeKey, value);
    }

    private async Task<byte[]> MakeLookupKeyAsync(CancellationToken cancellationToken)
    {
        var key = RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes);
        var value = Protect(SecretPurpose, [LookupSecret], key);
        await database.WriteAsync(
            sql => sql.ExecuteAsync("insert into vault_secret (name, value) values (@LookupSecret, @value)", new { LookupSecret, value }),
            cancellationToken);
        return key;
    }

    private IDataProtector Protector(string purpose, IEnumerable<string> row) => protection.CreateProtector([Root, purpose, .. row]);
}
