namespace Customer360.Gateway.Storage;

/// <summary>Runs before the host listens, in the order of registration; the host doesn't start when it fails.</summary>
/// <remarks>What does the work is made late, so that the configuration is checked as a whole before any of it is used.</remarks>
internal sealed class StartTask<T>(IServiceProvider services, Func<T, CancellationToken, Task> run) : IHostedLifecycleService
    where T : notnull
{
    public Task StartingAsync(CancellationToken cancellationToken) => run(services.GetRequiredService<T>(), cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Runs beside the host until it stops.</summary>
internal sealed class BackgroundTask<T>(IServiceProvider services, Func<T, CancellationToken, Task> run) : BackgroundService
    where T : notnull
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await run(services.GetRequiredService<T>(), stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // A host that is disposed without being stopped would take it for a failure.
        }
    }
}

internal static class HostedTaskExtensions
{
    public static IServiceCollection AddStartTask<T>(this IServiceCollection services, Func<T, CancellationToken, Task> run)
        where T : notnull =>
        services.AddSingleton<IHostedService>(provider => new StartTask<T>(provider, run));

    public static IServiceCollection AddBackgroundTask<T>(this IServiceCollection services, Func<T, CancellationToken, Task> run)
        where T : notnull =>
        services.AddSingleton<IHostedService>(provider => new BackgroundTask<T>(provider, run));
}
