using Customer360.Adapters.Phones;

namespace Customer360.UnitTests.Phones;

public sealed class PhoneFailureTests
{
    [Theory]
    [InlineData(null, "US", PhoneFailure.Empty)]
    [InlineData("", "US", PhoneFailure.Empty)]
    [InlineData(" \t\r\n\0\u0007", "US", PhoneFailure.Empty)]
    [InlineData("n/a", "US", PhoneFailure.NotANumber)]
    [InlineData("ask reception", "US", PhoneFailure.NotANumber)]
    [InlineData("7", "US", PhoneFailure.NotANumber)]
    [InlineData("rose4155550132@example.com", "US", PhoneFailure.NotANumber)]
    [InlineData("sip:rose4155550132@gw.example", "US", PhoneFailure.NotANumber)]
    [InlineData("\uD800\uDC00\uD800", "US", PhoneFailure.NotANumber)]
    [InlineData("(415) 555-0132", null, PhoneFailure.RegionNeeded)]
    [InlineData("(415) 555-0132", "", PhoneFailure.RegionNeeded)]
    [InlineData("(415) 555-0132", "XX", PhoneFailure.UnknownRegion)]
    [InlineData("(415) 555-0132", "United States", PhoneFailure.UnknownRegion)]
    [InlineData("(415) 555-0132", "001", PhoneFailure.UnknownRegion)]
    [InlineData("+999 12345678", "US", PhoneFailure.UnknownCallingCode)]
    [InlineData("+", "US", PhoneFailure.NotANumber)]
    [InlineData("555-0132", "US", PhoneFailure.LocalOnly)]
    [InlineData("41555501", "US", PhoneFailure.TooShort)]
    [InlineData("91555501324", "US", PhoneFailure.TooLong)]
    [InlineData("+1 415 555 01324", null, PhoneFailure.TooLong)]
    [InlineData("+84 12345678901", null, PhoneFailure.TooLong)]
    [InlineData("+234 123456789", null, PhoneFailure.TooShort)]
    [InlineData("+39 0", null, PhoneFailure.TooShort)]
    public void What_is_no_number_says_why(string? text, string? region, PhoneFailure expected)
    {
        var isNumber = PhoneNumber.TryParse(text, region, out var number, out var failure);

        isNumber.ShouldBeFalse();
        failure.ShouldBe(expected);
        number.ShouldBe(default);
    }

    [Fact]
    public void Parse_throws_the_reason_without_the_text()
    {
        var exception = Should.Throw<PhoneFormatException>(() => PhoneNumber.Parse("+999 12345678", "US"));

        exception.Reason.ShouldBe(PhoneFailure.UnknownCallingCode);
        exception.Message.ShouldNotContain("123");
    }

    [Fact]
    public void A_document_is_refused_unread()
    {
        PhoneNumber.TryParse(new string('1', 10_240), "US", out _, out var failure);

        failure.ShouldBe(PhoneFailure.TextTooLong);
    }

    [Theory]
    [InlineData('1')]
    [InlineData('０')]
    [InlineData('+')]
    [InlineData('#')]
    [InlineData('*')]
    [InlineData('\uFF03')]
    [InlineData('\uFF0A')]
    [InlineData('\uFF0C')]
    [InlineData(',')]
    [InlineData(';')]
    [InlineData('x')]
    [InlineData('@')]
    [InlineData('(')]
    [InlineData('\uD800')]
    [InlineData('%')]
    [InlineData('\0')]
    public void As_much_as_is_read_of_one_sign_is_no_number(char sign)
    {
        PhoneNumber.TryParse(new string(sign, PhoneNumber.MaxTextLength), "US", out var number, out var failure);

        number.IsSubscriber.ShouldBeFalse();
        failure.ShouldNotBe(PhoneFailure.RegionNeeded);
    }

    [Fact]
    public void Nested_uris_end()
    {
        var text = string.Concat(Enumerable.Repeat("sip:", 59)) + "+14155550132";

        PhoneNumber.Parse(text, null).E164.ShouldBe("+14155550132");
    }

    [Theory]
    [InlineData("tel:132#;phone-context=+1-415-5550")]
    [InlineData("tel:\uFF0B14155550132;phone-context=+9")]
    public void A_context_is_not_mistaken_for_text_before_the_number(string text)
    {
        PhoneNumber.Parse(text, null).E164.ShouldBe("+14155550132");
    }

    [Theory]
    [InlineData("4l5 555 Ol32")]
    [InlineData("+1 4І5 555 0І32")]
    public void Look_alike_letters_are_not_digits(string text)
    {
        PhoneNumber.TryParse(text, "US", out var number, out _);

        number.E164.ShouldNotBe("+14155550132");
    }
}
