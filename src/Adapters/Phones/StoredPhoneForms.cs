namespace Customer360.Adapters.Phones;

/// <summary>How people and imports write a number into a CRM, so that one query can ask for all of it.</summary>
internal static class StoredPhoneForms
{
    private const int Most = 24;

    public static IReadOnlyList<string> Of(PhoneNumber number)
    {
        if (!number.IsSubscriber)
            return [];
        var n = new WrittenNumber(number);
        var forms = number.Region == NumberingRegion.NoRegion ? OfNoRegion(n) : Bare(n).Concat(Grouped(n));
        return [.. forms.Distinct().Take(Most)];
    }

    private static IEnumerable<string> Bare(WrittenNumber n)
    {
        yield return $"+{n.Code}{n.Digits}";
        yield return n.Dialled;
        yield return n.National;
        yield return n.International;
        yield return n.Code + n.Digits;
        yield return n.Digits;
        yield return $"00{n.Code}{n.Digits}";
        yield return $"+{n.Code} {n.Digits}";
        if (n.Code == "52") // Mexican mobiles had a 1 here until 2019, and messengers keep it
        {
            yield return $"+521{n.Digits}";
            yield return $"521{n.Digits}";
        }
    }

    /// <summary>A number of no region has no national way of writing.</summary>
    private static IEnumerable<string> OfNoRegion(WrittenNumber n) =>
    [
        $"+{n.Code}{n.Digits}", n.International, n.Code + n.Digits, $"00{n.Code}{n.Digits}", $"+{n.Code} {n.Digits}",
        $"00{n.Code} {Join(' ', n.Groups)}", $"+{n.Code}-{Join('-', n.Groups)}", $"+{n.Code}.{Join('.', n.Groups)}",
        $"{n.Code} {Join(' ', n.Groups)}", $"{n.Code}-{Join('-', n.Groups)}", $"011{n.Code}{n.Digits}",
    ];

    private static IEnumerable<string> Grouped(WrittenNumber n) => (n.Groups.Length, n.Code) switch
    {
        (1, _) => [],
        (_, "1") => NorthAmerican(n, n.Groups),
        _ => Usual(n),
    };

    /// <summary>Each style with the plan's own groups, and with a long last group halved: 0176 5123 9456 for 0176 51239456.</summary>
    private static IEnumerable<string> Usual(WrittenNumber n) =>
    [
        n.Trunk + Join(' ', n.NationalGroups), n.Trunk + Join(' ', n.NationalHalves),
        $"+{n.Code} {Join(' ', n.Groups)}", $"+{n.Code} {Join(' ', n.Halves)}",
        n.Trunk + Join('-', n.NationalGroups), n.Trunk + Join('-', n.NationalHalves),
        $"+{n.Code} {n.BracketedTrunk}{Join(' ', n.Groups)}", $"+{n.Code} {n.BracketedTrunk}{Join(' ', n.Halves)}",
        $"({n.Trunk}{n.NationalGroups[0]}) {Join('-', n.NationalGroups[1..])}", $"({n.Trunk}{n.NationalGroups[0]}) {Join('-', n.NationalHalves[1..])}",
        $"{n.Trunk}{n.NationalGroups[0]}/{string.Concat(n.NationalGroups[1..])}",
        $"+{n.Code} ({n.Groups[0]}) {Join('-', n.Groups[1..])}", $"+{n.Code} ({n.Groups[0]}) {Join('-', n.Halves[1..])}",
        n.Trunk + Join('.', n.NationalHalves),
        $"+{n.Code}.{Join('.', n.Halves)}",
        $"011 {n.Code} {Join(' ', n.Halves)}",
        $"+{n.Code}-{Join('-', n.Groups)}",
        $"({n.Trunk}{n.NationalGroups[0]}) {Join(' ', n.NationalGroups[1..])}",
        $"00{n.Code} {Join(' ', n.Groups)}",
        $"+{n.Code} ({n.Groups[0]}) {Join(' ', n.Groups[1..])}",
    ];

    private static IEnumerable<string> NorthAmerican(WrittenNumber n, string[] groups) =>
    [
        Join('-', groups),
        $"+1 ({groups[0]}) {Join('-', groups[1..])}",
        Join('.', groups),
        Join(' ', groups),
        $"1-{Join('-', groups)}",
        $"+1 {Join(' ', groups)}",
        $"+1-{Join('-', groups)}",
        $"1 ({groups[0]}) {Join('-', groups[1..])}",
        $"({groups[0]}){Join('-', groups[1..])}",
        $"+1.{Join('.', groups)}",
        $"1.{Join('.', groups)}",
        $"1 {Join(' ', groups)}",
        $"({groups[0]}) {Join(' ', groups[1..])}",
        $"+1({groups[0]}){Join('-', groups[1..])}",
        $"{groups[0]}/{Join('-', groups[1..])}",
        $"011 {n.Code} {Join(' ', groups)}",
    ];

    private static string Join(char separator, string[] groups) => string.Join(separator, groups);
}
