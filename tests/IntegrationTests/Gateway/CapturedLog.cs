using System.Collections.Concurrent;
using Customer360.Gateway.Telemetry;
using Microsoft.Extensions.Logging;

namespace Customer360.IntegrationTests.Gateway;

/// <summary>What a host logged, as its own formatter would write it.</summary>
internal sealed class CapturedLog : ILoggerProvider
{
    private readonly ConcurrentQueue<Entry> _entries = new();

    public IReadOnlyCollection<Entry> Entries => _entries;

    /// <summary>A test that makes the host fail says so; else an error in the log fails the test.</summary>
    public bool AllowErrors { get; set; }

    public override string ToString() => string.Join('\n', _entries);

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, _entries);

    public void Dispose()
    {
    }

    internal sealed record Entry(LogLevel Level, string Category, string Message, string? Exception)
    {
        public override string ToString() => $"{Level} {Category}: {Message}\n{Exception}".TrimEnd();
    }

    private sealed class Logger(string category, ConcurrentQueue<Entry> entries) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            entries.Enqueue(new(logLevel, category, formatter(state, null), exception is null ? null : SafeException.Describe(exception)));
    }
}
