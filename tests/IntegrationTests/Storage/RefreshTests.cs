using Customer360.Adapters;
using Customer360.Contracts.V1;
using Customer360.Gateway.CrmAccess;
using Customer360.Gateway.Errors;
using Customer360.Gateway.Security;
using Customer360.Sandbox;
using Microsoft.Extensions.DependencyInjection;

namespace Customer360.IntegrationTests.Storage;

/// <summary>Grants in the database, refreshed over HTTP at a CRM that rotates refresh tokens and ends a grant whose old one is used again.</summary>
public abstract class RefreshFacts(TestStorage storage) : IAsyncLifetime
{
    private static readonly Caller Ann = new("acme", "https://issuer.example", "ann", null, new HashSet<Role> { Role.Agent }, DateTimeOffset.MaxValue);

    private SandboxServer? _sandbox;

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected SandboxServer Sandbox => _sandbox!;

    public async ValueTask InitializeAsync() =>
        _sandbox = await SandboxServer.StartAsync(new() { ContactCount = 20, Settings = new() { RotateRefreshTokens = true } }, Token);

    public async ValueTask DisposeAsync()
    {
        await storage.DisposeAsync();
        await Sandbox.DisposeAsync();
    }

    [Fact]
    public async Task Many_calls_with_an_expired_token_refresh_it_once()
    {
        var gateway = await StartAsync();
        var id = await AuthorizeAsync(gateway);
        Sandbox.ExpireSessions();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => AskAsync(gateway)));

        CountRefreshes().ShouldBe(1);
        (await gateway.GetRequiredService<Grants>().ReadAsync(id, Token)).ShouldNotBeNull().Version.ShouldBe(2);
    }

    [Fact]
    public async Task A_gateway_that_starts_again_goes_on_with_the_rotated_token()
    {
        var gateway = await StartAsync();
        await AuthorizeAsync(gateway);
        Sandbox.ExpireSessions();
        await AskAsync(gateway);
        await storage.StopAsync();

        var again = await StartAsync();
        Sandbox.ExpireSessions();
        await AskAsync(again);

        CountRefreshes().ShouldBe(2);
    }

    [Fact]
    public async Task A_grant_that_the_CRM_no_longer_takes_is_withdrawn()
    {
        var gateway = await StartAsync();
        await AuthorizeAsync(gateway);
        Sandbox.Reset();

        var refusal = await Should.ThrowAsync<CrmException>(() => AskAsync(gateway));

        refusal.Failure.ShouldBe(CrmFailure.NotAuthorized);
        (await gateway.GetRequiredService<Grants>().ListAsync(Agent.Of(Ann), Token)).ShouldBeEmpty();
        var next = await Should.ThrowAsync<GatewayException>(() => AskAsync(gateway));
        next.Reason.ShouldBe(ErrorReason.CrmNotAuthorized);
    }

    private protected Task<IServiceProvider> StartAsync() => storage.StartAsync(
        new Dictionary<string, string?>
        {
            ["Connections:0:Tenant"] = "acme",
            ["Connections:0:Name"] = "Sandbox",
            ["Connections:0:ClientId"] = "sandbox-client",
            ["Connections:0:ClientSecret"] = "sandbox-secret",
            ["Connections:0:Salesforce:LoginUri"] = Sandbox.BaseAddress.GetLeftPart(UriPartial.Authority),
            ["Outbound:AllowedPrivateTargets:0"] = Sandbox.BaseAddress.Authority,
        },
        configure: services => services.AddSalesforceAdapter());

    /// <summary>As the sandbox's consent would have it, without the page.</summary>
    private protected async Task<string> AuthorizeAsync(IServiceProvider gateway)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var answer = await http.PostAsync(new Uri(Sandbox.BaseAddress, "/_sandbox/salesforce/token?user=full"), null, Token);
        using var tokens = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStreamAsync(Token));
        string Get(string name) => tokens.RootElement.GetProperty(name).GetString()!;
        var grant = new CrmGrant(Get("access_token"), Get("refresh_token"), new(Get("instance_url")), null, new(Get("id")), null, Get("scope"));
        var connection = (await gateway.GetRequiredService<Connections>().ListAsync("acme", Token)).Keys.Single();
        return await gateway.GetRequiredService<Grants>().ActivateAsync(Agent.Of(Ann), connection, grant, new() { Id = "005" }, Token);
    }

    /// <summary>Something that needs a good token.</summary>
    private protected static async Task AskAsync(IServiceProvider gateway)
    {
        var call = await gateway.GetRequiredService<CrmCalls>().OpenAsync(Ann, null, null, Token);
        await call.Adapter.FindCasesByNumberAsync(call.Session, "1", Token);
    }

    private protected int CountRefreshes() => Sandbox.Requests.After(0).Count(request => request.Path.EndsWith("/oauth2/token", StringComparison.Ordinal));
}

public sealed class RefreshOnSqlite() : RefreshFacts(TestStorage.Sqlite());

public sealed class RefreshOnPostgres(PostgresServer server) : RefreshFacts(TestStorage.Postgres(server))
{
    [Fact]
    public async Task Many_calls_on_two_replicas_with_an_expired_token_refresh_it_once()
    {
        IServiceProvider[] replicas = [await StartAsync(), await StartAsync()];
        await AuthorizeAsync(replicas[0]);
        foreach (var replica in replicas)
            await AskAsync(replica);
        Sandbox.ExpireSessions();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => AskAsync(replicas[i % 2])));

        CountRefreshes().ShouldBe(1);
    }
}
