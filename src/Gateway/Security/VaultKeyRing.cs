using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Customer360.Gateway.Storage;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.Options;

namespace Customer360.Gateway.Security;

/// <summary>Data Protection's keys in SQL, for all replicas.</summary>
/// <remarks>Its interface is synchronous; it is asked at start and once a day, and never inside a transaction of ours.</remarks>
internal sealed class VaultKeyRing(Database database, TimeProvider time) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() =>
        [.. database.ReadAsync(sql => sql.ListAsync<string>("select xml from vault_key"), CancellationToken.None).GetAwaiter().GetResult().Select(XElement.Parse)];

    /// <summary>The master keys that wrap keys of the ring, by id.</summary>
    public async Task<IReadOnlyList<string>> ListMasterKeysAsync(CancellationToken cancellationToken)
    {
        var ring = await database.ReadAsync(sql => sql.ListAsync<string>("select xml from vault_key"), cancellationToken);
        return [.. ring.SelectMany(xml => XElement.Parse(xml).Descendants(VaultXmlEncryptor.Element)).Select(VaultXmlEncryptor.MasterKeyOf).Distinct()];
    }

    public void StoreElement(XElement element, string friendlyName) => database.WriteAsync(
        sql => sql.ExecuteAsync(
            "insert into vault_key (id, xml, create_time) values (@id, @xml, @now)",
            new
            {
                id = Guid.CreateVersion7().ToString(),
                xml = element.ToString(SaveOptions.DisableFormatting),
                now = time.GetUtcNow().ToUnixTimeMilliseconds(),
            }),
        CancellationToken.None).GetAwaiter().GetResult();
}

/// <summary>Encrypts a key of the ring under a fresh key, and that one under the configured master key.</summary>
internal sealed class VaultXmlEncryptor(MasterKeys masterKeys) : IXmlEncryptor
{
    public const string Element = "vault";

    private const string MasterKeyAttribute = "masterKey";

    public static string MasterKeyOf(XElement element) => (string?)element.Attribute(MasterKeyAttribute) ?? "";

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var key = RandomNumberGenerator.GetBytes(SymmetricMasterKey.Length);
        using var aes = new AesGcm(key, AesGcm.TagByteSizes.MaxSize);
        var value = AuthenticatedBytes.Encrypt(aes, Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting)));
        return new(
            new XElement(Element,
                new XAttribute(MasterKeyAttribute, masterKeys.Current.Id),
                new XElement("key", Convert.ToBase64String(masterKeys.Current.Wrap(key))),
                new XElement("value", Convert.ToBase64String(value))),
            typeof(VaultXmlDecryptor));
    }
}

/// <summary>Reads what <see cref="VaultXmlEncryptor"/> wrote. Data Protection makes it by its name, which the stored XML holds.</summary>
internal sealed class VaultXmlDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        var masterKey = services.GetRequiredService<MasterKeys>().Get(VaultXmlEncryptor.MasterKeyOf(encryptedElement));
        using var aes = new AesGcm(masterKey.Unwrap(Bytes(encryptedElement, "key")), AesGcm.TagByteSizes.MaxSize);
        return XElement.Parse(Encoding.UTF8.GetString(AuthenticatedBytes.Decrypt(aes, Bytes(encryptedElement, "value"))));
    }

    private static byte[] Bytes(XElement element, string name) => Convert.FromBase64String((string?)element.Element(name) ?? "");
}

internal sealed class VaultKeyManagement(VaultKeyRing ring, VaultXmlEncryptor encryptor) : IConfigureOptions<KeyManagementOptions>
{
    public void Configure(KeyManagementOptions options)
    {
        options.XmlRepository = ring;
        options.XmlEncryptor = encryptor;
    }
}
