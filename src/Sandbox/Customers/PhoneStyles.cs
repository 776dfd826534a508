using System.Globalization;

namespace Customer360.Sandbox;

/// <summary>Phone numbers as people type them into a CRM: every common way, and some that are none.</summary>
internal static class PhoneStyles
{
    /// <param name="number">Distinct numbers give distinct phone numbers, none of them a demo customer's.</param>
    public static string Write(Random random, string country, int number)
    {
        var (code, trunk, groups) = Plan(country, number);
        return random.Next(12) switch
        {
            0 => $"+{code}{string.Concat(groups)}",
            1 => $"+{code} {string.Join(' ', groups)}",
            2 => $"+{code} ({groups[0]}) {string.Join('-', groups[1..])}",
            3 => $"+{code}.{string.Join('.', groups)}",
            4 => $"00{code}{string.Concat(groups)}",
            5 => $"011 {code} {string.Join(' ', groups)}",
            6 => $"({trunk}{groups[0]}) {string.Join('-', groups[1..])}",
            7 => $"{trunk}{string.Join('.', groups)}",
            8 => $"{trunk}{string.Concat(groups)}",
            9 => $"{trunk}{string.Join('-', groups)} x{(number % 900) + 100}",
            10 when trunk.Length > 0 => $"+{code} ({trunk}){groups[0]} {string.Join(' ', groups[1..])}",
            10 => $" {string.Join("  ", groups)} ",
            _ => $"{trunk}{string.Join(' ', groups)}",
        };
    }

    private static (string Code, string Trunk, string[] Groups) Plan(string country, int number)
    {
        var digits = number.ToString("D6", CultureInfo.InvariantCulture);
        var (high, low) = (digits[..3], digits[3..]);
        return country switch
        {
            "DE" => ("49", "0", ["176", $"5{high}", $"9{low}"]),
            "FR" => ("33", "0", ["7", $"5{high[..1]}", high[1..], $"9{low[..1]}", low[1..]]),
            "GB" => ("44", "0", ["7911", $"5{high[1..]}", low]),
            "BR" => ("55", "", ["21", $"97{high}", $"5{low}"]),
            "JP" => ("81", "0", ["70", $"5{high}", $"9{low}"]),
            "IN" => ("91", "0", [$"98{high}", $"76{low}"]),
            _ => ("1", "", [$"{Math.Min(989, 201 + int.Parse(high, CultureInfo.InvariantCulture))}", "555", $"2{low}"]),
        };
    }
}
