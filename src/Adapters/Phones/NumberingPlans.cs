namespace Customer360.Adapters.Phones;

/// <summary>The numbering plans of the world.</summary>
internal sealed class NumberingPlans
{
    private const int FormatVersion = 1;
    private const int Letters = 26;

    private readonly NumberingPlan?[] _byCallingCode = new NumberingPlan?[1000];
    private readonly NumberingRegion?[] _byId = new NumberingRegion?[Letters * Letters];

    private NumberingPlans(ReadOnlySpan<byte> resource)
    {
        var reader = new ResourceReader(resource);
        if (reader.Text() != "phone-plans" || reader.Number() != FormatVersion)
            throw new InvalidDataException("phone-plans.bin is of another version than the code that reads it.");
        Source = reader.Text();
        var automata = new DigitAutomata(ref reader);
        var programs = reader.List((ref ResourceReader program) =>
            new DigitProgram(program.List((ref ResourceReader instruction) => (ushort)instruction.Number())));
        var regions = reader.List((ref ResourceReader region) => new NumberingRegion(ref region, automata, programs));
        foreach (var plan in reader.List((ref ResourceReader plan) => new NumberingPlan(ref plan, automata, regions)))
            _byCallingCode[plan.CallingCode] = plan;
        foreach (var region in regions.Where(region => char.IsAsciiLetter(region.Id[0])))
            _byId[(region.Id[0] - 'A') * Letters + region.Id[1] - 'A'] = region;
    }

    /// <summary>Read on first use.</summary>
    public static NumberingPlans World { get; } = Load();

    /// <summary>Where the metadata is from, like "google-libphonenumber 3.2.47".</summary>
    public string Source { get; }

    public static NumberingPlans Load()
    {
        using var stream = typeof(NumberingPlans).Assembly.GetManifestResourceStream("phone-plans.bin")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return new NumberingPlans(bytes);
    }

    /// <param name="id">Two letters of any case; anything else is no region.</param>
    public NumberingRegion? Region(string? id)
    {
        if (id is not { Length: 2 })
            return null;
        var first = (uint)((id[0] | 0x20) - 'a');
        var second = (uint)((id[1] | 0x20) - 'a');
        return first < Letters && second < Letters ? _byId[first * Letters + second] : null;
    }

    /// <param name="callingCode">One that exists.</param>
    public NumberingPlan Plan(int callingCode) => _byCallingCode[callingCode]!;

    /// <summary>The plan whose calling code the digits begin with. No calling code begins another one, and none begins with a zero.</summary>
    public NumberingPlan? PlanOf(ReadOnlySpan<byte> digits, out int codeLength)
    {
        var code = 0;
        codeLength = 0;
        while (codeLength < Math.Min(3, digits.Length))
        {
            code = code * 10 + digits[codeLength++];
            if (_byCallingCode[code] is { } plan)
                return plan;
            if (code == 0)
                break;
        }
        return null;
    }
}
