namespace Customer360.Adapters.Phones;

/// <summary>
/// A pattern for the beginning of a number, such as a trunk prefix or an exit code, that also tells its groups.
/// It backtracks like a regular expression; without loops, and on digits that are few, that stays small.
/// </summary>
/// <param name="code">Made by eng/phone-metadata/programs.mjs: the upper four bits say what to do, the lower twelve with what.</param>
internal sealed class DigitProgram(ushort[] code)
{
    public const int Groups = 3;

    private const int Digit = 0, Fork = 1, Jump = 2, Save = 3, End = 4;

    private readonly int _firstDigits = FirstDigits(code, 0);

    /// <summary>Where each group starts and ends; (0, 0) when it took no part. Group 0 is all that matched.</summary>
    [System.Runtime.CompilerServices.InlineArray(Groups * 2)]
    public struct Match
    {
        private byte _position;

        public readonly int Length => this[1];

        public readonly ReadOnlySpan<byte> Group(int number, ReadOnlySpan<byte> digits) => digits[this[2 * number]..this[2 * number + 1]];
    }

    /// <summary>Tells most numbers that don't match, cheaply.</summary>
    public bool MayMatch(byte firstDigit) => (_firstDigits & (1 << firstDigit)) != 0;

    public bool TryMatch(ReadOnlySpan<byte> digits, out Match match)
    {
        match = default;
        return Run(0, 0, digits, ref match);
    }

    private bool Run(int at, int position, ReadOnlySpan<byte> digits, ref Match match)
    {
        for (; ; at++)
        {
            var operand = code[at] & 0xfff;
            switch (code[at] >> 12)
            {
                case Digit when position < digits.Length && (operand & (1 << digits[position])) != 0:
                    position++;
                    break;
                case Fork:
                    var before = match;
                    if (Run(at + 1, position, digits, ref match))
                        return true;
                    match = before;
                    at = operand - 1;
                    break;
                case Jump:
                    at = operand - 1;
                    break;
                case Save:
                    match[operand] = (byte)position;
                    break;
                case End when position == digits.Length:
                    break;
                case Digit or End:
                    return false;
                default:
                    match[1] = (byte)position;
                    return true;
            }
        }
    }

    /// <summary>The digits that a match can begin with: all, if it can also be empty.</summary>
    private static int FirstDigits(ushort[] code, int at)
    {
        for (; ; at++)
        {
            var operand = code[at] & 0xfff;
            switch (code[at] >> 12)
            {
                case Digit:
                    return operand;
                case Fork:
                    return FirstDigits(code, at + 1) | FirstDigits(code, operand);
                case Jump:
                    at = operand - 1;
                    break;
                case Save:
                    break;
                default:
                    return 0x3ff;
            }
        }
    }
}
