using System.Text.Json;
using Customer360.Gateway.Telemetry;
using Customer360.UnitTests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Customer360.UnitTests.Gateway;

public sealed class SafeLoggingTests
{
    private const string Canary = "Jane Canary";

    [Fact]
    public void A_line_tells_what_happened_without_the_words_of_exceptions()
    {
        var line = Write(new SafeTextFormatter(new ManualTimeProvider()), Thrown());

        line.ShouldStartWith("2026-11-20T08:00:00.000Z Error");
        line.ShouldContain("Category[7] Incident i-1.");
        line.ShouldContain("System.FormatException");
        line.ShouldContain(" caused by System.InvalidOperationException");
        line.ShouldContain(nameof(Thrown)); // the stack
        line.ShouldNotContain(Canary);
    }

    [Fact]
    public void JSON_carries_the_same_in_fields()
    {
        var line = Write(new SafeJsonFormatter(new ManualTimeProvider()), Thrown());

        var json = JsonDocument.Parse(line).RootElement;
        json.GetProperty("level").GetString().ShouldBe("Error");
        json.GetProperty("message").GetString().ShouldBe("Incident i-1.");
        json.GetProperty("values").GetProperty("IncidentId").GetString().ShouldBe("i-1");
        json.GetProperty("exception").GetString().ShouldStartWith("System.FormatException");
        line.ShouldNotContain(Canary);
        line.Trim().ShouldNotContain("\n");
    }

    private static string Write(ConsoleFormatter formatter, Exception exception)
    {
        using var text = new StringWriter();
        KeyValuePair<string, object?>[] state = [new("IncidentId", "i-1"), new("{OriginalFormat}", "Incident {IncidentId}.")];
        formatter.Write(new LogEntry<KeyValuePair<string, object?>[]>(
            LogLevel.Error, "Category", 7, state, exception, (_, shown) => shown is null ? "Incident i-1." : $"Incident i-1. {shown}"), null, text);
        return text.ToString();
    }

    private static FormatException Thrown()
    {
        try
        {
            throw new FormatException($"The input string '{Canary}' was not in a correct format.", new InvalidOperationException(Canary));
        }
        catch (FormatException exception)
        {
            return exception;
        }
    }
}
