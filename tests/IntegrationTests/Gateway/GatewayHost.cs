using Customer360.Contracts.V1;
using Customer360.Gateway;
using Customer360.Gateway.Hosting;
using Customer360.Gateway.Security;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Customer360.IntegrationTests.Gateway;

/// <summary>
/// The real gateway in this process, on free ports, with its own empty folder for what it stores. As a class fixture it
/// is the plain Development host; a test that needs another makes its own with <see cref="StartAsync"/>.
/// </summary>
public sealed class GatewayHost : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("customer360-");
    private readonly GatewayHostSetup _setup;
    private readonly SocketsHttpHandler _sockets = new() { UseProxy = false, EnableMultipleHttp2Connections = true };
    private readonly SocketsHttpHandler _httpSockets = new() { UseProxy = false }; // A channel makes its handler its own.
    private WebApplication? _app;
    private GrpcChannel? _channel;

    public GatewayHost()
        : this(new())
    {
    }

    private GatewayHost(GatewayHostSetup setup) => _setup = setup;

    /// <summary>For gRPC.</summary>
    public Uri Grpc => Address(1);

    /// <summary>For HTTP/1.1: gRPC-Web, health, development tokens.</summary>
    public Uri Http => Address(0);

    public IServiceProvider Services => _app!.Services;

    internal CapturedLog Log { get; } = new();

    /// <summary>Without a token; for <see cref="Call"/>.</summary>
    internal GrpcChannel Channel => _channel ??= GrpcChannel.ForAddress(Grpc, new() { HttpHandler = _sockets, MaxReceiveMessageSize = null });

    internal static async Task<GatewayHost> StartAsync(GatewayHostSetup setup)
    {
        var host = new GatewayHost(setup);
        try
        {
            await host.InitializeAsync();
            return host;
        }
        catch
        {
            host.Log.AllowErrors = true;
            await host.DisposeAsync();
            throw;
        }
    }

    public async ValueTask InitializeAsync()
    {
        _app = Program.Build(Arguments(), builder =>
        {
            builder.Logging.ClearProviders().AddProvider(Log);
            if (_setup.Time is { } time)
                builder.Services.AddSingleton(time);
            _setup.Configure?.Invoke(builder);
        });
        _setup.Map?.Invoke(_app);
        _app.CheckSettings();
        await _app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _channel?.Dispose();
        _sockets.Dispose();
        _httpSockets.Dispose();
        if (_app is not null)
            await _app.DisposeAsync();
        _folder.Delete(recursive: true);
        if (!Log.AllowErrors)
            Log.Entries.Where(entry => entry.Level >= LogLevel.Error).Select(entry => entry.ToString()).ShouldBeEmpty("the gateway logged errors that no test asked for");
    }

    public Task StopAsync() => _app!.StopAsync();

    public HttpClient HttpClient() => new(_httpSockets, disposeHandler: false) { BaseAddress = Http };

    /// <summary>A token that this host's development issuer gives.</summary>
    internal string Token(string subject = "amelia", string tenant = "demo", string? email = null, TimeSpan? lifetime = null, params Role[] roles) =>
        Services.GetRequiredService<DevelopmentIssuer>().Issue(tenant, subject, email ?? $"{subject}@example.com", roles.Length > 0 ? roles : [Role.Agent], lifetime);

    /// <summary>Makes calls with a token: <c>new AdminService.AdminServiceClient(host.Call(host.Token(roles: Role.Admin)))</c>.</summary>
    internal CallInvoker Call(string? token) => token is null
        ? Channel.CreateCallInvoker()
        : Channel.Intercept(headers => [.. headers, new("authorization", $"Bearer {token}")]);

    /// <summary>The customers service, called as an agent.</summary>
    internal Customer360Service.Customer360ServiceClient Customers(string? token = null) => new(Call(token ?? Token()));

    private string[] Arguments()
    {
        var settings = new Dictionary<string, string?>
        {
            ["environment"] = _setup.Environment,
            ["contentRoot"] = _folder.FullName,
            ["Listen:Http"] = "127.0.0.1:0",
            ["Listen:Grpc"] = "127.0.0.1:0",
            ["Authentication:DevelopmentTokens:Enabled"] = _setup.Environment == "Development" ? "true" : "false",
            ["Authentication:DevelopmentTokens:Tenants:0"] = "demo",
            ["Authentication:DevelopmentTokens:Tenants:1"] = "other",
            ["Development:Sandbox"] = "false",
            ["Vault:Key"] = "bWFzdGVyLWtleS1vZi10aGUtdGVzdHMtMzItYnl0ZXM=",
        };
        foreach (var (key, value) in _setup.Settings)
            settings[key] = value;
        return [.. settings.Where(setting => setting.Value is not null).Select(setting => $"--{setting.Key}={setting.Value}")];
    }

    private Uri Address(int index) =>
        new(_app!.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ElementAt(index));
}

/// <summary>What a test wants otherwise.</summary>
internal sealed class GatewayHostSetup
{
    public string Environment { get; init; } = "Development";

    /// <summary>Settings by their keys; null leaves one of the fixture's own out.</summary>
    public Dictionary<string, string?> Settings { get; init; } = [];

    public TimeProvider? Time { get; init; }

    /// <summary>Changes services before the host is built.</summary>
    public Action<WebApplicationBuilder>? Configure { get; init; }

    /// <summary>Adds endpoints before it starts.</summary>
    public Action<WebApplication>? Map { get; init; }
}
