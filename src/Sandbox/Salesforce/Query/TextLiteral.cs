using System.Globalization;
using System.Text;

namespace Customer360.Sandbox.Salesforce.Query;

/// <summary>The escapes of string literals.</summary>
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

    public static void CheckLength(string raw)
    {
        if (raw.Length > MaxLength)
            throw new SalesforceException(400, "INVALID_QUERY_FILTER_OPERATOR", $"string literal exceeds maximum length of {MaxLength}");
    }

    /// <param name="i">At the backslash; afterwards at the last character of the escape.</param>
    public static char Escaped(string raw, ref int i)
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
