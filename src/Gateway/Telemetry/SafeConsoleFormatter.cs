using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Customer360.Gateway.Telemetry;

/// <summary>A line of log per entry, as text or JSON, with the trace that it belongs to and without messages of exceptions.</summary>
internal abstract class SafeConsoleFormatter(string name, TimeProvider time) : ConsoleFormatter(name)
{
    public sealed override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter) =>
        textWriter.WriteLine(Format(new Entry(
            time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
            logEntry.LogLevel, logEntry.Category, logEntry.EventId.Id,
            logEntry.Formatter(logEntry.State, null),
            logEntry.State as IReadOnlyList<KeyValuePair<string, object?>> ?? [],
            logEntry.Exception is { } exception ? SafeException.Describe(exception) : null,
            Activity.Current?.TraceId.ToHexString())));

    protected abstract string Format(Entry entry);

    protected internal sealed record Entry(
        string Time, LogLevel Level, string Category, int EventId, string Message,
        IReadOnlyList<KeyValuePair<string, object?>> Values, string? Exception, string? TraceId);
}

internal sealed class SafeTextFormatter(TimeProvider time) : SafeConsoleFormatter(ConsoleFormatterNames.Simple, time)
{
    protected override string Format(Entry entry)
    {
        var line = $"{entry.Time} {entry.Level,-11} {entry.Category}[{entry.EventId}] {entry.Message}";
        return entry.Exception is null ? line : $"{line}\n{entry.Exception}";
    }
}

internal sealed class SafeJsonFormatter(TimeProvider time) : SafeConsoleFormatter(ConsoleFormatterNames.Json, time)
{
    protected override string Format(Entry entry)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("time", entry.Time);
            json.WriteString("level", entry.Level.ToString());
            json.WriteString("category", entry.Category);
            json.WriteNumber("event", entry.EventId);
            json.WriteString("message", entry.Message);
            if (entry.TraceId is not null)
                json.WriteString("trace_id", entry.TraceId);
            if (entry.Exception is not null)
                json.WriteString("exception", entry.Exception);
            json.WriteStartObject("values");
            foreach (var (key, value) in entry.Values)
                if (key != "{OriginalFormat}")
                    json.WriteString(key, Convert.ToString(value, CultureInfo.InvariantCulture));
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
