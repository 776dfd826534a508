namespace Customer360.Adapters.Phones;

internal static class PhoneParser
{
    public static bool TryParse(string? text, string? region, out PhoneNumber number, out PhoneFailure failure)
    {
        number = default;
        failure = Read(text, region, ref number);
        return failure is PhoneFailure.None;
    }

    private static PhoneFailure Read(string? text, string? region, ref PhoneNumber number)
    {
        if (string.IsNullOrWhiteSpace(text))
            return PhoneFailure.Empty;
        if (text.Length > PhoneNumber.MaxTextLength)
            return PhoneFailure.TextTooLong;
        if (text.Contains("anonymous", StringComparison.OrdinalIgnoreCase))
        {
            number = new PhoneNumber(0, 0, 0, "", PhoneKind.Anonymous, isValid: false, extension: null);
            return PhoneFailure.None;
        }
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        var international = text.Contains('+', StringComparison.Ordinal);
        if (digits.Length < 3)
            return PhoneFailure.NotANumber;
        if (!international && !string.Equals(region, "US", StringComparison.OrdinalIgnoreCase))
            return PhoneFailure.RegionNeeded;
        if (!international)
            digits = digits.Length == 10 ? "1" + digits : digits;
        if (digits.Length < 8)
            return PhoneFailure.TooShort;
        if (digits.Length > 15)
            return PhoneFailure.TooLong;
        var isUs = digits[0] == '1';
        number = new PhoneNumber(ulong.Parse(digits, null), digits.Length, isUs ? 1 : 2, isUs ? "US" : "001", PhoneKind.Unknown, isValid: true, extension: null);
        return PhoneFailure.None;
    }
}
