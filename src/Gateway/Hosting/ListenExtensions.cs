using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

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
            var limits = kestrel.ApplicationServices.GetRequiredService<IOptions<LimitOptions>>().Value;
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
            kestrel.Listen(kestrel.ApplicationServices.GetRequiredService<IOptions<ListenOptions>>().Value);
        });
        builder.Services.AddOptions<HostOptions>().Configure<IOptions<LimitOptions>>((host, limits) => host.ShutdownTimeout = limits.Value.StopTimeout);
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
