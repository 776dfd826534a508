using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Customer360.Gateway.Security;
using Customer360.Gateway.Storage;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Customer360.IntegrationTests.Storage;

public abstract class VaultFacts(TestStorage storage) : StorageFacts(storage)
{
    private const string OtherKey = "YW5vdGhlci1rZXktb2YtdGhlLXRlc3RzLTMyLWJ5dGU=";

    private static readonly byte[] Secret = "a refresh token nobody may see"u8.ToArray();

    private Vault Vault => Gateway.GetRequiredService<Vault>();

    [Fact]
    public void A_value_opens_in_its_own_place()
    {
        var value = Vault.Protect("table.column", ["tenant", "row"], Secret);

        Vault.Unprotect("table.column", ["tenant", "row"], value).ShouldBe(Secret);
    }

    [Theory]
    [InlineData("table.other", "tenant", "row")]
    [InlineData("table.column", "tenant", "other")]
    [InlineData("table.column", "tenantrow", "")]
    public void A_value_that_was_moved_does_not_open(string purpose, string tenant, string row)
    {
        var value = Vault.Protect("table.column", ["tenant", "row"], Secret);

        Should.Throw<CryptographicException>(() => Vault.Unprotect(purpose, [tenant, row], value));
    }

    [Fact]
    public void A_changed_value_does_not_open()
    {
        var value = Vault.Protect("table.column", ["row"], Secret);
        value[^1] ^= 1;

        Should.Throw<CryptographicException>(() => Vault.Unprotect("table.column", ["row"], value));
    }

    [Fact]
    public async Task A_stolen_database_says_nothing()
    {
        var value = Vault.Protect("table.column", ["row"], Secret);
        await Database.WriteAsync(sql => sql.ExecuteAsync("insert into vault_secret (name, value) values ('mine', @value)", new { value }), Token);

        var stolen = Encoding.Latin1.GetString(await Storage.StealAsync(Database));

        stolen.ShouldContain("mine");
        stolen.ShouldContain("encryptedSecret");
        // Data Protection's own element for a key in the clear.
        stolen.ShouldNotContain("<masterKey");
        foreach (var secret in new[] { Secret, Convert.FromBase64String(TestStorage.Key) })
        {
            stolen.ShouldNotContain(Encoding.Latin1.GetString(secret));
            stolen.ShouldNotContain(Convert.ToBase64String(secret));
            stolen.ShouldNotContain(Convert.ToHexString(secret), Case.Insensitive);
        }
    }

    [Fact]
    public async Task A_gateway_with_another_key_is_refused_and_leaves_the_ring_as_it_is()
    {
        var refusal = await Should.ThrowAsync<StorageException>(() => StartAnotherAsync(new Dictionary<string, string?> { ["Vault:Key"] = OtherKey }));

        refusal.Message.ShouldContain("written under a key that isn't configured");
        var right = await StartAnotherAsync();
        (await CountKeysAsync(right)).ShouldBe(1);
    }

    [Fact]
    public async Task A_new_key_reads_what_was_written_under_the_former_one()
    {
        var value = Vault.Protect("table.column", ["row"], Secret);
        var hash = Vault.Hash("number", "+14155550132"u8);

        var later = await StartAnotherAsync(new Dictionary<string, string?> { ["Vault:Key"] = OtherKey, ["Vault:Former:0:Key"] = TestStorage.Key });

        later.GetRequiredService<Vault>().Unprotect("table.column", ["row"], value).ShouldBe(Secret);
        later.GetRequiredService<Vault>().Hash("number", "+14155550132"u8).ShouldBe(hash);
        AddKeyToRing(later);
        (await later.GetRequiredService<VaultKeyRing>().ListMasterKeysAsync(Token)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_ring_with_a_new_key_reads_old_values()
    {
        var value = Vault.Protect("table.column", ["row"], Secret);
        AddKeyToRing(Gateway);

        var later = (await StartAnotherAsync()).GetRequiredService<Vault>();

        later.Unprotect("table.column", ["row"], value).ShouldBe(Secret);
        KeyIdOf(later.Protect("table.column", ["row"], Secret)).ShouldNotBe(KeyIdOf(value));
    }

    [Fact]
    public async Task A_certificate_opens_what_it_closed_and_another_does_not()
    {
        var folder = Directory.CreateTempSubdirectory("customer360-certificates-");
        try
        {
            var (mine, other) = (MakeCertificate(folder, "mine"), MakeCertificate(folder, "other"));
            await using var storage = Storage.Fresh();
            var value = (await storage.StartAsync(mine)).GetRequiredService<Vault>().Protect("table.column", ["row"], Secret);
            await storage.StopAsync();

            (await storage.StartAsync(mine)).GetRequiredService<Vault>().Unprotect("table.column", ["row"], value).ShouldBe(Secret);
            await storage.StopAsync();
            await Should.ThrowAsync<StorageException>(() => storage.StartAsync(other));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_hash_is_the_same_after_a_restart_and_another_for_another_purpose()
    {
        var hash = Vault.Hash("number", "+14155550132"u8);

        var later = (await StartAnotherAsync()).GetRequiredService<Vault>();

        later.Hash("number", "+14155550132"u8).ShouldBe(hash);
        later.Hash("choice", "+14155550132"u8).ShouldNotBe(hash);
        later.Hash("number", "+14155550133"u8).ShouldNotBe(hash);
    }

    [Fact]
    public async Task Outside_Development_a_gateway_without_a_key_does_not_start()
    {
        await using var storage = Storage.Fresh();

        var refusal = await Should.ThrowAsync<OptionsValidationException>(() => storage.StartAsync(new Dictionary<string, string?> { ["Vault:Key"] = "" }));

        refusal.Failures.ShouldHaveSingleItem().ShouldStartWith("Vault:Key or CertificatePath");
    }

    [Fact]
    public async Task All_that_is_wrong_with_keys_is_told_at_once()
    {
        await using var storage = Storage.Fresh();
        var settings = new Dictionary<string, string?>
        {
            ["Vault:Key"] = "c2hvcnQ=",
            ["Vault:Former:0:CertificatePath"] = "/nowhere.pfx",
            ["Vault:Former:1:Key"] = OtherKey,
            ["Vault:Former:1:CertificatePath"] = "/nowhere.pfx",
        };

        var refusal = await Should.ThrowAsync<OptionsValidationException>(() => storage.StartAsync(settings));

        refusal.Failures.Count().ShouldBe(3);
        refusal.Message.ShouldNotContain("c2hvcnQ=");
    }

    private static void AddKeyToRing(IServiceProvider gateway)
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        gateway.GetRequiredService<IKeyManager>().CreateNewKey(now, now.AddDays(90));
    }

    private static Task<int> CountKeysAsync(IServiceProvider gateway) =>
        gateway.GetRequiredService<Database>().ReadAsync(sql => sql.FindAsync<int>("select count(*) from vault_key"), Token);

    /// <summary>A protected value begins with a magic number and the id of its key.</summary>
    private static Guid KeyIdOf(byte[] value) => new(value.AsSpan(4, 16));

    private static Dictionary<string, string?> MakeCertificate(DirectoryInfo folder, string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        var path = Path.Combine(folder.FullName, $"{name}.pfx");
        File.WriteAllBytes(path, certificate.Export(X509ContentType.Pfx, "password"));
        return new() { ["Vault:Key"] = "", ["Vault:CertificatePath"] = path, ["Vault:CertificatePassword"] = "password" };
    }
}

public sealed class VaultOnSqlite() : VaultFacts(TestStorage.Sqlite())
{
    [Fact]
    public async Task Development_makes_its_own_key_beside_the_database_for_its_owner_alone()
    {
        await using var storage = TestStorage.Sqlite();
        var first = await storage.StartAsync(environment: "Development");
        var value = first.GetRequiredService<Vault>().Protect("table.column", ["row"], "x"u8.ToArray());
        var path = MasterKeys.DevelopmentKeyPath(first.GetRequiredService<IOptions<StorageOptions>>().Value, first.GetRequiredService<IHostEnvironment>());
        await storage.StopAsync();

        var again = await storage.StartAsync(environment: "Development");

        again.GetRequiredService<Vault>().Unprotect("table.column", ["row"], value).ShouldBe("x"u8.ToArray());
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}

public sealed class VaultOnPostgres(PostgresServer server) : VaultFacts(TestStorage.Postgres(server))
{
    [Fact]
    public async Task Replicas_that_start_together_share_one_ring()
    {
        await using var storage = Storage.Fresh();
        var settings = new Dictionary<string, string?>();

        var replicas = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => storage.StartAsync(settings)));

        var value = replicas[0].GetRequiredService<Vault>().Protect("table.column", ["row"], "x"u8.ToArray());
        foreach (var replica in replicas)
            replica.GetRequiredService<Vault>().Unprotect("table.column", ["row"], value).ShouldBe("x"u8.ToArray());
        replicas.Select(replica => Convert.ToHexString(replica.GetRequiredService<Vault>().Hash("number", "1"u8))).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_replica_reads_what_another_wrote_under_a_key_that_is_newer_than_its_start()
    {
        var now = TimeProvider.System.GetUtcNow();
        Gateway.GetRequiredService<IKeyManager>().CreateNewKey(now, now.AddDays(90));
        var other = await StartAnotherAsync();

        var value = other.GetRequiredService<Vault>().Protect("table.column", ["row"], "x"u8.ToArray());

        Gateway.GetRequiredService<Vault>().Unprotect("table.column", ["row"], value).ShouldBe("x"u8.ToArray());
    }
}
