using Customer360.Adapters.Phones;
using Customer360.Adapters.Salesforce;

namespace Customer360.UnitTests.Salesforce;

public sealed class SalesforcePhonesTests
{
    [Theory]
    [InlineData("+14155550132", "4155550132")]
    [InlineData("+442079460018", "2079460018")]
    [InlineData("+493023125014", "3023125014")]
    [InlineData("+33639980123", "639980123")]
    [InlineData("+390612345678", "0612345678")]
    [InlineData("+819055550123", "9055550123")]
    public void What_all_notations_end_in_is_looked_for(string number, string expected) =>
        SalesforcePhones.CommonDigits(PhoneNumber.Parse(number, null)).ShouldBe(expected);

    [Theory]
    [InlineData("+14155550132")]
    [InlineData("+442079460018")]
    [InlineData("+493023125014")]
    [InlineData("+33639980123")]
    [InlineData("+390612345678")]
    [InlineData("+819055550123")]
    [InlineData("+5491123456789")]
    [InlineData("+525512345678")]
    [InlineData("+5511955550123")]
    [InlineData("+919999955501")]
    [InlineData("+79161234567")]
    [InlineData("+3547771234")]
    public void The_pattern_finds_every_way_of_writing_it(string text)
    {
        var number = PhoneNumber.Parse(text, null);
        var condition = SalesforcePhones.MayHold("Phone", number).ToString();
        var digits = SalesforcePhones.CommonDigits(number);

        digits.Length.ShouldBeGreaterThanOrEqualTo(7);
        condition.ShouldBe($"Phone LIKE '%{string.Join('%', digits.AsEnumerable())}%'");
        foreach (var form in PhoneNumber.StoredForms(number).Append($"Tel. {string.Join(' ', number.E164.AsEnumerable())} ext. 42"))
            HasInOrder(form, digits).ShouldBeTrue(form);
    }

    [Fact]
    public void The_beginning_of_a_number_is_taken_as_typed() => SalesforcePhones.DigitsOf("(0)415 55", "US").ShouldBe("41555");

    private static bool HasInOrder(string text, string digits)
    {
        var next = 0;
        foreach (var c in text.Where(char.IsAsciiDigit))
            next += next < digits.Length && c == digits[next] ? 1 : 0;
        return next == digits.Length;
    }
}
