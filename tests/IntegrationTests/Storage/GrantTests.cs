using System.Text;
using Customer360.Adapters;
using Customer360.Adapters.OAuth;
using Customer360.Contracts.V1;
using Customer360.Gateway.CrmAccess;
using Customer360.Gateway.Errors;
using Customer360.Gateway.Security;
using Customer360.Gateway.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Customer360.IntegrationTests.Storage;

public abstract class GrantFacts(TestStorage storage) : StorageFacts(storage)
{
    private static readonly Agent Ann = new("acme", "https://issuer.example", "ann");
    private static readonly Agent Bob = new("acme", "https://issuer.example", "bob");
    private static readonly CrmUser User = new() { Id = "005A", Name = "Ann Example", Email = "ann@acme.example" };
    private static readonly CrmGrant Given = new(
        "access-token-1", "refresh-token-1", new("https://acme.my.salesforce.com"), null, new("https://login.salesforce.com/id/1"),
        DateTimeOffset.UnixEpoch.AddYears(60), "api refresh_token");

    private protected override IReadOnlyDictionary<string, string?> Settings { get; } = new[] { "One", "Two", "Off" }.SelectMany((name, i) => new KeyValuePair<string, string?>[]
    {
        new($"Connections:{i}:Tenant", "acme"),
        new($"Connections:{i}:Name", name),
        new($"Connections:{i}:ClientId", "client"),
        new($"Connections:{i}:ClientSecret", "secret"),
        new($"Connections:{i}:Enabled", name == "Off" ? "false" : "true"),
        new($"Connections:{i}:Salesforce:LoginUri", "https://login.salesforce.com"),
        new($"Connections:{i}:AllowedGroups:0", name == "Two" ? "ann" : null),
    }).Where(setting => setting.Value is not null).ToDictionary();

    private protected Grants Grants => Gateway.GetRequiredService<Grants>();

    private protected CrmCalls Calls => Gateway.GetRequiredService<CrmCalls>();

    [Fact]
    public async Task A_grant_comes_back_as_it_was_given()
    {
        var id = await Grants.ActivateAsync(Ann, await IdOfAsync("One"), Given, User, Token);

        (await Grants.ReadAsync(id, Token)).ShouldBe(new StoredGrant(Given, 1, Withdrawn: false));
        var grant = (await Grants.ListAsync(Ann, Token)).ShouldHaveSingleItem();
        grant.ShouldBe(new Grant(id, await IdOfAsync("One"), User));
        (await Grants.ListAsync(Bob, Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stolen_database_holds_no_token_and_no_CRM_user()
    {
        await Grants.ActivateAsync(Ann, await IdOfAsync("One"), Given, User, Token);

        var stolen = Encoding.Latin1.GetString(await Storage.StealAsync(Database));

        foreach (var secret in new[] { "access-token-1", "refresh-token-1", "Ann Example", "ann@acme.example" })
        {
            stolen.ShouldNotContain(secret);
            stolen.ShouldNotContain(Convert.ToHexString(Encoding.UTF8.GetBytes(secret)), Case.Insensitive);
        }
    }

    [Theory]
    [InlineData("subject = 'bob'")]
    [InlineData("issuer = 'https://evil.example'")]
    [InlineData("tenant_id = 'other'")]
    public async Task A_grant_that_was_moved_to_another_agent_does_not_open(string move)
    {
        var id = await Grants.ActivateAsync(Ann, await IdOfAsync("One"), Given, User, Token);

        await Database.WriteAsync(sql => sql.ExecuteAsync($"update crm_grant set {move}"), Token);

        (await Grants.ReadAsync(id, Token)).ShouldBeNull();
        (await Grants.ListAsync(Bob, Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_grant_that_was_moved_to_another_connection_does_not_open()
    {
        var id = await Grants.ActivateAsync(Ann, await IdOfAsync("One"), Given, User, Token);

        var other = await IdOfAsync("Two");
        await Database.WriteAsync(sql => sql.ExecuteAsync("update crm_grant set connection_id = @other", new { other }), Token);

        (await Grants.ReadAsync(id, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task New_tokens_are_kept_once()
    {
        var id = await Grants.ActivateAsync(Ann, await IdOfAsync("One"), Given, User, Token);
        var fresh = Given with { AccessToken = "access-token-2", RefreshToken = "refresh-token-2" };

        (await Grants.SaveAsync(id, 1, fresh, Token)).ShouldBeTrue();
        (await Grants.SaveAsync(id, 1, Given, Token)).ShouldBeFalse();

        (await Grants.ReadAsync(id, Token)).ShouldBe(new StoredGrant(fresh, 2, Withdrawn: false));
    }

    [Fact]
    public async Task A_withdrawn_grant_is_gone_with_its_tokens()
    {
        var id = await Grants.ActivateAsync(Ann, await IdOfAsync("One"), Given, User, Token);

        await Grants.MarkWithdrawnAsync(id, 1, Token);

        (await Grants.ReadAsync(id, Token)).ShouldBeNull();
        (await Grants.ListAsync(Ann, Token)).ShouldBeEmpty();
        (await Grants.SaveAsync(id, 2, Given, Token)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_withdrawal_of_an_older_version_does_nothing()
    {
        var id = await Grants.ActivateAsync(Ann, await IdOfAsync("One"), Given, User, Token);
        await Grants.SaveAsync(id, 1, Given, Token);

        await Grants.MarkWithdrawnAsync(id, 1, Token);

        (await Grants.ReadAsync(id, Token)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_new_authorisation_replaces_the_old_one_under_another_id()
    {
        var first = await Grants.ActivateAsync(Ann, await IdOfAsync("One"), Given, User, Token);

        var second = await Grants.ActivateAsync(Ann, await IdOfAsync("One"), Given with { AccessToken = "other" }, User, Token);

        second.ShouldNotBe(first);
        (await Grants.ReadAsync(first, Token)).ShouldBeNull();
        (await Grants.ListAsync(Ann, Token)).ShouldHaveSingleItem().Id.ShouldBe(second);
    }

    [Fact]
    public async Task A_removed_grant_is_answered_to_be_revoked()
    {
        await Grants.ActivateAsync(Ann, await IdOfAsync("One"), Given, User, Token);

        (await Grants.RemoveAsync(Ann, await IdOfAsync("One"), Token)).ShouldBe(Given);
        (await Grants.RemoveAsync(Ann, await IdOfAsync("One"), Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_call_goes_to_the_named_connection_with_the_agents_grant()
    {
        var id = await Grants.ActivateAsync(Ann, await IdOfAsync("One"), Given, User, Token);

        var call = await OpenAsync(Ann, await IdOfAsync("One"));

        call.Adapter.Kind.ShouldBe(CrmKind.Salesforce);
        call.Session.GrantId.ShouldBe(id);
        call.Session.User.ShouldBe(User);
        call.Session.Connection.Name.ShouldBe("One");
        (await call.Session.Tokens.GetAsync(Token)).Value.ShouldBe("access-token-1");
    }

    [Fact]
    public async Task Without_a_name_it_goes_to_the_only_authorised_CRM()
    {
        await Grants.ActivateAsync(Ann, await IdOfAsync("One"), Given, User, Token);
        await Grants.ActivateAsync(Ann, await IdOfAsync("Off"), Given, User, Token);

        (await OpenAsync(Ann, null)).Session.Connection.Name.ShouldBe("One");
    }

    [Fact]
    public async Task With_two_authorised_CRMs_the_agent_must_choose()
    {
        await Grants.ActivateAsync(Ann, await IdOfAsync("One"), Given, User, Token);
        await Grants.ActivateAsync(Ann, await IdOfAsync("Two"), Given, User, Token);
        (await RefusalAsync(Ann, "")).Reason.ShouldBe(ErrorReason.NoActiveCrm);

        await Gateway.GetRequiredService<ActiveCrms>().SelectAsync(Ann, await IdOfAsync("Two"), Token);

        (await OpenAsync(Ann, "")).Session.Connection.Name.ShouldBe("Two");
    }

    [Fact]
    public async Task The_only_CRM_that_there_is_for_an_agent_is_named_to_be_authorised()
    {
        var refusal = await RefusalAsync(Bob, null); // Two isn't for Bob, and Off is disabled.

        refusal.Reason.ShouldBe(ErrorReason.CrmNotAuthorized);
        refusal.Metadata["connection_id"].ShouldBe(await IdOfAsync("One"));
    }

    [Theory]
    [InlineData("Off", ErrorReason.CrmDisabled)]
    [InlineData("One", ErrorReason.CrmNotAuthorized)]
    public async Task A_CRM_that_cannot_be_used_is_named(string name, ErrorReason reason)
    {
        var refusal = await RefusalAsync(Ann, await IdOfAsync(name));

        refusal.Reason.ShouldBe(reason);
        refusal.Metadata["connection_id"].ShouldBe(await IdOfAsync(name));
    }

    [Fact]
    public async Task A_chosen_CRM_without_a_grant_is_not_authorised()
    {
        await Gateway.GetRequiredService<ActiveCrms>().SelectAsync(Ann, await IdOfAsync("One"), Token);

        (await RefusalAsync(Ann, null)).Reason.ShouldBe(ErrorReason.CrmNotAuthorized);
    }

    [Fact]
    public async Task A_connection_that_is_not_the_callers_is_not_there()
    {
        (await RefusalAsync(Ann, "unknown")).Reason.ShouldBe(ErrorReason.ConnectionNotFound);
        (await RefusalAsync(Ann with { TenantId = "other" }, await IdOfAsync("One"))).Reason.ShouldBe(ErrorReason.ConnectionNotFound);
        (await RefusalAsync(Bob, await IdOfAsync("Two"))).Reason.ShouldBe(ErrorReason.ConnectionNotFound);
    }

    [Fact]
    public async Task Changes_here_are_known_at_once()
    {
        (await RefusalAsync(Ann, await IdOfAsync("One"))).Reason.ShouldBe(ErrorReason.CrmNotAuthorized);

        var id = await Grants.ActivateAsync(Ann, await IdOfAsync("One"), Given, User, Token);
        await OpenAsync(Ann, await IdOfAsync("One"));
        await Grants.MarkWithdrawnAsync(id, 1, Token);

        (await RefusalAsync(Ann, await IdOfAsync("One"))).Reason.ShouldBe(ErrorReason.CrmNotAuthorized);
    }

    [Fact]
    public async Task A_second_call_asks_no_database()
    {
        await Grants.ActivateAsync(Ann, await IdOfAsync("One"), Given, User, Token);
        var still = ActivatorUtilities.CreateInstance<Changes>(Gateway); // Nobody follows it, so nothing is read again behind the test's back.
        var calls = ActivatorUtilities.CreateInstance<CrmCalls>(Gateway, still, ActivatorUtilities.CreateInstance<Connections>(Gateway, still));
        await calls.OpenAsync(CallerOf(Ann), null, null, Token);

        await Database.DisposeAsync();

        (await calls.OpenAsync(CallerOf(Ann), null, null, Token)).Session.Connection.Name.ShouldBe("One");
    }

    private protected override void Configure(IServiceCollection services)
    {
        var adapter = Substitute.For<ICrmAdapter>();
        adapter.Kind.Returns(CrmKind.Salesforce);
        services.AddSingleton(adapter);
    }

    private protected async Task<string> IdOfAsync(string name) =>
        (await Gateway.GetRequiredService<Connections>().ListAsync("acme", Token)).Values.Single(connection => connection.Name == name).Id;

    private protected Task<CrmCall> OpenAsync(Agent agent, string? connectionId) => Calls.OpenAsync(CallerOf(agent), connectionId, null, Token);

    private protected Task<GatewayException> RefusalAsync(Agent agent, string? connectionId) =>
        Should.ThrowAsync<GatewayException>(() => OpenAsync(agent, connectionId));

    private protected static Caller CallerOf(Agent agent) =>
        new(agent.TenantId, agent.Issuer, agent.Subject, null, new HashSet<Role> { Role.Agent }, DateTimeOffset.MaxValue);

    private protected static (Agent Agent, CrmGrant Grant, CrmUser User) Example => (Ann, Given, User);
}

public sealed class GrantsOnSqlite() : GrantFacts(TestStorage.Sqlite());

public sealed class GrantsOnPostgres(PostgresServer server) : GrantFacts(TestStorage.Postgres(server))
{
    [Fact]
    public async Task A_replica_learns_of_a_withdrawal_within_a_second()
    {
        var (agent, grant, user) = Example;
        var other = await StartAnotherAsync();
        var connection = await IdOfAsync("One");
        var id = await other.GetRequiredService<Grants>().ActivateAsync(agent, connection, grant, user, Token);
        await UntilAsync(isAuthorized: true);

        var withdrawn = TimeProvider.System.GetTimestamp();
        await other.GetRequiredService<Grants>().MarkWithdrawnAsync(id, 1, Token);

        await UntilAsync(isAuthorized: false);
        TimeProvider.System.GetElapsedTime(withdrawn).ShouldBeLessThan(TimeSpan.FromSeconds(3)); // A loaded machine needs more than the one that is promised.

        async Task UntilAsync(bool isAuthorized)
        {
            for (var tries = 0; tries < 500; tries++)
            {
                try
                {
                    await OpenAsync(agent, connection);
                    if (isAuthorized)
                        return;
                }
                catch (GatewayException) when (!isAuthorized)
                {
                    return;
                }
                catch (GatewayException)
                {
                    // Not known yet.
                }
                await Task.Delay(20, Token);
            }
            throw new TimeoutException();
        }
    }

    [Fact]
    public async Task Two_replicas_refresh_a_rotating_token_once()
    {
        var (agent, grant, user) = Example;
        var id = await Grants.ActivateAsync(agent, await IdOfAsync("One"), grant, user, Token);
        var other = await StartAnotherAsync();
        var refreshes = 0;

        async Task RefreshAsync(IGrantStore store)
        {
            await using var held = await store.LockAsync(id, Token);
            var stored = (await store.ReadAsync(id, Token)).ShouldNotBeNull();
            if (stored.Grant.AccessToken != "access-token-1")
                return;
            Interlocked.Increment(ref refreshes);
            await Task.Delay(50, Token);
            (await store.SaveAsync(id, stored.Version, stored.Grant with { AccessToken = "access-token-2" }, Token)).ShouldBeTrue();
        }

        await Task.WhenAll(Enumerable.Range(0, 10).Select(i => RefreshAsync((i % 2 == 0 ? Gateway : other).GetRequiredService<IGrantStore>())));

        refreshes.ShouldBe(1);
    }
}
