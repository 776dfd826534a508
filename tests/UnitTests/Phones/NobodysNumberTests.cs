using Customer360.Adapters.Phones;

namespace Customer360.UnitTests.Phones;

public sealed class NobodysNumberTests
{
    [Theory]
    [InlineData("anonymous")]
    [InlineData("Anonymous")]
    [InlineData("sip:anonymous@anonymous.invalid")]
    [InlineData("\"Anonymous\" <sip:anonymous@anonymous.invalid>;tag=1")]
    [InlineData("Private Number")]
    [InlineData("RESTRICTED")]
    [InlineData("unknown")]
    [InlineData("Unbekannt")]
    [InlineData("Número privado")]
    [InlineData("非通知")]
    [InlineData("+266696687")]
    [InlineData("266696687")]
    [InlineData("+7378742833")]
    [InlineData("0")]
    [InlineData("0000000000")]
    public void A_withheld_number_is_anonymous(string text)
    {
        var number = PhoneNumber.Parse(text, "US");

        number.Kind.ShouldBe(PhoneKind.Anonymous);
        number.IsSubscriber.ShouldBeFalse();
        number.E164.ShouldBe("");
    }

    [Theory]
    [InlineData("911", "US")]
    [InlineData("112", "DE")]
    [InlineData("tel:112", "FR")]
    [InlineData("sip:999@pbx.example", "GB")]
    [InlineData("000", "AU")]
    [InlineData("+49112", null)]
    public void An_emergency_number_is_known_in_its_region(string text, string? region)
    {
        PhoneNumber.Parse(text, region).Kind.ShouldBe(PhoneKind.Emergency);
    }

    [Theory]
    [InlineData("411", "US")]
    [InlineData("24280", "US")]
    [InlineData("11833", "DE")]
    [InlineData("*86", "US")]
    [InlineData("*100#", "IN")]
    public void A_short_number_is_known_in_its_region(string text, string region)
    {
        PhoneNumber.Parse(text, region).Kind.ShouldBe(PhoneKind.ShortCode);
    }

    [Fact]
    public void Nobodys_number_has_no_stored_forms_and_is_never_the_same()
    {
        var number = PhoneNumber.Parse("911", "US");

        PhoneNumber.StoredForms(number).ShouldBeEmpty();
        number.IsStoredAs("911", "US").ShouldBeFalse();
        PhoneNumber.SameNumber("anonymous", "anonymous", "US").ShouldBeFalse();
        default(PhoneNumber).IsSubscriber.ShouldBeFalse();
        default(PhoneNumber).E164.ShouldBe("");
    }

    [Theory]
    [InlineData("911", "911")]
    [InlineData("000", "000")]
    [InlineData("anonymous", "")]
    public void Only_its_digits_can_be_written(string text, string national)
    {
        var number = PhoneNumber.Parse(text, text == "000" ? "AU" : "US");

        number.Format(PhoneFormat.National).ShouldBe(national);
        number.Format(PhoneFormat.International).ShouldBe("");
    }
}
