namespace Customer360.Sandbox.Salesforce.Query;

/// <summary>A pattern of LIKE: % any text, _ one character, case ignored.</summary>
internal sealed class LikePattern
{
    private const char Percent = '\uFDD2';
    private const char Underscore = '\uFDD3';
    private readonly string[] _parts;

    /// <param name="raw">As in the statement, escapes still in it. In patterns \% and \_ are escapes too.</param>
    public LikePattern(string raw)
    {
        TextLiteral.CheckLength(raw);
        var text = new System.Text.StringBuilder(raw.Length);
        for (var i = 0; i < raw.Length; i++)
        {
            text.Append(raw[i] switch
            {
                '%' => Percent,
                '_' => Underscore,
                '\\' when i + 1 < raw.Length && raw[i + 1] is '%' or '_' => raw[++i],
                '\\' => TextLiteral.Escaped(raw, ref i),
                var c => c,
            });
        }
        _parts = text.ToString().Split(Percent);
    }

    /// <summary>Each part at the first place after the one before; the last one at the end.</summary>
    public bool Matches(string value)
    {
        var rest = value.AsSpan();
        for (var i = 0; i < _parts.Length; i++)
        {
            var part = _parts[i].AsSpan();
            var isLast = i == _parts.Length - 1;
            var at = isLast && i > 0 ? rest.Length - part.Length : i == 0 ? 0 : Find(rest, part);
            if (at < 0 || !StartsWith(rest[at..], part) || (isLast && at + part.Length != rest.Length))
                return false;
            rest = rest[(at + part.Length)..];
        }
        return true;
    }

    private static int Find(ReadOnlySpan<char> text, ReadOnlySpan<char> part)
    {
        if (!part.Contains(Underscore))
            return text.IndexOf(part, StringComparison.OrdinalIgnoreCase);
        for (var at = 0; at + part.Length <= text.Length; at++)
        {
            if (StartsWith(text[at..], part))
                return at;
        }
        return -1;
    }

    private static bool StartsWith(ReadOnlySpan<char> text, ReadOnlySpan<char> part)
    {
        if (text.Length < part.Length)
            return false;
        if (!part.Contains(Underscore))
            return text.StartsWith(part, StringComparison.OrdinalIgnoreCase);
        for (var i = 0; i < part.Length; i++)
        {
            if (part[i] != Underscore && !text.Slice(i, 1).Equals(part.Slice(i, 1), StringComparison.OrdinalIgnoreCase))
                return false;
        }
        return true;
    }
}
