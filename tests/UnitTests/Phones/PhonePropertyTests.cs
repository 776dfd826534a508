using System.Diagnostics;
using Customer360.Adapters.Phones;

namespace Customer360.UnitTests.Phones;

public sealed class PhonePropertyTests
{
    private const int Seed = 20261120;

    [Fact]
    public void What_must_hold_does_for_100_000_random_texts()
    {
        var fuzz = new PhoneFuzz(Seed);

        for (var index = 0; index < 100_000; index++)
        {
            var (text, region) = fuzz.Next();
            Record.Exception(() => PhoneFuzz.Check(text, region)).ShouldBeNull($"text {index} of seed {Seed}: '{text}' in {region ?? "no region"}");
        }
    }

    [Theory]
    [InlineData("1")]
    [InlineData("+")]
    [InlineData("sip:")]
    [InlineData("(0)")]
    [InlineData("x1")]
    [InlineData("a1")]
    [InlineData(",1")]
    [InlineData("*1")]
    [InlineData("1@")]
    [InlineData("1 / ")]
    [InlineData("415-555-0132 or ")]
    [InlineData("%31")]
    public void Time_grows_no_faster_than_the_text(string piece)
    {
        var (tenth, whole) = (Repeated(piece, PhoneNumber.MaxTextLength / 10), Repeated(piece, PhoneNumber.MaxTextLength));
        TimeOf(whole); // compiled, before it is timed

        // 10 times the text; the rest is for what a busy machine does to a measurement.
        TimeOf(whole).ShouldBeLessThan((TimeOf(tenth) * 60) + TimeSpan.FromMilliseconds(50));
    }

    private static string Repeated(string piece, int length) =>
        string.Concat(Enumerable.Repeat(piece, length / piece.Length + 1))[..length];

    private static TimeSpan TimeOf(string text)
    {
        var start = Stopwatch.GetTimestamp();
        for (var times = 0; times < 200; times++)
            PhoneNumber.SameNumber("+14155550132", text, "DE");
        return Stopwatch.GetElapsedTime(start);
    }
}
