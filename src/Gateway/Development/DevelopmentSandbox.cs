using Customer360.Sandbox;
using Microsoft.Extensions.Options;

namespace Customer360.Gateway.Development;

/// <summary>The simulated CRMs in this process, on a port of their own: the gateway speaks to them over HTTP as to real ones.</summary>
internal sealed partial class DevelopmentSandbox(IOptions<DevelopmentOptions> options, ILogger<DevelopmentSandbox> logger) : IAsyncDisposable
{
    private SandboxServer? _server;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.Sandbox)
            return;
        _server = await SandboxServer.StartAsync(new() { Port = options.Value.SandboxPort }, cancellationToken);
        Log.Started(logger, _server.BaseAddress);
    }

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Simulated CRMs: {Address}")]
        public static partial void Started(ILogger logger, Uri address);
    }
}
