namespace Customer360.Adapters.Phones;

/// <summary>How numbers are dialled inside one region.</summary>
internal sealed class NumberingRegion
{
    /// <summary>The id of calling codes that belong to no region.</summary>
    public const string NoRegion = "001";

    private readonly DigitAutomata _automata;
    private readonly int _lengths;
    private readonly int _localLengths;
    private readonly int _national;
    private readonly int _short;

    public NumberingRegion(ref ResourceReader reader, DigitAutomata automata, DigitProgram[] programs)
    {
        _automata = automata;
        Id = reader.Text();
        CallingCode = reader.Number();
        _lengths = reader.Number();
        _localLengths = reader.Number();
        _national = reader.Number();
        _short = reader.Number();
        TrunkPrefix = reader.Text();
        Prefix = ProgramAt(programs, reader.Number());
        Replacement = [.. reader.Text().Select(digit => (byte)(digit - '0'))];
        KeptGroup = reader.Number();
        ExitCode = ProgramAt(programs, reader.Number());
        UsualExitCode = reader.Text();
    }

    /// <summary>ISO 3166, or <see cref="NoRegion"/>.</summary>
    public string Id { get; }

    public int CallingCode { get; }

    /// <summary>"0" in most of Europe; "" where there is none.</summary>
    public string TrunkPrefix { get; }

    /// <summary>Matches all that may precede the national number: trunk prefix, carrier code, or what is to be rewritten.</summary>
    public DigitProgram? Prefix { get; }

    /// <summary>When the prefix pattern caught <see cref="KeptGroup"/>, these digits and that group replace the prefix.</summary>
    public byte[] Replacement { get; }

    public int KeptGroup { get; }

    /// <summary>Matches what is dialled before a calling code.</summary>
    public DigitProgram? ExitCode { get; }

    /// <summary>"00" in most of the world; "" where there are several and none is usual.</summary>
    public string UsualExitCode { get; }

    /// <summary>Tells most numbers that don't begin with a prefix, cheaply.</summary>
    public bool MayHavePrefix(ReadOnlySpan<byte> digits) => Prefix is not null && !digits.IsEmpty && Prefix.MayMatch(digits[0]);

    /// <summary>Whether the digits have the shape of a national number. Says nothing about their use.</summary>
    public bool Fits(ReadOnlySpan<byte> national) => _automata.Answer(_national, national) != 0;

    public PhoneKind? ShortKind(ReadOnlySpan<byte> digits) => _automata.Answer(_short, digits) switch
    {
        1 => PhoneKind.ShortCode,
        2 => PhoneKind.Emergency,
        _ => null,
    };

    /// <summary>What the length alone says against a national number.</summary>
    public PhoneFailure LengthFailure(int length)
    {
        if (length > 30)
            return PhoneFailure.TooLong;
        var bit = 1 << length;
        if ((_localLengths & bit) != 0)
            return PhoneFailure.LocalOnly;
        if ((_lengths & bit) != 0)
            return PhoneFailure.None;
        if (bit > _lengths)
            return PhoneFailure.TooLong;
        return (_lengths & (bit - 1)) == 0 ? PhoneFailure.TooShort : PhoneFailure.WrongLength;
    }

    private static DigitProgram? ProgramAt(DigitProgram[] programs, int number) => number == 0 ? null : programs[number - 1];
}
