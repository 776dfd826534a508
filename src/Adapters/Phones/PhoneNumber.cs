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

    private readonly ulong _digits;
    private readonly byte _length;
    private readonly byte _callingCodeLength;
    private readonly string? _region;

    internal PhoneNumber(ulong digits, int length, int callingCodeLength, string region, PhoneKind kind, bool isValid, string? extension)
    {
        _digits = digits;
        _length = (byte)length;
        _callingCodeLength = (byte)callingCodeLength;
        _region = region;
        Kind = kind;
        IsValid = isValid;
        Extension = extension;
    }

    /// <summary>"+14155550132", or "" when the number has none (see <see cref="IsSubscriber"/>).</summary>
    public string E164 => IsSubscriber ? string.Create(CultureInfo.InvariantCulture, $"+{_digits}") : "";

    /// <summary>Two letters of ISO 3166, "001" for a number that belongs to no region, "" when nothing is known.</summary>
    public string Region => _region ?? "";

    public PhoneKind Kind { get; }

    /// <summary>Whether the metadata knows the number's range. A number that is only possible may be new, or a test's.</summary>
    public bool IsValid { get; }

    /// <summary>Digits, or null.</summary>
    public string? Extension { get; }

    /// <summary>Whether it can be someone's own number. Withheld, short and emergency numbers are nobody's: no CRM needs to be asked.</summary>
    public bool IsSubscriber => _callingCodeLength > 0;

    /// <param name="text">As dialled, received, typed or pasted.</param>
    /// <param name="region">Where a national number is from (ISO 3166, any case), or null: then only international numbers are understood.</param>
    /// <exception cref="PhoneFormatException">The text is not a phone number.</exception>
    public static PhoneNumber Parse(string? text, string? region) =>
        TryParse(text, region, out var number, out var failure) ? number : throw new PhoneFormatException(failure);

    /// <inheritdoc cref="Parse"/>
    /// <returns>Whether it is a number; if not, <paramref name="failure"/> says why.</returns>
    public static bool TryParse(string? text, string? region, out PhoneNumber number, out PhoneFailure failure) =>
        PhoneParser.TryParse(text, region, out number, out failure);

    public string Format(PhoneFormat format) => PhoneFormatter.Format(this, format);

    /// <summary>The ways in which a CRM may hold the number, likeliest first, each once, at most 24; none for a number that is nobody's.</summary>
    public static IReadOnlyList<string> StoredForms(PhoneNumber number) => StoredPhoneForms.Of(number);

    /// <summary>Whether both texts are the same number. An extension that only one of them names does not matter.</summary>
    public static bool SameNumber(string? a, string? b, string? region) =>
        TryParse(a, region, out var first, out _) && first.IsStoredAs(b, region);

    /// <summary>Whether a text that a CRM holds is this number. What is not a number, or is nobody's, never is.</summary>
    public bool IsStoredAs(string? text, string? region) =>
        IsSubscriber && TryParse(text, region, out var other, out _) && IsSameLine(other);

    /// <summary>Says enough to tell two numbers apart in a log, never the number.</summary>
    public override string ToString() =>
        IsSubscriber ? $"{E164.AsSpan(0, 1 + _callingCodeLength)}***{_digits % 100:00}" : Kind.ToString();

    /// <summary>The national significant number, leading zeros kept.</summary>
    internal string NationalDigits => E164[(1 + _callingCodeLength)..];

    internal ReadOnlySpan<char> CallingCode => E164.AsSpan(1, _callingCodeLength);

    private bool IsSameLine(PhoneNumber other) =>
        other.IsSubscriber && _digits == other._digits
        && (Extension is null || other.Extension is null || Extension == other.Extension);
}
