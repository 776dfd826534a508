namespace Customer360.Sandbox;

// Not called Program: hosts and tests reference this assembly beside another one that has it.
internal static partial class EntryPoint
{
    private const int DefaultPort = 5090;

    public static async Task Main(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddHostedService<StandAlone>();
        await builder.Build().RunAsync();
    }

    private sealed partial class StandAlone(IConfiguration configuration, ILogger<StandAlone> logger) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            var options = configuration.GetSection("Sandbox").Get<SandboxOptions>() ?? new();
            options.Port = configuration.GetValue("Port", DefaultPort);
            await using var server = await SandboxServer.StartAsync(options, stoppingToken);
            LogListening(logger, server.BaseAddress);
            await Task.Delay(Timeout.InfiniteTimeSpan, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        [LoggerMessage(1, LogLevel.Information, "The sandbox CRMs listen on {Address}; users, faults and the ledger are under {Address}_sandbox.")]
        private static partial void LogListening(ILogger logger, Uri address);
    }
}
