using Customer360.Adapters.Phones;

namespace Customer360.Adapters.Salesforce;

/// <summary>Ways to find a number that people have typed as they like.</summary>
internal static class SalesforcePhones
{
    /// <summary>Fewer digits stand, in this order, in too many other numbers.</summary>
    private const int MinPatternDigits = 7;

    /// <summary>
    /// The digits in which all notations of the number end: without country code, exit code, trunk zero, and what a country
    /// writes differently at home and abroad.
    /// </summary>
    public static string CommonDigits(PhoneNumber number)
    {
        var abroad = Digits(number.E164);
        var home = Digits(number.Format(PhoneFormat.National));
        var common = 0;
        while (common < Math.Min(abroad.Length, home.Length) && abroad[^(common + 1)] == home[^(common + 1)])
            common++;
        return abroad[^common..];
    }

    /// <summary>What to look for when a user types a number, or the beginning of one.</summary>
    public static string DigitsOf(string text, string? region) =>
        PhoneNumber.TryParse(text, region, out var number, out _) && number.IsSubscriber ? CommonDigits(number) : Digits(text).TrimStart('0');

    /// <summary>The number's digits in every notation, for an index that keeps digits alone.</summary>
    public static IEnumerable<string> DigitForms(PhoneNumber number) =>
        PhoneNumber.StoredForms(number).Select(Digits).Append(CommonDigits(number)).Where(digits => digits.Length > 1).Distinct();

    /// <summary>
    /// A field that may hold the number. The pattern finds every notation, spaces everywhere and extensions included, and
    /// some other numbers too: every row must be checked.
    /// </summary>
    public static SoqlCondition MayHold(string field, PhoneNumber number)
    {
        var digits = CommonDigits(number);
        return digits.Length >= MinPatternDigits
            ? SoqlCondition.HasDigits(field, digits)
            : SoqlCondition.Any(SoqlCondition.In(field, PhoneNumber.StoredForms(number)), SoqlCondition.Contains(field, digits));
    }

    private static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));
}
