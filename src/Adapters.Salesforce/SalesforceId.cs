using System.Diagnostics.CodeAnalysis;

namespace Customer360.Adapters.Salesforce;

/// <summary>A record's id in its 18-character form, which is safe to compare. The 15-character form differs by case alone.</summary>
internal readonly record struct SalesforceId
{
    private const string SuffixLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

    private readonly string? _text;

    private SalesforceId(string text) => _text = text;

    /// <summary>Three characters that say which object it is; some custom objects share theirs.</summary>
    public string Prefix => ToString()[..3];

    public static bool TryParse([NotNullWhen(true)] string? text, out SalesforceId id)
    {
        id = default;
        if (text is not { Length: 15 or 18 } || !text.All(char.IsAsciiLetterOrDigit))
            return false;
        var whole = text[..15] + Suffix(text);
        id = new(whole);
        return text.Length == 15 || string.Equals(text, whole, StringComparison.OrdinalIgnoreCase);
    }

    /// <exception cref="CrmException">NotFound: no record has such an id.</exception>
    public static SalesforceId Of(string text) => TryParse(text, out var id) ? id : throw CrmException.NotFound();

    public override string ToString() => _text ?? "";

    /// <summary>For each block of five characters, which of them are upper case, lowest bit first.</summary>
    private static string Suffix(string text) => string.Create(3, text, static (suffix, id) =>
    {
        for (var block = 0; block < 3; block++)
        {
            var bits = 0;
            for (var i = 0; i < 5; i++)
                bits |= char.IsAsciiLetterUpper(id[block * 5 + i]) ? 1 << i : 0;
            suffix[block] = SuffixLetters[bits];
        }
    });
}
