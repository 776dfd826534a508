using System.Globalization;
using System.Text;

namespace Customer360.Sandbox.Salesforce.Query;

/// <summary>The escapes of string literals, and LIKE patterns.</summary>
internal static class TextLiteral
{
    private const int MaxLength = 4000;

    public static string Unescape(string raw)
    {
        CheckLength(raw);
        if (!raw.Contains('\\'))
            return raw;
        var text = new StringBuilder();
        for (var i = 0; i < raw.Length; i++)
            text.Append(raw[i] is '\\' ? Escaped(raw, ref i) : raw[i]);
        return text.ToString();
    }

    /// <summary>Whether a value matches a LIKE pattern: % any text, _ one character, case ignored.</summary>
    public static Func<string, bool> Like(string raw)
    {
        CheckLength(raw);
        var pattern = new List<(char Char, bool Wild)>();
        for (var i = 0; i < raw.Length; i++)
        {
            var escapesWildcard = raw[i] is '\\' && i + 1 < raw.Length && raw[i + 1] is '%' or '_';
            if (escapesWildcard)
                pattern.Add((raw[++i], false));
            else if (raw[i] is '\\')
                pattern.Add((Lower(Escaped(raw, ref i)), false));
            else
                pattern.Add((Lower(raw[i]), raw[i] is '%' or '_'));
        }
        var compiled = pattern.ToArray();
        return value => Matches(value, compiled);
    }

    /// <summary>Greedy with one step back: linear but for the last %.</summary>
    private static bool Matches(string value, (char Char, bool Wild)[] pattern)
    {
        int v = 0, p = 0, afterPercent = -1, retryFrom = 0;
        while (v < value.Length)
        {
            if (p < pattern.Length && pattern[p] is (Char: '%', Wild: true))
                (afterPercent, retryFrom) = (++p, v);
            else if (p < pattern.Length && (pattern[p] is (Char: '_', Wild: true) || (!pattern[p].Wild && pattern[p].Char == Lower(value[v]))))
                (p, v) = (p + 1, v + 1);
            else if (afterPercent >= 0)
                (p, v) = (afterPercent, ++retryFrom);
            else
                return false;
        }
        while (p < pattern.Length && pattern[p] is (Char: '%', Wild: true))
            p++;
        return p == pattern.Length;
    }

    // Most text is ASCII, and scans compare millions of characters.
    private static char Lower(char c) => char.IsAscii(c) ? char.IsAsciiLetterUpper(c) ? (char)(c | 0x20) : c : char.ToLowerInvariant(c);

    private static void CheckLength(string raw)
    {
        if (raw.Length > MaxLength)
            throw new SalesforceException(400, "INVALID_QUERY_FILTER_OPERATOR", $"string literal exceeds maximum length of {MaxLength}");
    }

    /// <param name="i">At the backslash; afterwards at the last character of the escape.</param>
    private static char Escaped(string raw, ref int i)
    {
        var c = ++i < raw.Length ? raw[i] : '\0';
        switch (c)
        {
            case 'n' or 'N':
                return '\n';
            case 'r' or 'R':
                return '\r';
            case 't' or 'T':
                return '\t';
            case 'b' or 'B':
                return '\b';
            case 'f' or 'F':
                return '\f';
            case '"' or '\'' or '\\':
                return c;
            case 'u' when i + 4 < raw.Length && ushort.TryParse(raw.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code):
                i += 4;
                return (char)code;
            default:
                throw new SalesforceException(400, "MALFORMED_QUERY", $"Illegal character sequence '\\{c}' in string literal '{raw}'.");
        }
    }
}
