using System.Security.Cryptography;
using Customer360.Contracts.V1;
using Customer360.Gateway.Errors;
using Customer360.Gateway.Security;
using Customer360.Gateway.Storage;
using Customer360.UnitTests.Support;
using Microsoft.AspNetCore.DataProtection;

namespace Customer360.UnitTests.Gateway;

public sealed class SealerTests
{
    private static readonly Caller Amelia = new("demo", "issuer", "amelia", null, new HashSet<Role>(), DateTimeOffset.MaxValue);

    private readonly ManualTimeProvider _time = new();
    private readonly Sealer _sealer;
    private readonly PageTokens _pages;
    private readonly Etags _etags;

    public SealerTests()
    {
        _sealer = new(new EphemeralDataProtectionProvider(), _time);
        _pages = new(_sealer);
        _etags = new(_sealer);
    }

    [Fact]
    public void What_was_sealed_opens_under_its_purpose_alone()
    {
        var text = _sealer.Seal("a", "Grüße, 世界");

        _sealer.TryOpen("a", text, out var opened).ShouldBeTrue();
        opened.ShouldBe("Grüße, 世界");
        _sealer.TryOpen("b", text, out _).ShouldBeFalse();
    }

    [Fact]
    public void It_can_be_neither_read_nor_changed()
    {
        var text = _sealer.Seal("a", "payload-payload-payload");

        text.ShouldNotContain("payload");
        for (var index = 0; index < text.Length; index++)
        {
            var changed = text[..index] + (text[index] == 'A' ? 'B' : 'A') + text[(index + 1)..];
            if (_sealer.TryOpen("a", changed, out var opened))
                opened.ShouldBe("payload-payload-payload", "only bits beyond the last byte may differ");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("not base64 at all!")]
    [InlineData("CfDJ8")]
    public void Nonsense_does_not_open(string text) => _sealer.TryOpen("a", text, out _).ShouldBeFalse();

    [Fact]
    public void A_lifetime_ends()
    {
        var text = _sealer.Seal("a", "p", TimeSpan.FromHours(1));

        _time.Advance(TimeSpan.FromMinutes(59));
        _sealer.TryOpen("a", text, out _).ShouldBeTrue();
        _time.Advance(TimeSpan.FromMinutes(1));
        _sealer.TryOpen("a", text, out _).ShouldBeFalse();
    }

    [Fact]
    public void A_page_token_belongs_to_caller_connection_method_and_query()
    {
        var scope = new PageScope(Amelia, "c1", "/s/Search", "query");
        var token = _pages.Seal(scope, "cursor");

        _pages.Open(scope, token).ShouldBe("cursor");
        foreach (var other in new[]
        {
            scope with { Caller = Amelia with { TenantId = "other" } }, scope with { Caller = Amelia with { Issuer = "other" } },
            scope with { Caller = Amelia with { Subject = "other" } }, scope with { ConnectionId = "other" },
            scope with { Method = "other" }, scope with { QueryHash = "other" },
        })
            Should.Throw<GatewayException>(() => _pages.Open(other, token)).Reason.ShouldBe(ErrorReason.PageTokenInvalid);
    }

    [Fact]
    public void Parts_that_run_together_are_not_mistaken()
    {
        var token = _pages.Seal(new(Amelia with { Issuer = "a", Subject = "bc" }, "", "m", "q"), "cursor");

        Should.Throw<GatewayException>(() => _pages.Open(new(Amelia with { Issuer = "ab", Subject = "c" }, "", "m", "q"), token));
    }

    [Fact]
    public void No_cursor_is_no_token_and_no_token_the_first_page()
    {
        var scope = new PageScope(Amelia, "c1", "/s/Search", "query");

        _pages.Seal(scope, null).ShouldBeEmpty();
        _pages.Open(scope, "").ShouldBeNull();
    }

    [Fact]
    public void A_page_token_lives_an_hour()
    {
        var scope = new PageScope(Amelia, "c1", "/s/Search", "query");
        var token = _pages.Seal(scope, "cursor");

        _time.Advance(TimeSpan.FromHours(1));

        Should.Throw<GatewayException>(() => _pages.Open(scope, token)).Fields.Single().Path.ShouldBe("page_token");
    }

    [Fact]
    public void An_etag_belongs_to_its_record()
    {
        var record = new RecordRef { ConnectionId = "c1", Kind = RecordKind.Contact, Object = "Contact", Id = "003" };
        var etag = _etags.Seal(Amelia, record, "2026-11-20");

        _etags.Open(Amelia, new(record) { Object = "" }, etag).ShouldBe("2026-11-20");
        _etags.Open(Amelia, record, "").ShouldBeNull();
        foreach (var other in new RecordRef[] { new(record) { Id = "004" }, new(record) { ConnectionId = "c2" }, new(record) { Kind = RecordKind.Account } })
            Should.Throw<GatewayException>(() => _etags.Open(Amelia, other, etag)).Fields.Single().Path.ShouldBe("etag");
        Should.Throw<GatewayException>(() => _etags.Open(Amelia with { TenantId = "other" }, record, etag)).Reason.ShouldBe(ErrorReason.InvalidField);
    }

    [Fact]
    public void A_key_store_that_cannot_be_reached_is_not_called_a_forgery()
    {
        var failing = Substitute.For<IDataProtector>();
        failing.CreateProtector(Arg.Any<string>()).Returns(failing);
        failing.Unprotect(Arg.Any<byte[]>()).Returns(_ => throw new CryptographicException("wrapped", new StorageException("down")));

        Should.Throw<CryptographicException>(() => new Sealer(failing, _time).TryOpen("a", "AAAA", out _));
    }
}
