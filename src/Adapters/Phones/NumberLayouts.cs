namespace Customer360.Adapters.Phones;

/// <summary>The ways in which a calling code's numbers are written, nationally or internationally.</summary>
/// <param name="choice">The automaton that tells the index of a number's layout, plus 1.</param>
/// <param name="layouts">A template like "($1) $2-$3", and how long each group may be.</param>
internal sealed class NumberLayouts(DigitAutomata automata, int choice, (string Template, (int Least, int Most)[] Groups)[] layouts)
{
    /// <summary>Appends the number with its separators, or bare when its plan knows no way to group it.</summary>
    public int Write(ReadOnlySpan<byte> digits, Span<char> to)
    {
        var index = automata.Answer(choice, digits) - 1;
        if (index < 0)
            return WriteDigits(digits, to);
        var (template, groups) = layouts[index];
        Span<int> ends = stackalloc int[groups.Length];
        Divide(groups, digits.Length, ends);
        var length = 0;
        for (var at = 0; at < template.Length; at++)
        {
            if (template[at] != '$')
            {
                to[length++] = template[at];
                continue;
            }
            var group = template[++at] - '1';
            length += WriteDigits(digits[(group == 0 ? 0 : ends[group - 1])..ends[group]], to[length..]);
        }
        return length;
    }

    /// <summary>Each group takes as many digits as leave enough for the ones after it.</summary>
    private static void Divide((int Least, int Most)[] groups, int length, Span<int> ends)
    {
        var needed = groups.Sum(group => group.Least);
        var end = 0;
        for (var group = 0; group < groups.Length; group++)
        {
            needed -= groups[group].Least;
            end += Math.Min(groups[group].Most, length - end - needed);
            ends[group] = end;
        }
    }

    private static int WriteDigits(ReadOnlySpan<byte> digits, Span<char> to)
    {
        for (var index = 0; index < digits.Length; index++)
            to[index] = (char)('0' + digits[index]);
        return digits.Length;
    }
}
