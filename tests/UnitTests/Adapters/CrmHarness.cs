using Customer360.Adapters;
using Customer360.Adapters.Http;
using Customer360.Adapters.OAuth;
using Customer360.Contracts.V1;
using Customer360.UnitTests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Customer360.UnitTests.Adapters;

/// <summary>The whole pipeline as the host registers it, on a clock moved by hand and with a CRM in memory.</summary>
internal sealed class CrmHarness : IAsyncDisposable
{
    public static readonly CrmHttpRules Rules = new() { IsAllowedHost = host => host.EndsWith(".crm.example", StringComparison.Ordinal) };

    private readonly ServiceProvider _services;

    public CrmHarness(params (string Key, string? Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value))).Build();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Time).AddSingleton<IGrantStore>(Grants).AddCrmAdapters(configuration);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log));
        services.AddHttpClient(OutboundHttp.ClientName).ConfigurePrimaryHttpMessageHandler(() => Crm);
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    public ManualTimeProvider Time { get; } = new();

    public FakeCrm Crm { get; } = new();

    public FakeTokens Tokens { get; } = new();

    public MemoryGrantStore Grants { get; } = new();

    public MemoryLog Log { get; } = new();

    public CrmHttp Http => Get<CrmHttp>();

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    public CrmSession Session(string connectionId = "connection-1", string userId = "user-1") => new()
    {
        TenantId = "tenant-1",
        Connection = new Connection { Id = connectionId, Kind = CrmKind.Salesforce },
        GrantId = "grant-1",
        User = new CrmUser { Id = userId },
        Tokens = Tokens,
    };

    public Task<HttpResponseMessage> ReadAsync(CrmSession? session = null, CrmHttpRules? rules = null) =>
        SendAsync(CallSafety.Repeatable, session ?? Session(), rules ?? Rules, TestContext.Current.CancellationToken);

    public Task<HttpResponseMessage> WriteAsync(CallSafety safety = CallSafety.Once, CrmSession? session = null) =>
        SendAsync(safety, session ?? Session(), Rules, TestContext.Current.CancellationToken);

    public Task<HttpResponseMessage> SendAsync(CallSafety safety, CrmSession session, CrmHttpRules rules, CancellationToken cancellationToken)
    {
        var request = safety is CallSafety.Repeatable
            ? new HttpRequestMessage(HttpMethod.Get, "/data/contacts?q=1")
            : new HttpRequestMessage(HttpMethod.Post, "/data/contacts") { Content = new StringContent("body") };
        return Http.SendAsync(session, request, safety, rules, cancellationToken);
    }

    public async Task<CrmException> FailAsync(Task<HttpResponseMessage> call) => await Should.ThrowAsync<CrmException>(Time.RunAsync(call));

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
