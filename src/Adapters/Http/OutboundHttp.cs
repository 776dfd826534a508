namespace Customer360.Adapters.Http;

/// <summary>The only way out of this process to a CRM.</summary>
internal sealed class OutboundHttp(IHttpMessageHandlerFactory handlers) : IDisposable
{
    /// <summary>The name under which IHttpClientFactory keeps the sockets.</summary>
    public const string ClientName = "crm";

    // Not an HttpClient: that would forbid sending a message again and add its own time-out.
    private readonly HttpMessageInvoker _invoker = new(handlers.CreateHandler(ClientName), disposeHandler: false);

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        _invoker.SendAsync(request, cancellationToken);

    public void Dispose() => _invoker.Dispose();
}
