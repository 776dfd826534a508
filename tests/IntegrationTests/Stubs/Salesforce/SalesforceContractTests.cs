using Customer360.Adapters;
using Customer360.Contracts.V1;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Customer360.IntegrationTests.Stubs.Salesforce;

/// <summary>
/// The adapter against documented requests and answers. A request that no stub knows, that breaks a rule, or that provokes a
/// refusal fails its test; a stub that no test has hit fails the last one.
/// </summary>
[TestCaseOrderer(typeof(LastTestLast))]
public sealed partial class SalesforceContractTests(SalesforceStubs server) : IClassFixture<SalesforceStubs>, IAsyncLifetime
{
    private readonly SalesforceSchema _schema = new(server.Folder);
    private ServiceProvider? _services;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private ICrmAdapter Adapter => (_services ??= Build()).GetRequiredService<CrmAdapters>().Get(CrmKind.Salesforce);

    public ValueTask InitializeAsync()
    {
        Assert.SkipWhen(server.Missing is not null, server.Missing ?? "");
        return ValueTask.CompletedTask;
    }

    [Fact]
    [LastTest]
    public async Task Every_stub_is_hit()
    {
        var stubs = await server.ListStubsAsync();

        stubs.Where(stub => !stub.IsRefusal).Select(stub => stub.Name).Except(server.Hit).ShouldBeEmpty();
        stubs.Where(stub => stub.IsRefusal).Select(stub => stub.Name).Intersect(server.Hit).ShouldBeEmpty();
    }

    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
            await _services.DisposeAsync();
        if (server.Missing is not null)
            return;
        var requests = await server.TakeRequestsAsync();
        foreach (var request in requests)
            TestContext.Current.TestOutputHelper?.WriteLine(request.ToString());
        var rules = new SalesforceRules(_schema);
        requests.ShouldSatisfyAllConditions(
            () => requests.Where(request => request.Stub is null).ShouldBeEmpty("no stub knows these requests"),
            () => requests.SelectMany(rules.FindViolations).ShouldBeEmpty("the documentation doesn't have these"));
    }

    private static Connection NewConnection(Uri login, bool withReferences, bool bySearchIndex = false)
    {
        var connection = new Connection
        {
            Id = "c-stub",
            Name = "Stubbed org",
            Kind = CrmKind.Salesforce,
            Salesforce = new SalesforceSettings { LoginUri = login.GetLeftPart(UriPartial.Authority), MatchBySearchIndex = bySearchIndex },
            ClientId = Org.ClientId,
            HasClientSecret = true,
            RedirectUri = Org.RedirectUri,
            Enabled = true,
            DefaultRegion = "US",
        };
        foreach (var kind in withReferences ? (RecordKind[])[RecordKind.Contact, RecordKind.Account, RecordKind.Case, RecordKind.Task, RecordKind.Call, RecordKind.Event] : [])
            connection.ReferenceFields.Add(new ReferenceField { Kind = kind, Field = Org.ReferenceField });
        return connection;
    }

    /// <param name="who">A user, or a session in some state.</param>
    /// <param name="withReferences">The connection names an external-id field.</param>
    /// <param name="bySearchIndex">The connection finds callers by SOSL instead of SOQL.</param>
    /// <param name="tokens">Null: a session that can't be renewed.</param>
    private CrmSession Session(string who = "Ines", bool withReferences = false, bool bySearchIndex = false, ICrmTokenSource? tokens = null) => new()
    {
        TenantId = "t-stub",
        Connection = NewConnection(server.Address, withReferences, bySearchIndex),
        GrantId = $"g-{who}",
        User = new CrmUser { Id = who == "Tom" ? Org.Tom : Org.Ines, TimeZone = "Europe/Berlin" },
        Tokens = tokens ?? new StubTokens(server.Address, who),
    };

    private static RecordRef Ref(RecordKind kind, string id) => new() { ConnectionId = "c-stub", Kind = kind, Object = NameOf(kind), Id = id };

    private static string NameOf(RecordKind kind) => kind switch
    {
        RecordKind.Call => "Task",
        RecordKind.Note => "ContentNote",
        _ => kind.ToString(),
    };

    /// <summary>What the adapter must fail with.</summary>
    private static async Task<CrmException> Refused(Func<Task> call, CrmFailure expected)
    {
        var exception = await Should.ThrowAsync<CrmException>(call);
        exception.Failure.ShouldBe(expected, exception.ToString());
        return exception;
    }

    private ServiceProvider Build()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Outbound:AllowedPrivateTargets:0", server.Address.Authority)]).Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddMetrics();
        services.AddCrmAdapters(configuration);
        services.AddSalesforceAdapter();
        return services.BuildServiceProvider();
    }
}
