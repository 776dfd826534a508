using System.Diagnostics;
using System.Globalization;
using BenchmarkDotNet.Loggers;
using Customer360.UnitTests.Phones;

namespace Customer360.Benchmarks.Phones;

/// <summary>Feeds random texts to the phone parser until the time is up or something does not hold.</summary>
internal static class PhoneFuzzing
{
    private const int TextsPerSeed = 100_000;

    /// <returns>The exit code: 0 when everything held.</returns>
    public static int Run(string[] arguments)
    {
        var limit = TimeSpan.FromSeconds(double.Parse(arguments[0], CultureInfo.InvariantCulture));
        var seed = arguments.Length > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : Environment.ProcessId;
        var start = Stopwatch.GetTimestamp();
        long texts = 0;
        for (; Stopwatch.GetElapsedTime(start) < limit; seed++)
        {
            var fuzz = new PhoneFuzz(seed);
            for (var index = 0; index < TextsPerSeed; index++, texts++)
            {
                var (text, region) = fuzz.Next();
                if (Failure(text, region) is { } failure)
                {
                    ConsoleLogger.Default.WriteLineError($"Seed {seed}, text {index}, region {region}: {failure}\n{Escaped(text)}");
                    return 1;
                }
            }
        }
        ConsoleLogger.Default.WriteLine($"{texts} texts up to seed {seed - 1}: everything held.");
        return 0;
    }

    private static string? Failure(string? text, string? region)
    {
        try
        {
            PhoneFuzz.Check(text, region);
            return null;
        }
#pragma warning disable CA1031 // Whatever is thrown is the finding.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return exception.ToString();
        }
    }

    private static string Escaped(string? text) =>
        text is null ? "null" : string.Concat(text.Select(c => c is >= ' ' and <= '~' ? $"{c}" : $"\\u{(int)c:X4}"));
}
