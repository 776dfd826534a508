using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Console;

namespace Customer360.Gateway.Telemetry;

internal static class LoggingExtensions
{
    /// <summary>
    /// Logs to the console: text, or JSON with Logging:Console:FormatterName=json. Nothing else is registered, so that
    /// no setting can choose a formatter that writes what ours leave out.
    /// </summary>
    public static WebApplicationBuilder AddSafeLogging(this WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders().AddConsole();
        builder.Services.RemoveAll<ConsoleFormatter>();
        builder.Services.AddSingleton<ConsoleFormatter, SafeTextFormatter>();
        builder.Services.AddSingleton<ConsoleFormatter, SafeJsonFormatter>();
        // Its "Request starting" quotes the query, which at the OAuth callback holds a code.
        builder.Services.PostConfigure<LoggerFilterOptions>(filter =>
            filter.Rules.Add(new(null, "Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning, null)));
        // It calls a client's unreadable message an error of ours; what our own code throws, ErrorTranslator logs.
        builder.Services.PostConfigure<LoggerFilterOptions>(filter =>
            filter.Rules.Add(new(null, "Grpc.AspNetCore.Server.ServerCallHandler", LogLevel.Critical, null)));
        return builder;
    }
}
