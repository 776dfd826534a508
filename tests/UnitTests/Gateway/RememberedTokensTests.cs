using System.Security.Claims;
using Customer360.Gateway.Security;

namespace Customer360.UnitTests.Gateway;

public sealed class RememberedTokensTests
{
    private static readonly TrustedIssuer Issuer = new(new(), Substitute.For<IKeySource>(), TimeSpan.Zero, TimeProvider.System);

    [Fact]
    public void It_remembers_and_forgets()
    {
        var tokens = new RememberedTokens(10);
        var one = Remembered("one");
        tokens.Add("t1", one);

        tokens.Find("t1").ShouldBeSameAs(one);
        tokens.Find("t2").ShouldBeNull();
        tokens.Forget("t1");
        tokens.Find("t1").ShouldBeNull();
    }

    [Fact]
    public void It_never_holds_more_than_its_capacity_and_keeps_what_is_used()
    {
        var tokens = new RememberedTokens(10);
        tokens.Add("used", Remembered("used"));
        for (var other = 0; other < 100; other++)
        {
            tokens.Add($"other-{other}", Remembered("other"));
            tokens.Find("used").ShouldNotBeNull();
        }

        Enumerable.Range(0, 100).Count(other => tokens.Find($"other-{other}") is not null).ShouldBeLessThan(10);
    }

    [Fact]
    public void Without_capacity_it_remembers_nothing()
    {
        var tokens = new RememberedTokens(0);
        tokens.Add("t1", Remembered("one"));

        tokens.Find("t1").ShouldBeNull();
    }

    private static RememberedToken Remembered(string subject) =>
        new(new("demo", "issuer", subject, null, new HashSet<Role>(), DateTimeOffset.MaxValue), new ClaimsPrincipal(), Issuer, "keys");
}
