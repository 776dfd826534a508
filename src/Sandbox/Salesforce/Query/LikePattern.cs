namespace Customer360.Sandbox.Salesforce.Query;

/// <summary>A pattern of LIKE: % any text, _ one character, case ignored.</summary>
internal sealed class LikePattern
{
    private const char Percent = '\uFDD2';
    private const char Underscore = '\uFDD3';
    private readonly Part[] _parts;

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
        _parts = [.. text.ToString().Split(Percent).Select(part => new Part(part))];
    }

    /// <summary>Each part at the first place after the one before; the last one at the end.</summary>
    public bool Matches(string value)
    {
        var rest = value.AsSpan();
        for (var i = 0; i < _parts.Length; i++)
        {
            var part = _parts[i];
            var isLast = i == _parts.Length - 1;
            var at = isLast && i > 0 ? rest.Length - part.Length : i == 0 ? 0 : part.Find(rest);
            if (at < 0 || !part.Begins(rest[at..]) || (isLast && at + part.Length != rest.Length))
                return false;
            rest = rest[(at + part.Length)..];
        }
        return true;
    }

    /// <summary>The text between two %.</summary>
    private sealed class Part(string text)
    {
        private readonly bool _hasUnderscore = text.Contains(Underscore);

        // Parts of phone numbers have no letters; an exact comparison is faster, and scans are long.
        private readonly StringComparison _comparison = text.Any(c => c is < ' ' or > '@') ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

        public int Length => text.Length;

        public int Find(ReadOnlySpan<char> value)
        {
            if (!_hasUnderscore)
                return value.IndexOf(text, _comparison);
            for (var at = 0; at + Length <= value.Length; at++)
            {
                if (Begins(value[at..]))
                    return at;
            }
            return -1;
        }

        public bool Begins(ReadOnlySpan<char> value)
        {
            if (value.Length < Length)
                return false;
            if (!_hasUnderscore)
                return value.StartsWith(text, _comparison);
            for (var i = 0; i < Length; i++)
            {
                if (text[i] != Underscore && !value.Slice(i, 1).Equals(text.AsSpan(i, 1), StringComparison.OrdinalIgnoreCase))
                    return false;
            }
            return true;
        }
    }
}
