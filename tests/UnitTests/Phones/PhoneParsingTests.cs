using Customer360.Adapters.Phones;

namespace Customer360.UnitTests.Phones;

public sealed class PhoneParsingTests
{
    [Theory]
    [InlineData("+14155550132")]
    [InlineData("4155550132")]
    [InlineData("(415) 555-0132")]
    [InlineData("415.555.0132")]
    [InlineData("1-415-555-0132")]
    [InlineData("+1 (415) 555-0132")]
    [InlineData("+1 (USA) 415 555 0132")]
    [InlineData("1+415 555 0132")]
    [InlineData("011 1 415 555 0132")]
    [InlineData("0014155550132")]
    [InlineData("  415\u00A0555\u20110132\t")]
    [InlineData("\u202A+1 415 555 0132\u202C")]
    [InlineData("4155550132\0")]
    [InlineData("*67 415 555 0132")]
    [InlineData("*674155550132")]
    [InlineData("#31#4155550132")]
    [InlineData("4155550132.0")]
    public void A_North_American_number_is_understood_however_it_is_written(string text)
    {
        PhoneNumber.Parse(text, "US").E164.ShouldBe("+14155550132");
    }

    [Theory]
    [InlineData("030 12345678", "DE", "+493012345678")]
    [InlineData("030/123456-78", "DE", "+493012345678")]
    [InlineData("(030) 12345678", "DE", "+493012345678")]
    [InlineData("+49 (0)30 12345678", "US", "+493012345678")]
    [InlineData("0049 30 12345678", "FR", "+493012345678")]
    [InlineData("493012345678", "US", "+493012345678")]
    [InlineData("+44 (0) 20 7946 0018", null, "+442079460018")]
    [InlineData("011 44 20 7946 0018", "US", "+442079460018")]
    [InlineData("0011 44 20 7946 0018", "AU", "+442079460018")]
    [InlineData("+011 44 20 7946 0018", "US", "+442079460018")]
    [InlineData("+00 44 20 7946 0018", "DE", "+442079460018")]
    [InlineData("020 7946 0018", "gb", "+442079460018")]
    [InlineData("8 (495) 123-45-67", "RU", "+74951234567")]
    [InlineData("+7 8 495 123 45 67", null, "+74951234567")]
    [InlineData("+34 (0)912 345 678", null, "+34912345678")]
    public void Trunk_prefixes_and_exit_codes_are_taken_away(string text, string? region, string e164)
    {
        PhoneNumber.Parse(text, region).E164.ShouldBe(e164);
    }

    [Theory]
    [InlineData("011 15-2345-6789", "AR", "+5491123456789")]
    [InlineData("+54 9 11 2345 6789", null, "+5491123456789")]
    [InlineData("11 2345-6789", "AR", "+541123456789")]
    [InlineData("0 21 11 2345 6789", "BR", "+551123456789")]
    [InlineData("0 15 11 91234-5678", "BR", "+5511912345678")]
    [InlineData("+52 1 55 1234 5678", null, "+525512345678")]
    [InlineData("044 55 1234 5678", "MX", "+525512345678")]
    [InlineData("01 55 1234 5678", "MX", "+525512345678")]
    [InlineData("06 698 12345", "IT", "+390669812345")]
    [InlineData("+39 06 1234 5678", null, "+390612345678")]
    [InlineData("06 1 234 5678", "HU", "+3612345678")]
    [InlineData("8 029 491-19-11", "BY", "+375294911911")]
    public void Odd_plans_are_followed(string text, string? region, string e164)
    {
        PhoneNumber.Parse(text, region).E164.ShouldBe(e164);
    }

    [Theory]
    [InlineData("+1 264 235 0123", "AI")]
    [InlineData("+1 416 555 0132", "CA")]
    [InlineData("+7 727 212 3456", "KZ")]
    [InlineData("+39 06 698 12345", "VA")]
    [InlineData("+44 1481 256789", "GG")]
    [InlineData("+47 79 12 34 56", "SJ")]
    [InlineData("+61 8 9162 1234", "CC")]
    [InlineData("+262 269 60 12 34", "YT")]
    [InlineData("+599 9 435 1234", "CW")]
    [InlineData("+800 1234 5678", "001")]
    public void A_shared_calling_code_is_divided_among_its_regions(string text, string region)
    {
        PhoneNumber.Parse(text, null).Region.ShouldBe(region);
    }

    [Theory]
    [InlineData("+4930123456", PhoneKind.Fixed)]
    [InlineData("+4915123456789", PhoneKind.Mobile)]
    [InlineData("+14155550132", PhoneKind.FixedOrMobile)]
    [InlineData("+18002345678", PhoneKind.TollFree)]
    [InlineData("+19002345678", PhoneKind.PremiumRate)]
    [InlineData("+41840123456", PhoneKind.SharedCost)]
    [InlineData("+445612345678", PhoneKind.Voip)]
    [InlineData("+447012345678", PhoneKind.PersonalNumber)]
    [InlineData("+447640123456", PhoneKind.Pager)]
    [InlineData("+445512345678", PhoneKind.Uan)]
    [InlineData("+49177991234567", PhoneKind.Voicemail)]
    public void The_kind_comes_from_the_range(string text, PhoneKind kind)
    {
        var number = PhoneNumber.Parse(text, null);

        number.Kind.ShouldBe(kind);
        number.IsValid.ShouldBeTrue();
    }

    [Theory]
    [InlineData("14155550132", "DE", "+14155550132")]
    [InlineData("447911123456", "US", "+447911123456")]
    [InlineData("4915123456789", "DE", "+4915123456789")]
    [InlineData("241-555-2062", "US", "+12415552062")]
    [InlineData("4933923456", "DE", "+494933923456")]
    public void A_lost_plus_is_put_back_where_the_digits_are_no_national_number(string text, string region, string e164)
    {
        PhoneNumber.Parse(text, region).E164.ShouldBe(e164);
    }

    [Fact]
    public void A_possible_number_of_an_unknown_range_is_understood_but_not_valid()
    {
        var number = PhoneNumber.Parse("(155) 155-0132", "US");

        number.E164.ShouldBe("+11551550132");
        number.IsValid.ShouldBeFalse();
        number.Kind.ShouldBe(PhoneKind.Unknown);
        number.Region.ShouldBe("US");
    }

    [Theory]
    [InlineData("415-555-0132 ext. 42")]
    [InlineData("415-555-0132 Ext: 42")]
    [InlineData("415-555-0132extension 42")]
    [InlineData("415-555-0132x42")]
    [InlineData("415-555-0132 #42")]
    [InlineData("415-555-0132 - 42#")]
    [InlineData("415-555-0132,,42#")]
    [InlineData("415-555-0132;42")]
    [InlineData("415-555-0132 доб. 42")]
    [InlineData("415-555-0132 ｅｘｔ４２")]
    [InlineData("415-555-0132 转42")]
    [InlineData("415-555-0132 Durchwahl 42")]
    [InlineData("tel:+1-415-555-0132;ext=42")]
    [InlineData("sip:+14155550132;ext=42@gw.example;user=phone")]
    public void An_extension_is_told_apart(string text)
    {
        var number = PhoneNumber.Parse(text, "US");

        number.E164.ShouldBe("+14155550132");
        number.Extension.ShouldBe("42");
    }

    [Fact]
    public void A_short_number_before_a_pause_is_whole()
    {
        var number = PhoneNumber.Parse("81123,,12", "VU");

        number.E164.ShouldBe("+67881123");
        number.Extension.ShouldBe("12");
    }

    [Theory]
    [InlineData("tel:+14155550132")]
    [InlineData("TEL:+1-415-555-0132;isub=1411;cpc=ordinary")]
    [InlineData("tel:555-0132;phone-context=+1-415")]
    [InlineData("tel:4155550132;phone-context=+1")]
    [InlineData("tel:4155550132;phone-context=example.com")]
    [InlineData("tel:%2B1%20415%20555%200132")]
    [InlineData("sip:+14155550132@198.51.100.77:5060;transport=udp")]
    [InlineData("sips:4155550132:secret@gw1.example.com?subject=call")]
    [InlineData("\"Rose 2\" <sip:+14155550132@gw.example>;tag=887s")]
    [InlineData("sip:tel:+14155550132@gw.example")]
    [InlineData("+14155550132@198.51.100.77")]
    [InlineData("whatsapp:+14155550132")]
    [InlineData("https://wa.me/14155550132")]
    [InlineData("<tel:+14155550132>")]
    public void A_uri_gives_its_number(string text)
    {
        PhoneNumber.Parse(text, "US").E164.ShouldBe("+14155550132");
    }

    [Theory]
    [InlineData("+١٤١٥٥٥٥٠١٣٢")]
    [InlineData("＋１（４１５）５５５－０１３２")]
    [InlineData("+१ ४१५ ५५५ ०१३२")]
    [InlineData("+1 415 555 \uD835\uDFCE\uD835\uDFCF\uD835\uDFD1\uD835\uDFD0")]
    [InlineData("⁺1 415—555–0132")]
    [InlineData("+1 415・555〜0132")]
    public void Digits_and_dashes_of_other_scripts_count(string text)
    {
        PhoneNumber.Parse(text, null).E164.ShouldBe("+14155550132");
    }

    [Theory]
    [InlineData("1-800-FLOWERS", "US", "+18003569377")]
    [InlineData("1 800 GO FEDEX", "US", "+18004633339")]
    [InlineData("1-800-CONTACTS", "US", "+18002668228")]
    [InlineData("0800 REIFEN 1", "DE", "+498007343361")]
    [InlineData("555-CALL-NOW", "US", "+15552255669")]
    public void Letters_are_keypad_digits_where_they_complete_a_number(string text, string region, string e164)
    {
        PhoneNumber.Parse(text, region).E164.ShouldBe(e164);
    }

    [Theory]
    [InlineData("Tel.: (415) 555-0132 (Rose, mornings)")]
    [InlineData("Mobile 2: 415 555 0132")]
    [InlineData("2nd phone 415-555-0132")]
    [InlineData("call me at 415-555-0132 after 5pm")]
    [InlineData("415-555-0132 or 415-555-0199")]
    [InlineData("(415) 555-0132 / (415) 555-0199")]
    [InlineData("Office 1 +1 415 555 0132")]
    [InlineData("415-555-0132 rose@example.com")]
    [InlineData("☎ 415-555-0132 🙂")]
    [InlineData("Ph#415 555 0132")]
    [InlineData("Тел. 415-555-0132 моб")]
    [InlineData("415-555-0132\r\n415-555-0199")]
    [InlineData("+1 415 555 0132 +1 415 555 0199")]
    [InlineData("4155550132, 4155550199")]
    public void Junk_around_a_number_is_left_out(string text)
    {
        PhoneNumber.Parse(text, "US").E164.ShouldBe("+14155550132");
    }
}
