namespace Customer360.Adapters.Phones;

/// <summary>From digits to a number, by the numbering plans: exit codes, calling codes, trunk prefixes and their transforms.</summary>
internal static class DigitReader
{
    /// <summary>Digits; a number with all that may be dialled before it has fewer.</summary>
    public const int MostDigits = 48;

    private static ReadOnlySpan<byte> EuropeanExit => [0, 0];

    private static ReadOnlySpan<byte> AmericanExit => [0, 1, 1];

    private static NumberingPlans World => NumberingPlans.World;

    /// <param name="digits">At least one.</param>
    public static Reading Read(ReadOnlySpan<byte> digits, DigitContext context)
    {
        var reading = context.IsInternational ? International(digits) : Domestic(digits, context);
        return reading.IsValid ? reading : ReadAnyhow(reading, digits, context);
    }

    /// <summary>What people and switches send although their plan doesn't ask for it.</summary>
    private static Reading ReadAnyhow(Reading strict, ReadOnlySpan<byte> digits, DigitContext context)
    {
        if (Nobody(digits, context) is { } nobody)
            return nobody;
        var best = strict;
        if (context.IsInternational && !strict.IsPossible)
            best = best.Or(Domestic(digits, context)); // "+00 44": a plus before an exit code
        if (digits.StartsWith(EuropeanExit))
            return best.Or(International(digits[EuropeanExit.Length..]));
        if (context.Home is null)
            return best;
        if (digits.StartsWith(AmericanExit))
            return best.Or(International(digits[AmericanExit.Length..]));
        // A lost plus. Ten digits that could be national are rather of an area code that is too new for us.
        var abroad = context.IsInternational || (strict.IsPossible && digits.Length < 11) ? strict : International(digits);
        return abroad.IsValid ? best.Or(abroad) : best;
    }

    private static Reading Domestic(ReadOnlySpan<byte> digits, DigitContext context)
    {
        if (context.Home is not { } home)
            return context.Ambiguous is AmbiguousDigits.WithOwnCode ? International(digits) : Reading.Failed(PhoneFailure.RegionNeeded);
        if (context.Ambiguous is AmbiguousDigits.National)
            return InPlan(digits, World.Plan(home.CallingCode), home);
        var national = National(digits, home, context.Ambiguous);
        if (home.ExitCode is not { } exitCode || !exitCode.MayMatch(digits[0]) || !exitCode.TryMatch(digits, out var exit))
            return national;
        if (context.Ambiguous is AmbiguousDigits.WithOwnCode && (AfterUsualExit(digits, EuropeanExit, home) ?? AfterUsualExit(digits, AmericanExit, home)) is { } own)
            return own;
        var abroad = digits[exit.Length..];
        return abroad.IsEmpty || abroad[0] == 0 ? national : International(abroad).Or(national);
    }

    private static Reading? AfterUsualExit(ReadOnlySpan<byte> digits, ReadOnlySpan<byte> exit, NumberingRegion home)
    {
        if (!digits.StartsWith(exit))
            return null;
        var reading = International(digits[exit.Length..]);
        return reading.IsValid && reading.Number.CallingCode == home.CallingCode ? reading : null;
    }

    private static Reading International(ReadOnlySpan<byte> digits)
    {
        if (World.PlanOf(digits, out var codeLength) is not { } plan)
            return Reading.Failed(PhoneFailure.UnknownCallingCode);
        return InPlan(digits[codeLength..], plan, plan.Main);
    }

    private static Reading National(ReadOnlySpan<byte> digits, NumberingRegion home, AmbiguousDigits ambiguous)
    {
        var plan = World.Plan(home.CallingCode);
        if (!ReferenceEquals(World.PlanOf(digits, out var codeLength), plan))
            return InPlan(digits, plan, home);
        // The calling code without a plus or an exit code; or an area code that looks like it.
        var rest = WithoutPrefix(digits[codeLength..], home, stackalloc byte[MostDigits + 8]);
        var withCode = InPlan(rest, plan, plan.Main);
        if ((home.Fits(rest) && !home.Fits(digits)) || home.LengthFailure(digits.Length) is PhoneFailure.TooLong)
            return withCode;
        var withoutCode = InPlan(digits, plan, home);
        // Mobile ranges are exact where fixed ones often are not, and mobile numbers often lose their plus.
        var isOwnMobile = withCode.Number.Kind is PhoneKind.Mobile && withoutCode.Number.Kind is not PhoneKind.Mobile;
        return withCode.IsValid && (isOwnMobile || ambiguous is AmbiguousDigits.WithOwnCode) ? withCode : withoutCode;
    }

    /// <param name="digits">What follows the calling code, perhaps with a trunk prefix that does not belong there.</param>
    private static Reading InPlan(ReadOnlySpan<byte> digits, NumberingPlan plan, NumberingRegion region)
    {
        var reading = region.MayHavePrefix(digits) ? WithPrefix(digits, plan, region) : Understand(digits, plan);
        return reading.IsValid ? reading : reading.Or(WithFormerPrefix(digits, plan));
    }

    private static Reading WithPrefix(ReadOnlySpan<byte> digits, NumberingPlan plan, NumberingRegion region)
    {
        var national = WithoutPrefix(digits, region, stackalloc byte[MostDigits + 8]);
        var isTooLittle = region.LengthFailure(national.Length) is PhoneFailure.TooShort or PhoneFailure.LocalOnly or PhoneFailure.WrongLength;
        return Understand(isTooLittle ? digits : national, plan);
    }

    private static Reading Understand(ReadOnlySpan<byte> national, NumberingPlan plan)
    {
        var owner = plan.OwnerOf(national, out var kind);
        if (kind is PhoneKind.Unknown && plan.Main.LengthFailure(national.Length) is not PhoneFailure.None and var failure)
            return Reading.Failed(failure);
        ulong value = (uint)plan.CallingCode;
        foreach (var digit in national)
            value = value * 10 + digit;
        var codeLength = plan.CallingCode < 10 ? 1 : plan.CallingCode < 100 ? 2 : 3;
        return Reading.Of(new PhoneNumber(value, codeLength + national.Length, codeLength, owner.Id, kind, kind is not PhoneKind.Unknown));
    }

    /// <summary>Takes away the trunk prefix or carrier code, or rewrites it, unless that spoils a number that was one.</summary>
    /// <param name="buffer">Where a rewritten number is put.</param>
    private static ReadOnlySpan<byte> WithoutPrefix(ReadOnlySpan<byte> digits, NumberingRegion region, Span<byte> buffer)
    {
        if (!region.MayHavePrefix(digits) || !region.Prefix!.TryMatch(digits, out var match))
            return digits;
        var rest = digits[match.Length..];
        var kept = match.Group(region.KeptGroup, digits);
        if (region.KeptGroup > 0 && !kept.IsEmpty)
            rest = Join(region.Replacement, kept, rest, buffer);
        return region.Fits(digits) && !region.Fits(rest) ? digits : rest;
    }

    private static ReadOnlySpan<byte> Join(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third, Span<byte> buffer)
    {
        first.CopyTo(buffer);
        second.CopyTo(buffer[first.Length..]);
        third.CopyTo(buffer[(first.Length + second.Length)..]);
        return buffer[..(first.Length + second.Length + third.Length)];
    }

    /// <summary>
    /// Prefixes that plans gave up or never had, but that old entries and habit keep: +52 1 and 044 in Mexico, (0) anywhere.
    /// Only a valid number proves that it was one.
    /// </summary>
    private static Reading WithFormerPrefix(ReadOnlySpan<byte> digits, NumberingPlan plan)
    {
        ReadOnlySpan<string> prefixes = plan.CallingCode == 52 ? ["1", "01", "044", "045"] : ["0"];
        foreach (var prefix in prefixes)
        {
            if (Begins(digits, prefix) && Understand(digits[prefix.Length..], plan) is { IsValid: true } reading)
                return reading;
        }
        return Reading.Failed(PhoneFailure.WrongLength);
    }

    private static bool Begins(ReadOnlySpan<byte> digits, string prefix)
    {
        if (digits.Length < prefix.Length)
            return false;
        for (var index = 0; index < prefix.Length; index++)
        {
            if (digits[index] != prefix[index] - '0')
                return false;
        }
        return true;
    }

    /// <summary>Short and emergency numbers, and digits that switches send for "withheld".</summary>
    private static Reading? Nobody(ReadOnlySpan<byte> digits, DigitContext context)
    {
        var region = context.Home;
        var dialled = digits;
        if (context.IsInternational)
        {
            region = World.PlanOf(digits, out var codeLength)?.Main; // some switches put the calling code before 112
            dialled = digits[codeLength..];
        }
        if (region?.ShortKind(dialled) is { } kind)
            return Reading.Of(PhoneNumber.Nobody(kind, dialled));
        return PhoneWords.SpellsWithheld(digits) ? Reading.Of(PhoneNumber.Nobody(PhoneKind.Anonymous, [])) : null;
    }
}
