using System.Globalization;

namespace Customer360.Adapters.Phones;

/// <summary>
/// A phone number understood: what it is in E.164, whose plan it belongs to, and what sort it is.
/// Equal numbers have equal digits and extensions. <c>default</c> is no number.
/// </summary>
/// <remarks>A few words of memory, no heap: it is made for every candidate of every match.</remarks>
public readonly record struct PhoneNumber
{
    /// <summary>Characters; a longer text is refused unread.</summary>
    public const int MaxTextLength = 250;

    private const int MostNumbersInText = 4;

    private readonly ulong _digits;
    private readonly byte _length;
    private readonly byte _callingCodeLength;
    private readonly string? _region;

    /// <param name="digits">Calling code and national number as one figure: no calling code begins with a zero, and 19 digits fit.</param>
    /// <param name="length">Of all digits.</param>
    internal PhoneNumber(ulong digits, int length, int callingCodeLength, string region, PhoneKind kind, bool isValid)
    {
        _digits = digits;
        _length = (byte)length;
        _callingCodeLength = (byte)callingCodeLength;
        _region = region;
        Kind = kind;
        IsValid = isValid;
    }

    /// <summary>"+14155550132", or "" when the number has none (see <see cref="IsSubscriber"/>).</summary>
    public string E164 => IsSubscriber ? $"+{_digits}" : "";

    /// <summary>Two letters of ISO 3166, "001" for a number that belongs to no region, "" when nothing is known.</summary>
    public string Region => _region ?? "";

    public PhoneKind Kind { get; }

    /// <summary>Whether the metadata knows the number's range. A number that is only possible may be new, or a test's.</summary>
    public bool IsValid { get; }

    /// <summary>Digits, or null.</summary>
    public string? Extension { get; private init; }

    /// <summary>Whether it can be someone's own number. Withheld, short and emergency numbers are nobody's: no CRM needs to be asked.</summary>
    public bool IsSubscriber => _callingCodeLength > 0;

    /// <param name="text">As dialled, received, typed or pasted.</param>
    /// <param name="region">Where a national number is from (ISO 3166, any case), or null: then only international numbers are understood.</param>
    /// <exception cref="PhoneFormatException">The text is not a phone number.</exception>
    public static PhoneNumber Parse(string? text, string? region) =>
        TryParse(text, region, out var number, out var failure) ? number : throw new PhoneFormatException(failure);

    /// <inheritdoc cref="Parse"/>
    /// <returns>Whether it is a number; if not, <paramref name="failure"/> says why.</returns>
    public static bool TryParse(string? text, string? region, out PhoneNumber number, out PhoneFailure failure)
    {
        var reading = PhoneParser.Read(text, region, AmbiguousDigits.Likeliest, out _);
        number = reading.Number;
        failure = reading.Failure;
        return reading.IsPossible;
    }

    /// <returns>"" for a number that is nobody's, except the national format of one that has digits.</returns>
    public string Format(PhoneFormat format) => PhoneFormatter.Format(this, format);

    /// <summary>The ways in which a CRM may hold the number, likeliest first, each once, at most 24; none for a number that is nobody's.</summary>
    public static IReadOnlyList<string> StoredForms(PhoneNumber number) => StoredPhoneForms.Of(number);

    /// <summary>Whether both texts are the same number. An extension that only one of them names does not matter.</summary>
    public static bool SameNumber(string? a, string? b, string? region) =>
        (TryParse(a, region, out var first, out _) && first.IsStoredAs(b, region))
        || (TryParse(b, region, out var second, out _) && second.IsStoredAs(a, region));

    /// <summary>
    /// Whether a text that a CRM holds is this number, or lists it among others. What is nobody's never is.
    /// Digits that can be read with or without their own calling code match either way,
    /// and a national number that can't be one of <paramref name="region"/> is read as one of this number's own region.
    /// </summary>
    /// <param name="region">Where stored national numbers are from. Null: then none of them matches.</param>
    public bool IsStoredAs(string? text, string? region)
    {
        if (!IsSubscriber)
            return false;
        ReadOnlySpan<char> rest = text;
        for (var numbers = 0; numbers < MostNumbersInText; numbers++)
        {
            if (IsAtStartOf(rest, region, out var next))
                return true;
            if (next == 0)
                return false;
            rest = rest[next..];
        }
        return false;
    }

    /// <summary>Enough to tell two numbers apart in a log, never the number.</summary>
    public override string ToString() => IsSubscriber ? $"+{CallingCode}***{_digits % 100:00}" : Kind.ToString();

    internal int CallingCode => (int)(_digits / PowerOfTen(_length - _callingCodeLength));

    /// <summary>As dialled, for a short number; with the calling code, for any other.</summary>
    internal string Digits => _length == 0 ? "" : _digits.ToString("D" + _length, CultureInfo.InvariantCulture);

    internal static PhoneNumber Nobody(PhoneKind kind, ReadOnlySpan<byte> digits)
    {
        ulong value = 0;
        foreach (var digit in digits)
            value = value * 10 + digit;
        return new PhoneNumber(value, digits.Length, 0, "", kind, isValid: kind is not PhoneKind.Anonymous);
    }

    internal PhoneNumber WithExtension(string extension) => this with { Extension = extension };

    /// <summary>The national significant number, its leading zeros kept.</summary>
    internal int CopyNationalDigits(Span<byte> target)
    {
        var length = _length - _callingCodeLength;
        var rest = _digits;
        for (var index = length - 1; index >= 0; index--, rest /= 10)
            target[index] = (byte)(rest % 10);
        return length;
    }

    private static ulong PowerOfTen(int exponent)
    {
        ulong power = 1;
        for (; exponent > 0; exponent--)
            power *= 10;
        return power;
    }

    private bool IsAtStartOf(ReadOnlySpan<char> text, string? region, out int next)
    {
        var reading = PhoneParser.Read(text, region, AmbiguousDigits.Likeliest, out next);
        if (IsSameLine(reading.Number))
            return true;
        if (region is null || reading.Failure is PhoneFailure.Empty or PhoneFailure.NotANumber)
            return false;
        if (!reading.IsValid)
            return IsReadAs(text, Region, AmbiguousDigits.WithOwnCode);
        // Two readings of the same digits differ in length: one has a code that the other has not.
        return reading.Number._length != _length
            && (IsReadAs(text, region, AmbiguousDigits.WithOwnCode) || IsReadAs(text, region, AmbiguousDigits.National));
    }

    private bool IsReadAs(ReadOnlySpan<char> text, string? region, AmbiguousDigits ambiguous)
    {
        var reading = PhoneParser.Read(text, region, ambiguous, out _);
        return reading.IsValid && IsSameLine(reading.Number);
    }

    private bool IsSameLine(PhoneNumber other) =>
        other.IsSubscriber && _digits == other._digits
        && (Extension is null || other.Extension is null || Extension == other.Extension);
}
