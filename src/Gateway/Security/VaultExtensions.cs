using Customer360.Gateway.Hosting;
using Customer360.Gateway.Security;
using Customer360.Gateway.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

internal static class VaultExtensions
{
    /// <summary>Data Protection with its keys in the database, and the vault, opened before the host listens. Comes after AddStorage.</summary>
    public static IServiceCollection AddVault(this IServiceCollection services)
    {
        services.AddCheckedOptions<VaultOptions>(VaultOptions.Section);
        services.AddSingleton<MasterKeys>().AddSingleton<VaultKeyRing>().AddSingleton<VaultXmlEncryptor>();
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>, VaultKeyManagement>();
        services.AddDataProtection().SetApplicationName("customer360")
            .UseCryptographicAlgorithms(new AuthenticatedEncryptorConfiguration { EncryptionAlgorithm = EncryptionAlgorithm.AES_256_GCM });
        services.AddSingleton<Vault>().AddStartTask<Vault>((vault, token) => vault.OpenAsync(token));
        foreach (var retention in Vault.Retentions)
            services.AddSingleton(retention);
        return services;
    }
}
