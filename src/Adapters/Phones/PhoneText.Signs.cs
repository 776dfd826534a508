namespace Customer360.Adapters.Phones;

// Signs that are more than separators: pluses, service codes, pauses, hosts.
internal ref partial struct PhoneText
{
    private int ReadPlus(ReadOnlySpan<char> text, int at)
    {
        if (_count >= Substantial)
            return Stop(text, at); // another number begins
        if (_count == 0 || at == 0 || !char.IsAsciiDigit(text[at - 1])) // but "1+415 555 0132" has a separator
            StartAgain(international: true);
        return at + 1;
    }

    /// <summary>*67, #31# and the like before a number say how to present it; alone they are commands.</summary>
    private int ReadServiceCode(ReadOnlySpan<char> text, int at)
    {
        var start = at + 1;
        while (start < text.Length && text[start] is '*' or '#')
            start++;
        var end = EndOfDigits(text, start);
        var isStar = text[at] is '*';
        if (end - start is 2 or 3 && end < text.Length && text[end] is '#' or '*')
            end++;
        else if (isStar && end - start > 3 && text[start..end] is ['6', '7', ..] or ['8', '2', ..])
            end = start + 2;
        else if (!isStar || end - start is not 2)
            return start; // "Ph# 02 1234 5678"
        IsServiceCode = text[end..].IndexOfAnyInRange('0', '9') < 0;
        return end;
    }

    /// <summary>A comma or semicolon makes a phone wait before it dials the extension: 4155550132,,12#.</summary>
    private int ReadPause(ReadOnlySpan<char> text, int at)
    {
        var first = at;
        while (at < text.Length && text[at] is ',' or ';')
            at++;
        if (_count < (at - first > 1 ? Substantial : Complete)) // one comma may only separate
            return first + 1;
        var end = EndOfDigits(text, at);
        if (end - at is < 1 or > 9 || text[end..].Trim(" #") is not [])
            return Stop(text, at);
        Extension = text[at..end].ToString();
        return text.Length;
    }

    /// <summary>number@host has its number before the sign; name@host has none.</summary>
    private int ReadHost(ReadOnlySpan<char> text, int at)
    {
        var token = text[(text[..at].LastIndexOfAny(" <\t") + 1)..at];
        if (DigitsBeforeLetter >= Substantial || !HasLetter(token))
            return text.Length;
        StartAgain();
        var end = text[at..].IndexOfAny(" >\t");
        return end < 0 ? text.Length : at + end;
    }

    private static int EndOfDigits(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length && char.IsAsciiDigit(text[at]))
            at++;
        return at;
    }

    private static bool HasLetter(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (char.IsLetter(c))
                return true;
        }
        return false;
    }
}
