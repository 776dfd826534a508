using System.Diagnostics;
using BenchmarkDotNet.Loggers;
using Customer360.Adapters.Phones;

namespace Customer360.Benchmarks.Phones;

/// <summary>What the first number costs a fresh process: reading the metadata, then one parse, both with code not yet compiled.</summary>
internal static class PhoneColdStart
{
    public static int Run()
    {
        var start = Stopwatch.GetTimestamp();
        var source = NumberingPlans.World.Source;
        var loaded = Stopwatch.GetElapsedTime(start);
        PhoneNumber.Parse("(415) 555-0132", "US");
        var parsed = Stopwatch.GetElapsedTime(start) - loaded;
        ConsoleLogger.Default.WriteLine($"{source}: read in {loaded.TotalMilliseconds:F1} ms, then the first number in {parsed.TotalMilliseconds:F1} ms");
        return 0;
    }
}
