using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Customer360.Gateway.Hosting;

internal static class ListenExtensions
{
    public static WebApplicationBuilder AddListening(this WebApplicationBuilder builder)
    {
        builder.Services.AddCheckedOptions<ListenOptions>(ListenOptions.Section);
        builder.Services.AddCheckedOptions<LimitOptions>(LimitOptions.Section);
        builder.Services.AddSingleton<ServerCertificate>();
        builder.WebHost.UseKestrel(kestrel =>
        {
            if (kestrel.ApplicationServices.GetIfValid<LimitOptions>() is not { } limits || kestrel.ApplicationServices.GetIfValid<ListenOptions>() is not { } listen)
                return;
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = limits.BodyBytes;
            kestrel.Limits.MaxConcurrentConnections = limits.Connections;
            kestrel.Limits.MaxRequestHeadersTotalSize = limits.HeaderBytes;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            kestrel.Limits.Http2.MaxStreamsPerConnection = limits.StreamsPerConnection;
            kestrel.Limits.Http2.MaxRequestHeaderFieldSize = Math.Min(limits.HeaderBytes, 32 * 1024);
            // Finds connections that broke without a word, so that their streams end.
            kestrel.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
            kestrel.Limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(20);
            kestrel.Listen(listen);
        });
        builder.Services.AddOptions<HostOptions>().Configure<IServiceProvider>((host, services) =>
            host.ShutdownTimeout = services.GetIfValid<LimitOptions>()?.StopTimeout ?? host.ShutdownTimeout);
        return builder;
    }

    private static void Listen(this KestrelServerOptions kestrel, ListenOptions listen)
    {
        if (listen.Tls.Address is { } address)
        {
            var certificate = kestrel.ApplicationServices.GetRequiredService<ServerCertificate>();
            kestrel.Listen(IPEndPoint.Parse(address), port => port.UseHttps(certificate.SelectAsync, state: null!));
            return;
        }
        kestrel.Listen(IPEndPoint.Parse(listen.Http), port => port.Protocols = HttpProtocols.Http1);
        kestrel.Listen(IPEndPoint.Parse(listen.Grpc), port => port.Protocols = HttpProtocols.Http2);
    }
}
