using System.Collections.Frozen;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace Customer360.Adapters.Http;

/// <summary>
/// Keeps requests, and the tokens in them, at the CRMs: checks the address that is asked for, and after DNS the one that is connected to.
/// </summary>
internal sealed class OutboundGuard : IDisposable
{
    private readonly IDisposable? _changes;
    private FrozenSet<(string Host, int Port)> _privateTargets;

    public OutboundGuard(IOptionsMonitor<OutboundOptions> options)
    {
        _privateTargets = Parse(options.CurrentValue);
        _changes = options.OnChange(changed => _privateTargets = Parse(changed));
    }

    /// <summary>The resolver of names. Replaced in tests.</summary>
    internal Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; init; } = Dns.GetHostAddressesAsync;

    /// <exception cref="CrmException">Misconfigured: the URI isn't one that this CRM is spoken to at.</exception>
    public void Check(Uri uri, Func<string, bool> isAllowedHost)
    {
        if (FindFault(uri, isAllowedHost) is { } fault)
            throw new CrmException(CrmFailure.Misconfigured, $"The gateway doesn't call {Name(uri)}: {fault}.");
    }

    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var target = context.DnsEndPoint;
        var addresses = await Resolve(target.Host, cancellationToken);
        if (!IsPrivateTarget(target.Host, target.Port))
            addresses = Array.FindAll(addresses, OutboundAddresses.IsPublic);
        if (addresses.Length == 0)
            throw new OutboundRefusedException($"{target.Host} has no public address.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, target.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <returns>Null: it isn't of the form host:port.</returns>
    public static (string Host, int Port)? ParseTarget(string target) =>
        Uri.TryCreate($"tcp://{target}", UriKind.Absolute, out var uri) && uri is { Port: > 0, PathAndQuery: "" or "/", UserInfo: "" }
            ? (uri.IdnHost.ToLowerInvariant(), uri.Port)
            : null;

    public void Dispose() => _changes?.Dispose();

    private string? FindFault(Uri uri, Func<string, bool> isAllowedHost)
    {
        if (!uri.IsAbsoluteUri)
            return "the address is not absolute";
        if (uri.UserInfo.Length > 0)
            return "the address holds credentials";
        if (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp)
            return "it is not https";
        if (IsPrivateTarget(uri.IdnHost, uri.Port))
            return null;
        if (uri.Scheme != Uri.UriSchemeHttps)
            return "it is not https";
        if (!uri.IsDefaultPort)
            return "the port is not https's own";
        if (uri.HostNameType != UriHostNameType.Dns || !isAllowedHost(uri.IdnHost))
            return "the host is not one of this CRM's";
        return null;
    }

    private bool IsPrivateTarget(string host, int port) => _privateTargets.Count > 0 && _privateTargets.Contains((host, port));

    private static FrozenSet<(string Host, int Port)> Parse(OutboundOptions options) =>
        options.AllowedPrivateTargets.Select(ParseTarget).OfType<(string, int)>().ToFrozenSet();

    // Neither path nor query: they may hold what no log should.
    private static string Name(Uri uri) => uri.IsAbsoluteUri ? $"{uri.Scheme}://{uri.IdnHost}:{uri.Port}" : "a relative address";
}

/// <summary>A connection that was not made because of where it would have gone.</summary>
internal sealed class OutboundRefusedException(string message) : IOException(message);
