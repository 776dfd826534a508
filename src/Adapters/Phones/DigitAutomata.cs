using System.Runtime.CompilerServices;

namespace Customer360.Adapters.Phones;

/// <summary>
/// All the metadata's patterns as one pool of states, so that asking what a number is takes one table look-up per digit,
/// however many patterns there are. State 0 refuses everything.
/// </summary>
internal sealed class DigitAutomata
{
    private readonly ushort[] _next;
    private readonly ushort[] _answers;

    public DigitAutomata(ref ResourceReader reader)
    {
        var count = reader.Number();
        _next = new ushort[count * 10];
        _answers = new ushort[count];
        for (var state = 0; state < count; state++)
            Read(ref reader, state);
    }

    /// <returns>What the automaton says of a number of exactly these digits; 0 is nothing.</returns>
    public int Answer(int firstState, ReadOnlySpan<byte> digits)
    {
        var next = _next;
        var state = firstState;
        foreach (var digit in digits)
            state = next[state * 10 + digit];
        return _answers[state];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // it runs at start, 20,000 times: too early for a later tier
    private void Read(ref ResourceReader reader, int state)
    {
        _answers[state] = (ushort)reader.Number();
        for (var successors = reader.Number(); successors > 0; successors--)
        {
            var digits = reader.Number();
            var to = (ushort)(state - reader.Number());
            for (var digit = 0; digit < 10; digit++)
            {
                if ((digits & (1 << digit)) != 0)
                    _next[state * 10 + digit] = to;
            }
        }
    }
}
