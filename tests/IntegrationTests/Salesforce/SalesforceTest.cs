using System.Net.Http.Json;
using System.Text.Json;
using Customer360.Adapters;
using Customer360.Adapters.Phones;
using Customer360.Contracts.V1;
using Customer360.IntegrationTests.Sandbox;
using Customer360.Sandbox;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Customer360.IntegrationTests.Salesforce;

/// <summary>The adapter as the host registers it, against a sandbox of each test's own, over real HTTP.</summary>
public abstract class SalesforceTest : SandboxTest
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private ServiceProvider _services = null!;

    private protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private protected ICrmAdapter Adapter { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Outbound:AllowedPrivateTargets:0", Server.BaseAddress.Authority)])
            .Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Time);
        services.AddCrmAdapters(configuration);
        services.AddSalesforceAdapter();
        _services = services.BuildServiceProvider();
        Adapter = _services.GetServices<ICrmAdapter>().Single();
    }

    public override async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _services.DisposeAsync();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected Connection Connection(bool references = true, Action<Connection>? set = null)
    {
        var connection = new Connection
        {
            Id = "sf",
            Salesforce = new() { LoginUri = Server.BaseAddress.AbsoluteUri },
            ClientId = Customer360.Sandbox.OAuthClient.Default.ClientId,
            RedirectUri = Customer360.Sandbox.OAuthClient.Default.RedirectUris[0],
            DefaultRegion = "US",
        };
        RecordKind[] kinds = [RecordKind.Contact, RecordKind.Account, RecordKind.Case, RecordKind.Task, RecordKind.Event];
        if (references)
            connection.ReferenceFields.Add(kinds.Select(kind => new ReferenceField { Kind = kind, Field = "Gateway_Reference__c" }));
        set?.Invoke(connection);
        return connection;
    }

    private protected async Task<CrmSession> OpenAsync(SandboxUser? user = null, Connection? connection = null)
    {
        user ??= DemoUsers.Full;
        using var answer = await _http.PostAsync(new Uri(Server.BaseAddress, $"/_sandbox/salesforce/token?user={user.Key}"), null, Cancelled);
        var token = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
        connection ??= Connection();
        var grant = new CrmGrant(Text("access_token"), Text("refresh_token"), Server.BaseAddress, null, new Uri(Text("id")), null, null);
        return new CrmSession
        {
            TenantId = "tenant",
            Connection = connection,
            GrantId = $"grant of {user.Key}",
            User = new() { Id = Text("id").Split('/')[^1], TimeZone = user.TimeZone },
            Tokens = new GrantTokens(Adapter.OAuth, new Customer360.Adapters.OAuthClient(connection, Customer360.Sandbox.OAuthClient.Default.ClientSecret), grant),
        };

        string Text(string name) => token.GetProperty(name).GetString()!;
    }

    private protected Task<CrmMatches> MatchAsync(CrmSession session, string phone, string? region = "US") =>
        Adapter.MatchByPhoneAsync(session, new(PhoneNumber.Parse(phone, region ?? "US"), region, ["MobilePhone"], ["Phone"]), Cancelled);

    /// <summary>A contact of the sandbox by its whole name.</summary>
    private protected async Task<RecordRef> FindContactAsync(CrmSession session, DemoCustomer customer) =>
        (await Adapter.FindCustomersByNameAsync(session, customer.Name, Cancelled)).Single().Record.Ref;

    private protected static FieldInfo Info(CrmObject described, string name) => described.Fields.Single(field => field.Name == name);

    private protected async Task<CrmField> FieldAsync(CrmSession session, RecordKind kind, string name, FieldValue value) =>
        new(Info((await Adapter.DescribeAsync(session, new() { Kind = kind }, Cancelled))!, name), value);

    private protected static FieldValue Text(string text) => new() { Text = text };

    /// <summary>Requests that the adapter's session made since, without those of this class.</summary>
    private protected IReadOnlyList<LoggedRequest> RequestsAfter(long sequence) =>
        [.. Server.Requests.After(sequence).Where(request => request.Path.StartsWith("/services/", StringComparison.Ordinal))];

    /// <summary>One grant in memory: a refused token is refreshed once, whoever asks.</summary>
    private sealed class GrantTokens(ICrmOAuth oauth, Customer360.Adapters.OAuthClient client, CrmGrant grant) : ICrmTokenSource
    {
        private readonly Lock _lock = new();
        private CrmGrant _grant = grant;
        private Task<CrmGrant>? _renewal;

        public ValueTask<CrmAccessToken> GetAsync(CancellationToken cancellationToken) => new(new CrmAccessToken(_grant.AccessToken, _grant.ApiBase));

        public async ValueTask<CrmAccessToken> RenewAsync(CrmAccessToken refused, CancellationToken cancellationToken)
        {
            Task<CrmGrant> renewal;
            lock (_lock)
            {
                if (_grant.AccessToken != refused.Value)
                    return new(_grant.AccessToken, _grant.ApiBase);
                renewal = _renewal ??= oauth.RefreshAsync(client, _grant, CancellationToken.None);
            }
            var renewed = await renewal.WaitAsync(cancellationToken);
            lock (_lock)
                (_grant, _renewal) = (renewed, null);
            return new(renewed.AccessToken, renewed.ApiBase);
        }
    }
}
