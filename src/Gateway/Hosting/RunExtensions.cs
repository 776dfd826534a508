using Customer360.Gateway.Storage;
using Microsoft.Extensions.Options;

namespace Customer360.Gateway.Hosting;

internal static partial class RunExtensions
{
    /// <summary>Runs until the process is told to stop. What keeps it from starting is said in plain words, all at once.</summary>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunToEndAsync(this WebApplication app)
    {
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(Program).FullName!);
        try
        {
            app.CheckSettings();
            await app.RunAsync();
            return 0;
        }
        catch (Exception exception) when (Explain(exception) is { Count: > 0 } problems)
        {
            foreach (var problem in problems)
                Log.CannotStart(logger, problem);
            return 1;
        }
        finally
        {
            await app.DisposeAsync(); // Also empties the log's queue.
        }
    }

    /// <summary>
    /// Checks all settings. The host would do it, too, but only after it has made its hosted services, the first of which
    /// would meet its own bad setting and hide the others'.
    /// </summary>
    /// <exception cref="OptionsValidationException">With every problem of one section; an <see cref="AggregateException"/> of these for several.</exception>
    public static void CheckSettings(this WebApplication app) => app.Services.GetRequiredService<IStartupValidator>().Validate();

    private static IReadOnlyList<string> Explain(Exception exception) => exception switch
    {
        OptionsValidationException invalid => [.. invalid.Failures],
        AggregateException several => [.. several.InnerExceptions.SelectMany(Explain)],
        StorageException unusable => [unusable.Message],
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } taken => [taken.Message],
        _ => [],
    };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Critical, "Can't start: {Problem}")]
        public static partial void CannotStart(ILogger logger, string problem);
    }
}
