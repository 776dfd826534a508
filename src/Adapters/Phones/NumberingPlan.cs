namespace Customer360.Adapters.Phones;

/// <summary>One calling code: the regions that share it, whose each number is, and how it is written.</summary>
internal sealed class NumberingPlan
{
    private readonly DigitAutomata _automata;
    private readonly int _owners;

    public NumberingPlan(ref ResourceReader reader, DigitAutomata automata, NumberingRegion[] regions)
    {
        _automata = automata;
        CallingCode = reader.Number();
        Regions = reader.List((ref ResourceReader item) => regions[item.Number()]);
        _owners = reader.Number();
        National = ReadLayouts(ref reader);
        International = ReadLayouts(ref reader);
    }

    public int CallingCode { get; }
    public NumberingRegion[] Regions { get; }
    public NumberingRegion Main => Regions[0];
    public NumberLayouts National { get; }
    public NumberLayouts International { get; }

    /// <returns>Whose number it is; the main region's when its range is unknown, and then the kind is unknown too.</returns>
    public NumberingRegion OwnerOf(ReadOnlySpan<byte> national, out PhoneKind kind)
    {
        var answer = _automata.Answer(_owners, national) - 1;
        kind = answer < 0 ? PhoneKind.Unknown : (PhoneKind)(answer & 15);
        return answer < 0 ? Main : Regions[answer >> 4];
    }

    private NumberLayouts ReadLayouts(ref ResourceReader reader) => new(
        _automata,
        reader.Number(),
        reader.List((ref ResourceReader layout) =>
            (layout.Text(), layout.List((ref ResourceReader group) => (group.Number(), group.Number())))));
}
