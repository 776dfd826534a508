using System.Collections.Concurrent;
using Customer360.Adapters;
using Customer360.Adapters.Http;
using Customer360.Adapters.OAuth;
using Customer360.Contracts.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Customer360.IntegrationTests.Adapters;

/// <summary>A CRM behind a real socket that does as told, and the pipeline that calls it.</summary>
internal sealed class CrmServer : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly ServiceProvider _services;

    private CrmServer(WebApplication server, Uri address)
    {
        (_server, Address) = (server, address);
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create<string, string?>("Outbound:AllowedPrivateTargets:0", address.Authority)]).Build();
        _services = new ServiceCollection().AddLogging().AddSingleton(Substitute.For<IGrantStore>()).AddCrmAdapters(configuration).BuildServiceProvider();
    }

    public Uri Address { get; }

    /// <summary>Method and path of all requests that came.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    public CrmHttpRules Rules { get; set; } = new() { IsAllowedHost = _ => false };

    public static async Task<CrmServer> StartAsync(Func<HttpContext, int, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var server = builder.Build();
        server.Urls.Add("http://127.0.0.1:0");
        CrmServer? crm = null;
        server.Run(async context =>
        {
            crm!.Requests.Enqueue($"{context.Request.Method} {context.Request.Path}");
            await answer(context, crm.Requests.Count);
        });
        await server.StartAsync(TestContext.Current.CancellationToken);
        return crm = new CrmServer(server, new Uri(server.Urls.Single()));
    }

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    public CrmSession Session() => new()
    {
        TenantId = "tenant-1",
        Connection = new Connection { Id = "connection-1", Kind = CrmKind.Salesforce },
        GrantId = "grant-1",
        User = new CrmUser { Id = "user-1" },
        Tokens = new FixedToken(new CrmGrant("token-1", null, Address, null, null, null, null)),
    };

    public Task<HttpResponseMessage> ReadAsync(string path = "/read", CancellationToken? cancellationToken = null) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, path), CallSafety.Repeatable, cancellationToken);

    public Task<HttpResponseMessage> WriteAsync(HttpContent? body, CallSafety safety = CallSafety.Once) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, "/write") { Content = body }, safety);

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CallSafety safety, CancellationToken? cancellationToken = null) =>
        Get<CrmHttp>().SendAsync(Session(), request, safety, Rules, cancellationToken ?? TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _server.DisposeAsync();
    }
}
