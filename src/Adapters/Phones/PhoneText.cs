using System.Globalization;
using System.Text;

namespace Customer360.Adapters.Phones;

/// <summary>
/// From text to digits: finds the number in what people, switches and web pages write.
/// Reads forwards only, each character a bounded number of times.
/// </summary>
/// <param name="digits">Where the digits go.</param>
internal ref partial struct PhoneText(Span<byte> digits)
{
    // Digits before which an odd sign still belongs to the number, and after which something else may follow.
    private const int Begun = 3, Substantial = 5, Complete = 7;
    private const byte Letter = 0x10;
    private const int OtherText = -1;

    private static readonly CharKind[] Ascii = AsciiKinds();

    private readonly Span<byte> _digits = digits;
    private int _count;
    private int _letters;
    private bool _isUri;

    private enum CharKind : byte { Separator, Digit, Divider, Other }

    /// <summary>Letters among them are marked: then only those before the first letter are fit for use, or <see cref="CopyTo"/>.</summary>
    public readonly ReadOnlySpan<byte> Digits => _digits[.._count];

    /// <summary>Letters among the digits, as in 1-800-FLOWERS.</summary>
    public readonly bool HasLetters => _letters > 0;

    /// <summary>Fewer are noise, by the custom of those who spell numbers.</summary>
    public readonly bool IsSpelled => _letters >= 3;

    /// <summary>More digits than any number has.</summary>
    public bool Overflowed { get; private set; }

    /// <summary>Whether a plus came first.</summary>
    public bool IsInternational { get; private set; }

    /// <summary>How many digits came before the first sign that may stand between two numbers; 0 for none.</summary>
    public int DigitsBeforeDivider { get; private set; }

    /// <summary>How many digits came before the first letter.</summary>
    public int DigitsBeforeLetter { get; private set; }

    /// <summary>Where the text after that divider, that word, or the whole number begins; 0 when there is none, and inside a URI.</summary>
    public int AfterDivider { get; private set; }

    public int AfterWord { get; private set; }

    public int AfterNumber { get; private set; }

    public string? Extension { get; private set; }

    /// <summary>*86, #100#: a command to the network.</summary>
    public bool IsServiceCode { get; private set; }

    public void Read(ReadOnlySpan<char> text)
    {
        if (text.EndsWith(".0") && text.IndexOf('.') == text.Length - 2) // a spreadsheet took the number for a quantity
            text = text[..^2];
        for (var at = 0; at < text.Length && !Overflowed;)
        {
            var kind = text[at] < Ascii.Length ? Ascii[text[at]] : CharKind.Other;
            switch (kind)
            {
                case CharKind.Digit:
                    Append((byte)(text[at++] - '0'));
                    break;
                case CharKind.Separator:
                    at++;
                    break;
                case CharKind.Divider:
                    Divide(++at);
                    break;
                default:
                    var next = ReadOther(ref text, at);
                    at = next == OtherText ? 0 : Math.Max(next, at + 1); // whatever it read, it ends
                    break;
            }
        }
    }

    public readonly bool IsLetter(int index) => _digits[index] >= Letter;

    /// <summary>Copies the digits, and what the letters are on a keypad if wanted.</summary>
    public readonly int CopyTo(Span<byte> target, bool letters)
    {
        var length = 0;
        foreach (var digit in Digits)
        {
            if (letters || digit < Letter)
                target[length++] = (byte)(digit & ~Letter);
        }
        return length;
    }

    private void Append(byte digit)
    {
        if (_count == _digits.Length)
            Overflowed = true;
        else
            _digits[_count++] = digit;
    }

    private void Divide(int after)
    {
        if (DigitsBeforeDivider > 0 || HasLetters || _count < Substantial)
            return;
        DigitsBeforeDivider = _count;
        AfterDivider = _isUri ? 0 : after;
    }

    /// <returns>Where to go on: nowhere.</returns>
    private int Stop(ReadOnlySpan<char> text, int after)
    {
        AfterNumber = _isUri ? 0 : after;
        return text.Length;
    }

    private void StartAgain(bool international = false)
    {
        _count = _letters = DigitsBeforeDivider = DigitsBeforeLetter = AfterDivider = AfterWord = 0;
        IsInternational = international;
    }

    /// <returns>Where to go on; the end of the text to stop; or <see cref="OtherText"/>: at the start of a text that is shorter than before.</returns>
    private int ReadOther(ref ReadOnlySpan<char> text, int at)
    {
        var c = Narrow(text[at]);
        switch (c)
        {
            case '+':
                return ReadPlus(text, at);
            case '#' or '*' when _count == 0:
                return ReadServiceCode(text, at);
            case '#' or '~':
                return ReadExtension(text, at + 1, mayPrecede: c is '#');
            case ',' or ';':
                return ReadPause(text, at);
            case '@':
                return ReadHost(text, at);
            case ':':
                if (_count < Begun && !IsInternational) // "Mobile 2: 0172 ..."
                    StartAgain();
                return at + 1;
        }
        Rune.DecodeFromUtf16(text[at..], out var rune, out var length);
        if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.DecimalDigitNumber)
        {
            Append((byte)Rune.GetNumericValue(rune));
            return at + length;
        }
        return Rune.IsLetter(rune) ? ReadWord(ref text, at) : at + length;
    }

    /// <summary>East Asian full-width signs, and other pluses, as their ASCII twins.</summary>
    private static char Narrow(char c) => c switch
    {
        >= '\uFF01' and <= '\uFF5E' => (char)(c - 0xFEE0),
        '\uFE62' or '\u207A' => '+',
        '\u066B' or '\u060C' => ',',
        _ => c,
    };

    private static CharKind[] AsciiKinds()
    {
        var kinds = new CharKind[128];
        for (var c = '0'; c <= '9'; c++)
            kinds[c] = CharKind.Digit;
        foreach (var c in "/|(\r\n")
            kinds[c] = CharKind.Divider;
        for (var c = 'A'; c <= 'Z'; c++)
            kinds[c] = kinds[c | 0x20] = CharKind.Other;
        foreach (var c in "+#*~,;:@")
            kinds[c] = CharKind.Other;
        return kinds;
    }
}
