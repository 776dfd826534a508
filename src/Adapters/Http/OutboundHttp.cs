namespace Customer360.Adapters.Http;

/// <summary>The only way out of this process to a CRM.</summary>
internal sealed class OutboundHttp(IHttpMessageHandlerFactory handlers, OutboundGuard guard) : IDisposable
{
    /// <summary>The name under which IHttpClientFactory keeps the sockets.</summary>
    public const string ClientName = "crm";

    // Not an HttpClient: that forbids sending a message again and adds a time-out of its own.
    private readonly HttpMessageInvoker _invoker = new(handlers.CreateHandler(ClientName), disposeHandler: false);

    /// <returns>The answer, when its headers are there.</returns>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, Func<string, bool> isAllowedHost, CancellationToken cancellationToken)
    {
        guard.Check(request.RequestUri!, isAllowedHost);
        return _invoker.SendAsync(request, cancellationToken);
    }

    public void CheckHost(Uri uri, Func<string, bool> isAllowedHost) => guard.Check(uri, isAllowedHost);

    public void Dispose() => _invoker.Dispose();

    /// <summary>The sockets: nothing of the machine's surroundings, and nothing that sends a token where we didn't.</summary>
    public static SocketsHttpHandler CreateHandler(OutboundGuard guard) => new()
    {
        ConnectCallback = guard.ConnectAsync,
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = System.Net.DecompressionMethods.GZip,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2), // follows DNS
        ConnectTimeout = TimeSpan.FromSeconds(5),
    };
}
