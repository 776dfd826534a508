namespace Customer360.Adapters.Phones;

/// <summary>The parts that the ways of writing a number are made of.</summary>
internal sealed class WrittenNumber
{
    private const int LongGroup = 6;

    public WrittenNumber(PhoneNumber number)
    {
        Code = $"{number.CallingCode}";
        Digits = number.Digits[Code.Length..];
        National = PhoneFormatter.National(number);
        var international = PhoneFormatter.International(number);
        International = $"+{Code} {international}";
        Dialled = string.Concat(National.Where(char.IsAsciiDigit));
        Groups = GroupsOf(international);
        var isPrefixed = Dialled.EndsWith(Digits, StringComparison.Ordinal);
        Trunk = isPrefixed ? Dialled[..^Digits.Length] : "";
        NationalGroups = isPrefixed ? Groups : GroupsOf(National);
    }

    /// <summary>The calling code.</summary>
    public string Code { get; }

    /// <summary>The national number without a trunk prefix.</summary>
    public string Digits { get; }

    public string National { get; }

    public string International { get; }

    /// <summary>The digits of the national way of writing it.</summary>
    public string Dialled { get; }

    /// <summary>What precedes the number when written nationally: "0" in Germany; nothing in Brazil, whose "0" is only dialled.</summary>
    public string Trunk { get; }

    public string BracketedTrunk => Trunk.Length == 0 ? "" : $"({Trunk})";

    /// <summary>The groups after a calling code.</summary>
    public string[] Groups { get; }

    public string[] Halves => Halved(Groups);

    /// <summary>The groups after the trunk prefix: others than abroad where a plan rewrites its numbers, as for Argentina's mobiles.</summary>
    public string[] NationalGroups { get; }

    public string[] NationalHalves => Halved(NationalGroups);

    private static string[] GroupsOf(string text) =>
        string.Concat(text.Select(c => char.IsAsciiDigit(c) ? c : ' ')).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string[] Halved(string[] groups)
    {
        var last = groups[^1];
        return last.Length < LongGroup ? groups : [.. groups[..^1], last[..(last.Length / 2)], last[(last.Length / 2)..]];
    }
}
