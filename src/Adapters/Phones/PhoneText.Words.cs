namespace Customer360.Adapters.Phones;

// Words around and inside a number: URI schemes, labels of extensions, spelled numbers, and noise.
internal ref partial struct PhoneText
{
    private const int LongestWord = 24;
    private const int LongestExtension = 20;

    private int ReadWord(ref ReadOnlySpan<char> text, int at)
    {
        Span<char> word = stackalloc char[LongestWord];
        var end = at;
        for (; end < text.Length && Narrow(text[end]) is var c && (char.IsLetter(c) || char.IsSurrogate(c)); end++)
        {
            if (end - at < LongestWord)
                word[end - at] = c;
        }
        word = word[..Math.Min(end - at, LongestWord)];
        if (end < text.Length && text[end] == ':' && PhoneWords.IsScheme(word))
        {
            StartAgain();
            _isUri = true;
            text = Subscriber(text[(end + 1)..], isSip: word.StartsWith("sip", StringComparison.OrdinalIgnoreCase));
            return OtherText;
        }
        if (_count >= Begun && PhoneWords.IsExtensionLabel(word))
            return ReadExtension(text, end, mayPrecede: false);
        if (_count >= Begun)
            Spell(word, end);
        else if (!IsInternational) // "Line 2 030 123456", but "+1 (USA) 415 555 0132"
            StartAgain();
        return end;
    }

    private void Spell(scoped ReadOnlySpan<char> word, int after)
    {
        if (DigitsBeforeLetter == 0)
            (DigitsBeforeLetter, AfterWord) = (_count, _isUri ? 0 : after);
        foreach (var letter in word)
        {
            if (char.IsAsciiLetter(letter)) // no keypad has the others
                Append((byte)(Letter | PhoneWords.KeypadDigit(letter)));
        }
        _letters += word.Length;
    }

    /// <param name="mayPrecede">Whether the label may also stand after the extension: 415 555 0132 - 12#.</param>
    private int ReadExtension(ReadOnlySpan<char> text, int at, bool mayPrecede)
    {
        var start = at;
        while (start < text.Length && (text[start] is '.' or ':' or '=' or '-' or '#' or '\u2116' || char.IsWhiteSpace(text[start]) || Narrow(text[start]) is '.' or ':'))
            start++;
        Span<char> digits = stackalloc char[LongestExtension];
        var length = 0;
        for (; start + length < text.Length && Narrow(text[start + length]) is >= '0' and <= '9' and var digit; length++)
        {
            if (length == LongestExtension)
                return text.Length;
            digits[length] = digit;
        }
        if (length == 0 && !mayPrecede)
            return at;
        if (length > 0)
            Extension = digits[..length].ToString();
        else
            TakeExtensionBefore(text[..(at - 1)]);
        return Stop(text, start + length);
    }

    private void TakeExtensionBefore(ReadOnlySpan<char> text)
    {
        var start = text.Length;
        while (start > 0 && char.IsAsciiDigit(text[start - 1]))
            start--;
        var length = text.Length - start;
        if (length is 0 or > 6 || _count - length < Complete || start == 0 || text[start - 1] is not (' ' or '-'))
            return;
        Extension = text[start..].ToString();
        _count -= length;
    }

    /// <summary>What of a tel: or sip: URI is the number. Takes the parameters that matter, drops the host and the rest.</summary>
    private ReadOnlySpan<char> Subscriber(ReadOnlySpan<char> uri, bool isSip)
    {
        var end = uri.IndexOfAny('>', '?');
        uri = end < 0 ? uri : uri[..end];
        var host = uri.IndexOf('@');
        uri = host < 0 ? uri : uri[..host];
        if (uri.Contains('%'))
            uri = Uri.UnescapeDataString(uri);
        var parameters = uri.IndexOf(';');
        var number = parameters < 0 ? uri : uri[..parameters];
        if (isSip && !number.Contains(':') && HasLetter(number))
            return []; // a name, whatever digits it has
        if (isSip && number.IndexOf(':') is > 0 and var password && !HasLetter(number[..password]))
            number = number[..password];
        if (parameters >= 0)
            ReadParameters(uri[(parameters + 1)..], number);
        return number;
    }

    private void ReadParameters(ReadOnlySpan<char> parameters, ReadOnlySpan<char> number)
    {
        foreach (var range in parameters.Split(';'))
        {
            var parameter = parameters[range].Trim();
            if (parameter.StartsWith("ext=", StringComparison.OrdinalIgnoreCase) && EndOfDigits(parameter, 4) is > 4 and <= 4 + LongestExtension and var end)
                Extension = parameter[4..end].ToString();
            else if (parameter.StartsWith("phone-context=+", StringComparison.OrdinalIgnoreCase) && !number.Contains('+'))
                ReadContext(parameter[15..]);
        }
    }

    /// <summary>The context is what to put before the number: tel:5550132;phone-context=+1-415.</summary>
    private void ReadContext(ReadOnlySpan<char> digits)
    {
        StartAgain(international: true);
        foreach (var c in digits)
        {
            if (char.IsAsciiDigit(c))
                Append((byte)(c - '0'));
        }
    }
}
