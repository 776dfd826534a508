using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Customer360.IntegrationTests.Clients;

/// <summary>A real Kestrel with the echo service: one port for HTTP/2 and one for HTTP/1.1, both free ones on loopback.</summary>
public sealed class EchoHost : IAsyncLifetime
{
    private readonly WebApplication _app;
    private readonly string _schema = ForeignClient.WriteSchema(EchoReflection.Descriptor);

    public EchoHost() => _app = Build();

    /// <summary>For gRPC.</summary>
    public Uri Http2 => Address(0);

    /// <summary>For gRPC-Web.</summary>
    public Uri Http1 => Address(1);

    /// <summary>What the host's only health check says.</summary>
    public HealthStatus Health { get; set; } = HealthStatus.Healthy;

    internal static string Service => EchoService.Descriptor.FullName;

    public async ValueTask InitializeAsync() => await _app.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        File.Delete(_schema);
    }

    /// <summary>How the call of that key ended on the server.</summary>
    public Task<string> SeenAsync(string key) =>
        _app.Services.GetRequiredService<SeenCalls>().OutcomeAsync(key).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

    /// <summary>Ends when the call of that key has come to the server and, if it is a stream, brought some messages.</summary>
    public Task IsUnderWayAsync(string key) => _app.Services.GetRequiredService<SeenCalls>().IsUnderWayAsync(key);

    public Task StopAsync() => _app.StopAsync();

    internal Task<CallResult> CallWithNodeAsync(string script, Uri address, CallRequest call, string? proto = null)
    {
        SkipWithoutNodePackages();
        return ForeignClient.CallAsync("node", script, address, proto ?? _schema, Service, call);
    }

    internal Task<CallResult> CallWithPythonAsync(CallRequest call)
    {
        SkipUnless(File.Exists("/usr/lib/python3/dist-packages/grpc/__init__.py"), "Debian's python3-grpcio is not installed");
        return ForeignClient.CallAsync("/usr/bin/python3", "grpcio.py", Http2, _schema, Service, call);
    }

    internal static void SkipWithoutNodePackages() => SkipUnless(ForeignClient.HasNodePackages, "tests/clients has no node_modules: run npm ci there");

    private static void SkipUnless(bool condition, string reason)
    {
        if (Environment.GetEnvironmentVariable("CI") == "true")
            condition.ShouldBeTrue(reason);
        Assert.SkipUnless(condition, reason);
    }

    private WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, port => port.Protocols = HttpProtocols.Http2);
            kestrel.Listen(IPAddress.Loopback, 0, port => port.Protocols = HttpProtocols.Http1);
        });
        builder.Services.AddGrpc();
        builder.Services.AddGrpcReflection();
        builder.Services.AddGrpcHealth(options => options.Interval = TimeSpan.FromMilliseconds(50));
        builder.Services.AddHealthChecks().AddCheck("test", () => new HealthCheckResult(Health));
        builder.Services.AddCors(cors => cors.AddDefaultPolicy(policy => policy.WithOrigins("http://desktop.example").AllowGrpcWeb()));
        builder.Services.AddSingleton<SeenCalls>();
        var app = builder.Build();
        app.UseGrpcWeb();
        app.UseCors();
        app.MapGrpcService<EchoServer>();
        app.MapGrpcReflection();
        app.MapGrpcHealth();
        return app;
    }

    private Uri Address(int index) =>
        new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ElementAt(index));
}
