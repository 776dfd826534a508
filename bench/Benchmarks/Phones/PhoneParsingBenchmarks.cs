using System.Globalization;
using BenchmarkDotNet.Attributes;
using Customer360.Adapters.Phones;

namespace Customer360.Benchmarks.Phones;

/// <summary>One parse of each way of writing, against reading a time of the same length: the promise is at most 4 times as long.</summary>
public class PhoneParsingBenchmarks
{
    private const string Time = "2026-03-14T09:26:53+01:00";

    private readonly PhoneNumber _caller = PhoneNumber.Parse("+14155550132", null);

    [Benchmark(Baseline = true)]
    public DateTimeOffset ParseExactTime() => DateTimeOffset.ParseExact(Time, "yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    [Benchmark]
    public PhoneNumber E164() => PhoneNumber.Parse("+14155550132", "US");

    [Benchmark]
    public PhoneNumber NationalOfNorthAmerica() => PhoneNumber.Parse("(415) 555-0132", "US");

    [Benchmark]
    public PhoneNumber NationalWithTrunkPrefix() => PhoneNumber.Parse("030 12345678", "DE");

    [Benchmark]
    public PhoneNumber NationalWithTransform() => PhoneNumber.Parse("011 15-2345-6789", "AR");

    [Benchmark]
    public PhoneNumber DialledAbroad() => PhoneNumber.Parse("011 44 20 7946 0018", "US");

    [Benchmark]
    public PhoneNumber SipUri() => PhoneNumber.Parse("sip:+14155550132@gw.example.com;user=phone", "US");

    [Benchmark]
    public PhoneNumber WithExtension() => PhoneNumber.Parse("+1 415 555 0132 ext. 42", "US");

    [Benchmark]
    public PhoneNumber AmongWords() => PhoneNumber.Parse("Mobile: 0172 3456789 (Rose)", "DE");

    [Benchmark]
    public bool CandidateThatMatches() => _caller.IsStoredAs("(415) 555-0132", "US");

    [Benchmark]
    public bool CandidateThatDoesNot() => _caller.IsStoredAs("(415) 555-0133", "US");

    [Benchmark]
    public string ToE164() => _caller.E164;

    [Benchmark]
    public IReadOnlyList<string> StoredForms() => PhoneNumber.StoredForms(_caller);
}
