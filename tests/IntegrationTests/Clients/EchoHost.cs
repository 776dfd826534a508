using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Customer360.IntegrationTests.Clients;

/// <summary>A real Kestrel with the echo service: one port for HTTP/2 and one for HTTP/1.1, both free ones on loopback.</summary>
public sealed class EchoHost : IAsyncLifetime
{
    private readonly WebApplication _app = Build();

    /// <summary>For gRPC, "http://127.0.0.1:port".</summary>
    public Uri Http2 => Address(0);

    /// <summary>For gRPC-Web.</summary>
    public Uri Http1 => Address(1);

    public async ValueTask InitializeAsync() => await _app.StartAsync();

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, port => port.Protocols = HttpProtocols.Http2);
            kestrel.Listen(IPAddress.Loopback, 0, port => port.Protocols = HttpProtocols.Http1);
        });
        builder.Services.AddGrpc();
        builder.Services.AddSingleton<SeenCalls>();
        var app = builder.Build();
        app.MapGrpcService<EchoServer>();
        return app;
    }

    private Uri Address(int index) =>
        new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ElementAt(index));
}
