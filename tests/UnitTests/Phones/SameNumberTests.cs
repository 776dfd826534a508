using Customer360.Adapters.Phones;

namespace Customer360.UnitTests.Phones;

public sealed class SameNumberTests
{
    [Theory]
    [InlineData("(415) 555-0132", "+14155550132")]
    [InlineData("+1 415 555 0132 ext. 42", "415-555-0132")]
    [InlineData("+1 415 555 0132 x42", "415-555-0132 ext 42")]
    [InlineData("+442079460018", "442079460018")]
    [InlineData("+8821687976", "882 16 87976")]
    [InlineData("+442079460018", "+44 (0)20 7946 0018")]
    public void One_number_is_the_same_in_all_writings(string a, string b)
    {
        PhoneNumber.SameNumber(a, b, "US").ShouldBeTrue();
        PhoneNumber.SameNumber(b, a, "US").ShouldBeTrue();
    }

    [Theory]
    [InlineData("(415) 555-0132", "(415) 555-0133")]
    [InlineData("+14155550132", "555-0132")]
    [InlineData("+14155550132", "+91 41555 50132")]
    [InlineData("+1 415 555 0132 x42", "415-555-0132 x43")]
    [InlineData("+14155550132", "n/a")]
    [InlineData("+14155550132", null)]
    [InlineData("+442079460018", "207 946 0018")]
    public void Another_number_is_not(string a, string? b)
    {
        PhoneNumber.SameNumber(a, b, "US").ShouldBeFalse();
        PhoneNumber.SameNumber(b, a, "US").ShouldBeFalse();
    }

    [Theory]
    [InlineData("+4933923456")]
    [InlineData("+494933923456")]
    public void Digits_that_can_be_read_in_two_ways_match_both(string caller)
    {
        PhoneNumber.Parse(caller, null).IsStoredAs("4933923456", "DE").ShouldBeTrue();
    }

    [Fact]
    public void A_stored_number_of_an_area_code_too_new_for_us_is_still_the_callers()
    {
        PhoneNumber.SameNumber("+14575550199", "457-555-0199", "US").ShouldBeTrue();
    }

    [Fact]
    public void A_stored_national_number_that_cannot_be_the_default_regions_is_the_callers()
    {
        var caller = PhoneNumber.Parse("+447911123456", null);

        caller.IsStoredAs("07911 123456", "US").ShouldBeTrue();
        caller.IsStoredAs("07911 123456", null).ShouldBeFalse();
        caller.IsStoredAs("07911 123457", "US").ShouldBeFalse();
    }

    [Theory]
    [InlineData("(415) 555-0138 / (415) 555-0139")]
    [InlineData("415-555-0138 or 415-555-0139")]
    [InlineData("415-555-0138 ext. 4 / 415-555-0139")]
    [InlineData("home 415-555-0138, cell 415-555-0139")]
    [InlineData("4155550138,4155550139")]
    [InlineData("+14155550138 +14155550139")]
    [InlineData("415-555-0138\n415-555-0139")]
    public void Each_of_several_numbers_in_one_field_is_found(string stored)
    {
        PhoneNumber.Parse("+14155550138", null).IsStoredAs(stored, "US").ShouldBeTrue();
        PhoneNumber.Parse("+14155550139", null).IsStoredAs(stored, "US").ShouldBeTrue();
        PhoneNumber.Parse("+14155550137", null).IsStoredAs(stored, "US").ShouldBeFalse();
    }

    [Fact]
    public void A_log_gets_a_masked_number()
    {
        var number = PhoneNumber.Parse("+1 415 555 0132 x4711", null);

        number.ToString().ShouldBe("+1***32");
        $"{number}".ShouldBe("+1***32");
        PhoneNumber.Parse("anonymous", null).ToString().ShouldBe("Anonymous");
    }

    [Theory]
    [InlineData(PhoneFormat.E164, "+442079460018")]
    [InlineData(PhoneFormat.National, "020 7946 0018 ext. 12")]
    [InlineData(PhoneFormat.International, "+44 20 7946 0018 ext. 12")]
    [InlineData(PhoneFormat.Rfc3966, "tel:+44-20-7946-0018;ext=12")]
    public void A_number_is_written_as_its_plan_writes_it(PhoneFormat format, string expected)
    {
        PhoneNumber.Parse("+442079460018 x12", null).Format(format).ShouldBe(expected);
    }
}
