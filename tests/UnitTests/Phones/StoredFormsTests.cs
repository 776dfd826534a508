using System.Text.RegularExpressions;
using Customer360.Adapters.Phones;
using Customer360.Sandbox;

namespace Customer360.UnitTests.Phones;

public sealed partial class StoredFormsTests
{
    public static TheoryData<string> SandboxCountries => ["US", "DE", "FR", "GB", "BR", "JP", "IN"];

    [Theory]
    [InlineData("+14155550132", "+14155550132", "4155550132", "(415) 555-0132", "14155550132", "415-555-0132", "415.555.0132", "+1 (415) 555-0132", "1-415-555-0132")]
    [InlineData("+493012345678", "+493012345678", "03012345678", "030 12345678", "+49 30 12345678", "493012345678", "3012345678", "00493012345678", "030/12345678", "+49 (0)30 12345678")]
    [InlineData("+5491123456789", "011 15-2345-6789", "+54 9 11 2345-6789", "(011) 15-2345-6789")]
    [InlineData("+525512345678", "+5215512345678", "5215512345678", "55 1234 5678")]
    [InlineData("+390612345678", "0612345678", "06 1234 5678", "+39 06 1234 5678")]
    [InlineData("+5521971235456", "21971235456", "(21) 97123-5456", "+55 (21) 97123-5456")]
    [InlineData("+80012345678", "+80012345678", "80012345678", "+800 1234 5678")]
    public void The_usual_writings_are_among_the_forms(string e164, params string[] usual)
    {
        var forms = PhoneNumber.StoredForms(PhoneNumber.Parse(e164, null));

        usual.Except(forms).ShouldBeEmpty();
        forms[0].ShouldBe(e164);
        forms.Count.ShouldBeLessThanOrEqualTo(24);
        forms.ShouldBeUnique();
    }

    [Fact]
    public void An_extension_is_no_part_of_the_forms()
    {
        var forms = PhoneNumber.StoredForms(PhoneNumber.Parse("+14155550132 x42", null));

        forms.ShouldBe(PhoneNumber.StoredForms(PhoneNumber.Parse("+14155550132", null)));
    }

    [Theory]
    [MemberData(nameof(SandboxCountries))]
    public void The_forms_find_every_way_in_which_the_sandbox_writes_a_number(string country)
    {
        var random = new Random(7);
        for (var number = 1; number < 400_000; number += 97)
        {
            var stored = PhoneStyles.Write(random, country, number);
            var caller = PhoneNumber.Parse(PhoneNumber.Parse(stored, country).E164, null);

            PhoneNumber.StoredForms(caller).ShouldContain(BlanksOrExtension().Replace(stored.Trim(), match => match.Groups["extension"].Success ? "" : " "), stored);
            caller.IsStoredAs(stored, country).ShouldBeTrue(stored);
        }
    }

    /// <summary>What a search for the beginning of a field, or one that does not count blanks, passes over.</summary>
    [GeneratedRegex(@"\s+(?<extension>x\d+)$|\s{2,}")]
    private static partial Regex BlanksOrExtension();
}
