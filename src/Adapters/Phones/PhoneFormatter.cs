namespace Customer360.Adapters.Phones;

internal static class PhoneFormatter
{
    // The longest number with a separator after each digit, a trunk prefix and a calling code.
    private const int Longest = 64;

    /// <returns>"" for a number that is nobody's, except the national format of one that has digits.</returns>
    public static string Format(PhoneNumber number, PhoneFormat format)
    {
        if (!number.IsSubscriber)
            return format is PhoneFormat.National ? number.Digits : "";
        return format switch
        {
            PhoneFormat.National => National(number) + Extension(number, " ext. "),
            PhoneFormat.International => $"+{number.CallingCode} {International(number)}{Extension(number, " ext. ")}",
            PhoneFormat.Rfc3966 => $"tel:+{number.CallingCode}-{Hyphenated(International(number))}{Extension(number, ";ext=")}",
            _ => number.E164,
        };
    }

    public static string National(PhoneNumber number) => Write(number, plan => plan.National);

    /// <summary>Without the calling code.</summary>
    public static string International(PhoneNumber number) => Write(number, plan => plan.International);

    private static string Write(PhoneNumber number, Func<NumberingPlan, NumberLayouts> choose)
    {
        Span<byte> digits = stackalloc byte[DigitReader.MostDigits];
        Span<char> text = stackalloc char[Longest];
        var layouts = choose(NumberingPlans.World.Plan(number.CallingCode));
        return text[..layouts.Write(digits[..number.CopyNationalDigits(digits)], text)].ToString();
    }

    private static string Extension(PhoneNumber number, string label) => number.Extension is null ? "" : label + number.Extension;

    /// <summary>One hyphen for whatever separates the groups.</summary>
    private static string Hyphenated(string text)
    {
        Span<char> result = stackalloc char[text.Length];
        var length = 0;
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c))
                result[length++] = c;
            else if (length > 0 && result[length - 1] != '-')
                result[length++] = '-';
        }
        return result[..length].TrimEnd('-').ToString();
    }
}
