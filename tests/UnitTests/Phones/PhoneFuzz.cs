using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Customer360.Adapters.Phones;

namespace Customer360.UnitTests.Phones;

/// <summary>Random texts, from realistic to hostile, and what must hold for any of them. Also what eng/fuzz-phones.sh runs.</summary>
public sealed partial class PhoneFuzz(int seed)
{
    private static readonly string[] Regions = ["US", "DE", "GB", "FR", "IT", "AR", "BR", "MX", "RU", "AU", "JP", "IN", "CN", "ID", "AI", "SM", "XX", "", "001", "\uD800x"];

    private static readonly string[] Numbers =
    [
        "+14155550132", "(415) 555-0132", "030 12345678", "+44 20 7946 0018", "011 15-2345-6789", "+5215512345678", "8 (495) 123-45-67",
        "1-800-FLOWERS", "+39 06 698 12345", "0 15 11 91234-5678", "911", "*100#", "2642350123", "0011 49 30 1234567",
    ];

    private static readonly string[] Pieces =
    [
        "tel:", "sip:", "sips:", "<", ">", "@", "@host.example", ";ext=", ";phone-context=", ";phone-context=+1-415-555", "12#", "tel:+1415555", "+", "++", "00", "011", "(0)", "(", ")", "/", " ext. ",
        "x", "#", "*", ",,", ";", ":", "%2B", "%", "%zz", "anonymous", "доб", "转", "\uD835\uDFCE", "٤", "４", "＋", "\u202A", "\u200D", "\u0301",
        "\0", "\n", "\uD800", "\uDC00", "\uFFFF", "e", "O", "l", "І", " ", "-", ".", "\u2011", "9", "0", "1", "55555555", "000000000000000000000",
    ];

    private readonly Random _random = new(seed);

    public (string? Text, string? Region) Next()
    {
        var region = _random.Next(8) == 0 ? null : Regions[_random.Next(Regions.Length)];
        return (NextText(), region);
    }

    /// <summary>Throws when something that must hold does not.</summary>
    public static void Check(string? text, string? region)
    {
        var isNumber = PhoneNumber.TryParse(text, region, out var number, out var failure);
        Demand(isNumber == (failure is PhoneFailure.None), "failure None means a number");
        Demand(isNumber || number == default, "no number, no result");
        Demand(!number.ToString().Contains(number.E164.Length > 8 ? number.E164 : "none", StringComparison.Ordinal), "masked");
        number.IsStoredAs(text, region);
        if (!isNumber)
            CheckFailure(text, region, failure);
        else if (number.IsSubscriber)
            CheckSubscriber(number);
        else
            Demand(number.E164.Length == 0 && PhoneNumber.StoredForms(number).Count == 0, "nobody's number has no E.164");
    }

    private static void CheckFailure(string? text, string? region, PhoneFailure failure)
    {
        try
        {
            PhoneNumber.Parse(text, region);
        }
        catch (PhoneFormatException exception) when (exception.Reason == failure)
        {
            return;
        }
        Demand(false, "Parse throws what TryParse says");
    }

    private static void CheckSubscriber(PhoneNumber number)
    {
        Demand(E164().IsMatch(number.E164), "E.164 is a plus and up to 19 digits");
        Demand(number.Region.Length is 2 or 3, "a number has a region");
        foreach (var format in Enum.GetValues<PhoneFormat>())
            Demand(number.Format(format).Length > 0, "each format has text");
        var forms = PhoneNumber.StoredForms(number);
        Demand(forms.Count is > 0 and <= 24 && forms.Distinct().Count() == forms.Count, "at most 24 forms, all different");
        if (!number.IsValid)
            return;
        Demand(PhoneNumber.TryParse(number.E164, null, out var again, out _) && again.E164 == number.E164, "a valid E.164 is itself");
        var home = number.Region == "001" ? "US" : number.Region;
        // At home 011 may be an area code (Turin, Belgrade), and Gabon's old mobile numbers are written like new ones.
        var certain = number.Region == "GA" ? [] : forms.Where(form => !form.StartsWith("011", StringComparison.Ordinal));
        Demand(certain.All(form => number.IsStoredAs(form, home)), "each form is the number");
    }

    private string? NextText() => _random.Next(6) switch
    {
        0 => Mutated(Numbers[_random.Next(Numbers.Length)]),
        1 => string.Concat(Enumerable.Range(0, _random.Next(12)).Select(_ => Pieces[_random.Next(Pieces.Length)])),
        2 => string.Concat(Enumerable.Range(0, _random.Next(40)).Select(_ => (char)_random.Next(0x10000))),
        3 => Pieces[_random.Next(Pieces.Length)] + Numbers[_random.Next(Numbers.Length)] + Pieces[_random.Next(Pieces.Length)] + Numbers[_random.Next(Numbers.Length)],
        4 => "+" + _random.NextInt64(1_000_000_000_000_000).ToString(CultureInfo.InvariantCulture),
        _ => _random.Next(200) switch
        {
            0 => null,
            1 => new string((char)_random.Next(0x10000), 10_240),
            2 => new string('1', _random.Next(2000)),
            _ => _random.NextInt64(1_000_000_000_000).ToString(CultureInfo.InvariantCulture),
        },
    };

    private string Mutated(string text)
    {
        var result = new StringBuilder(text);
        for (var changes = _random.Next(5); changes > 0; changes--)
        {
            var at = _random.Next(result.Length + 1);
            if (at < result.Length && _random.Next(2) == 0)
                result.Remove(at, 1);
            else
                result.Insert(at, Pieces[_random.Next(Pieces.Length)]);
        }
        return result.ToString();
    }

    private static void Demand(bool holds, string what)
    {
        if (!holds)
            throw new InvalidOperationException($"Does not hold: {what}.");
    }

    [GeneratedRegex(@"^\+[1-9]\d{3,18}$")]
    private static partial Regex E164();
}
