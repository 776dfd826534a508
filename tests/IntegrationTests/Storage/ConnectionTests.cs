using Customer360.Contracts.V1;
using Customer360.Gateway.CrmAccess;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Customer360.IntegrationTests.Storage;

public abstract class ConnectionFacts(TestStorage storage) : StorageFacts(storage)
{
    private static readonly Dictionary<string, string?> Seeded = new()
    {
        ["CrmAccess:PublicUri"] = "https://gateway.example",
        ["Connections:0:Tenant"] = "acme",
        ["Connections:0:Name"] = "Sales",
        ["Connections:0:Salesforce:LoginUri"] = "https://login.salesforce.com",
        ["Connections:0:ClientId"] = "client",
        ["Connections:0:ClientSecret"] = "not for everyone",
        ["Connections:0:DefaultRegion"] = "US",
        ["Connections:0:PhoneFields:0:Channels:0"] = "Voice",
        ["Connections:0:PhoneFields:0:Channels:1"] = "CHANNEL_SMS",
        ["Connections:0:PhoneFields:0:ContactFields:0:WellKnown"] = "MobilePhone",
        ["Connections:0:PhoneFields:0:ContactFields:1:Name"] = "Phone_2__c",
        ["Connections:0:ReferenceFields:0:Kind"] = "Contact",
        ["Connections:0:ReferenceFields:0:Field"] = "C360_Reference__c",
        ["Connections:0:Cache:FoundDuration"] = "00:01:30",
        ["Connections:0:Limits:ConcurrentCalls"] = "7",
        ["Connections:0:AllowOtherEmail"] = "true",
        ["Connections:1:Tenant"] = "other",
        ["Connections:1:Name"] = "Sales",
        ["Connections:1:Enabled"] = "false",
        ["Connections:1:Zoho:DataCenter"] = "eu",
        ["Connections:1:ClientId"] = "client",
    };

    private protected override IReadOnlyDictionary<string, string?> Settings => Seeded;

    [Fact]
    public async Task A_seeded_connection_has_what_configuration_says()
    {
        var connection = await OneAsync(Gateway, "acme");

        Guid.TryParse(connection.Id, out _).ShouldBeTrue();
        connection.Kind.ShouldBe(CrmKind.Salesforce);
        connection.Salesforce.LoginUri.ShouldBe("https://login.salesforce.com");
        connection.Enabled.ShouldBeTrue();
        connection.PhoneFields.ShouldHaveSingleItem().Channels.ShouldBe([Channel.Voice, Channel.Sms]);
        connection.PhoneFields[0].ContactFields[0].WellKnown.ShouldBe(WellKnownField.MobilePhone);
        connection.PhoneFields[0].ContactFields[1].Name.ShouldBe("Phone_2__c");
        connection.ReferenceFields.ShouldHaveSingleItem().Kind.ShouldBe(RecordKind.Contact);
        connection.Cache.FoundDuration.ShouldBe(Duration.FromTimeSpan(TimeSpan.FromSeconds(90)));
        connection.Limits.ConcurrentCalls.ShouldBe(7);
        connection.AllowOtherEmail.ShouldBeTrue();
        connection.RedirectUri.ShouldBe("https://gateway.example/oauth/callback");
    }

    [Fact]
    public async Task Its_secret_is_told_to_an_OAuth_client_alone()
    {
        var connection = await OneAsync(Gateway, "acme");

        connection.HasClientSecret.ShouldBeTrue();
        connection.ClientSecret.ShouldBeEmpty();
        (await Gateway.GetRequiredService<Connections>().OpenClientAsync("acme", connection.Id, Token)).Secret.ShouldBe("not for everyone");
        System.Text.Encoding.Latin1.GetString(await Storage.StealAsync(Database)).ShouldNotContain("not for everyone");
    }

    [Fact]
    public async Task A_tenant_sees_its_own_connections_only()
    {
        (await OneAsync(Gateway, "other")).Kind.ShouldBe(CrmKind.Zoho);
        (await OneAsync(Gateway, "other")).Enabled.ShouldBeFalse();
        (await Gateway.GetRequiredService<Connections>().ListAsync("nobody", Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_configuration_changes_nothing()
    {
        var before = await OneAsync(Gateway, "acme");

        var after = await OneAsync(await StartAnotherAsync(), "acme");

        after.ShouldBe(before);
    }

    [Fact]
    public async Task Another_configuration_wins_and_the_id_stays()
    {
        var before = await OneAsync(Gateway, "acme");
        var settings = new Dictionary<string, string?>(Seeded) { ["Connections:0:DefaultRegion"] = "GB", ["Connections:0:ClientSecret"] = "" };

        var after = await OneAsync(await StartAnotherAsync(settings), "acme");

        after.Id.ShouldBe(before.Id);
        after.DefaultRegion.ShouldBe("GB");
        after.HasClientSecret.ShouldBeFalse();
        after.Etag.ShouldNotBe(before.Etag);
    }

    [Fact]
    public async Task A_connection_that_configuration_lost_is_disabled()
    {
        var settings = Seeded.Where(setting => !setting.Key.StartsWith("Connections:0:", StringComparison.Ordinal)).ToDictionary();

        (await OneAsync(await StartAnotherAsync(settings), "acme")).Enabled.ShouldBeFalse();
    }

    [Fact]
    public async Task A_connection_cannot_become_another_kind()
    {
        var settings = new Dictionary<string, string?>(Seeded) { ["Connections:1:Zoho:DataCenter"] = null };
        settings.Remove("Connections:1:Zoho:DataCenter");
        settings["Connections:1:Dynamics:OrgUri"] = "https://acme.crm4.dynamics.com";
        settings["Connections:1:Dynamics:EntraTenant"] = "acme.example";

        var refusal = await Should.ThrowAsync<OptionsValidationException>(() => StartAnotherAsync(settings));

        refusal.Failures.ShouldHaveSingleItem().ShouldContain("\"Sales\" of tenant other has another kind");
    }

    [Fact]
    public async Task All_that_is_wrong_is_told_at_once_without_secrets()
    {
        var settings = new Dictionary<string, string?>
        {
            ["Connections:0:Name"] = "A",
            ["Connections:0:Salesforce:LoginUri"] = "http://login.salesforce.com",
            ["Connections:0:Salesforce:ApiVersion"] = "59.0",
            ["Connections:0:ClientSecret"] = "not for everyone",
            ["Connections:0:Etag"] = "1",
            ["Connections:0:PhoneFields:0:Channels:0"] = "Pigeon",
            ["Connections:1:Tenant"] = "acme",
            ["Connections:1:Name"] = "B",
            ["Connections:1:ClientId"] = "client",
            ["Connections:1:Salesfroce:LoginUri"] = "https://login.salesforce.com",
            ["Connections:1:Limits:ConcurrentCalls"] = "many",
            ["Connections:1:WrapUpDuration"] = "25:00:00",
        };

        var refusal = await Should.ThrowAsync<OptionsValidationException>(() => StartAnotherAsync(settings));

        string[] expected =
        [
            "Connections:0:Tenant is required",
            "Connections:0: client_id is required",
            "Connections:0: salesforce.login_uri must be an https URL",
            "Connections:0: salesforce.api_version must be 60.0",
            "Connections:0:Etag is set by the gateway",
            "Connections:0:PhoneFields:0:Channels:0 must be one of CHANNEL_VOICE",
            "Connections:1:Salesfroce is no setting",
            "Connections:1: settings must be one of",
            "Connections:1:Limits:ConcurrentCalls must be a number",
            "Connections:1:WrapUpDuration must be a time span",
        ];
        foreach (var problem in expected)
            refusal.Failures.ShouldContain(failure => failure.StartsWith(problem, StringComparison.Ordinal), problem);
        refusal.Message.ShouldNotContain("not for everyone");
    }

    private protected static async Task<Connection> OneAsync(IServiceProvider gateway, string tenant) =>
        (await gateway.GetRequiredService<Connections>().ListAsync(tenant, Token)).Values.ShouldHaveSingleItem();
}

public sealed class ConnectionsOnSqlite() : ConnectionFacts(TestStorage.Sqlite());

public sealed class ConnectionsOnPostgres(PostgresServer server) : ConnectionFacts(TestStorage.Postgres(server))
{
    [Fact]
    public async Task A_replica_learns_of_a_change_within_a_second()
    {
        var before = await OneAsync(Gateway, "acme");
        var other = await StartAnotherAsync(new Dictionary<string, string?>());
        var started = TimeProvider.System.GetTimestamp();

        // The other's configuration has no connections, so its start disabled this one.
        while ((await OneAsync(Gateway, "acme")).Enabled && TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(10))
            await Task.Delay(20, Token);

        before.Enabled.ShouldBeTrue();
        (await OneAsync(Gateway, "acme")).Enabled.ShouldBeFalse();
        other.ShouldNotBeNull();
    }
}
