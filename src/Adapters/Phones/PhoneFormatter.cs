namespace Customer360.Adapters.Phones;

internal static class PhoneFormatter
{
    public static string Format(PhoneNumber number, PhoneFormat format) => format switch
    {
        PhoneFormat.National => number.NationalDigits,
        PhoneFormat.International => $"+{number.CallingCode} {number.NationalDigits}",
        PhoneFormat.Rfc3966 => $"tel:{number.E164}",
        _ => number.E164,
    };
}
