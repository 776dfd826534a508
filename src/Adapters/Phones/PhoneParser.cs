namespace Customer360.Adapters.Phones;

/// <summary>From text to a number: chooses among the ways to read it.</summary>
internal static class PhoneParser
{
    /// <param name="next">Where in the text another number may begin; 0 for nowhere.</param>
    public static Reading Read(ReadOnlySpan<char> text, string? region, AmbiguousDigits ambiguous, out int next)
    {
        next = 0;
        if (text.Length > PhoneNumber.MaxTextLength)
            return Reading.Failed(PhoneFailure.TextTooLong);
        var found = new PhoneText(stackalloc byte[DigitReader.MostDigits]);
        found.Read(text);
        if (found.Digits.Length < 2 || found.IsServiceCode)
            return WithoutNumber(text, found);
        var reading = ReadNumber(found, new(found.IsInternational, NumberingPlans.World.Region(region), ambiguous), out next);
        if (reading.Failure is PhoneFailure.RegionNeeded && !string.IsNullOrEmpty(region))
            return Reading.Failed(PhoneFailure.UnknownRegion);
        return found.Extension is null || !reading.IsPossible ? reading : Reading.Of(reading.Number.WithExtension(found.Extension));
    }

    private static Reading ReadNumber(in PhoneText found, DigitContext context, out int next)
    {
        next = found.AfterNumber;
        var reading = found.Overflowed ? Reading.Failed(PhoneFailure.TooLong)
            : found.HasLetters ? ReadLetters(found, context, ref next)
            : DigitReader.Read(found.Digits, context);
        if (reading.IsValid || found.DigitsBeforeDivider == 0)
            return reading;
        var part = DigitReader.Read(found.Digits[..found.DigitsBeforeDivider], context);
        return Prefer(reading, part, found.AfterDivider, ref next);
    }

    /// <summary>What precedes the first letter may be all; else the letters spell digits; else they are noise.</summary>
    private static Reading ReadLetters(in PhoneText found, DigitContext context, ref int next)
    {
        var reading = DigitReader.Read(found.Digits[..found.DigitsBeforeLetter], context);
        if (reading.IsPossible)
            next = found.AfterWord;
        Span<byte> digits = stackalloc byte[DigitReader.MostDigits];
        if (!reading.IsValid && found.IsSpelled)
            reading = Prefer(reading, ReadSpelled(found, digits, context), found.AfterNumber, ref next);
        if (!reading.IsValid)
            reading = Prefer(reading, DigitReader.Read(digits[..found.CopyTo(digits, letters: false)], context), found.AfterNumber, ref next);
        return reading;
    }

    /// <summary>Words may be longer than numbers (1-800-CONTACTS): networks ignore what is dialled too much.</summary>
    private static Reading ReadSpelled(in PhoneText found, Span<byte> digits, DigitContext context)
    {
        var length = found.CopyTo(digits, letters: true);
        var reading = DigitReader.Read(digits[..length], context);
        while (reading.Failure is PhoneFailure.TooLong && found.IsLetter(length - 1))
            reading = DigitReader.Read(digits[..--length], context);
        return reading;
    }

    private static Reading Prefer(Reading first, Reading second, int afterSecond, ref int next)
    {
        var best = first.Or(second);
        if (best != first)
            next = afterSecond;
        return best;
    }

    private static Reading WithoutNumber(ReadOnlySpan<char> text, in PhoneText found)
    {
        if (found.IsServiceCode)
            return Reading.Of(PhoneNumber.Nobody(PhoneKind.ShortCode, []));
        if (found.Digits is [0] || PhoneWords.NamesWithheld(text))
            return Reading.Of(PhoneNumber.Nobody(PhoneKind.Anonymous, []));
        foreach (var c in text)
        {
            if (!char.IsWhiteSpace(c) && !char.IsControl(c))
                return Reading.Failed(PhoneFailure.NotANumber);
        }
        return Reading.Failed(PhoneFailure.Empty);
    }
}
