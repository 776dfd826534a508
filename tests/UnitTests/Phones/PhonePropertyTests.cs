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

        // 10 times the text; were it quadratic, it would be 100 times the time.
        ShortestTimeOf(whole).ShouldBeLessThan((ShortestTimeOf(tenth) * 40) + TimeSpan.FromMicroseconds(20));
    }

    private static string Repeated(string piece, int length) =>
        string.Concat(Enumerable.Repeat(piece, length / piece.Length + 1))[..length];

    /// <summary>Of many, since other work on the machine only makes it longer.</summary>
    private static TimeSpan ShortestTimeOf(string text)
    {
        var shortest = TimeSpan.MaxValue;
        for (var times = 0; times < 200; times++)
        {
            var start = Stopwatch.GetTimestamp();
            PhoneNumber.SameNumber("+14155550132", text, "DE");
            var time = Stopwatch.GetElapsedTime(start);
            shortest = time < shortest ? time : shortest;
        }
        return shortest;
    }
}
