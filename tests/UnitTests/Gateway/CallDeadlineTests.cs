using Customer360.Gateway.Hosting;

namespace Customer360.UnitTests.Gateway;

public sealed class CallDeadlineTests
{
    [Theory]
    [InlineData("1H", 3_600_000)]
    [InlineData("2M", 120_000)]
    [InlineData("30S", 30_000)]
    [InlineData("250m", 250)]
    [InlineData("5000u", 5)]
    [InlineData("7000000n", 7)]
    [InlineData("0S", 0)]
    public void A_time_out_of_gRPC_is_understood(string text, double milliseconds) =>
        CallDeadlineMiddleware.Parse(text).ShouldBe(TimeSpan.FromMilliseconds(milliseconds));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("S")]
    [InlineData("10")]
    [InlineData("-1S")]
    [InlineData("1.5S")]
    [InlineData("123456789S")]
    [InlineData("1s")]
    public void What_is_none_is_ignored(string? text) => CallDeadlineMiddleware.Parse(text).ShouldBeNull();
}
