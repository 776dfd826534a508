using System.Text;

namespace Customer360.Adapters.Salesforce;

/// <summary>What a search looks for. Every character that SOSL takes for itself is escaped, wildcards of the user too.</summary>
internal sealed class SoslTerm
{
    private const string Reserved = "?&|!{}[]()^~*:\\\"'+-";

    private static readonly string[] Operators = ["AND", "OR", "NOT"];

    private readonly string _text;

    private SoslTerm(string text) => _text = text;

    /// <summary>Every word, each as the beginning of a word. Null: nothing in the text can be searched.</summary>
    public static SoslTerm? Words(string text)
    {
        var words = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c))
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(WithoutPunctuationAround)
            .Where(word => word.Length > 0)
            .ToList();
        // A single letter with a wildcard would match half of the org; the longer words find enough.
        var longer = words.Where(word => word.EnumerateRunes().Count(Rune.IsLetterOrDigit) > 1).ToList();
        if (longer.Count > 0)
            return new(string.Join(" AND ", longer.Select(Beginning)));
        return words.Count > 1 ? Phrase(string.Join(' ', words)) : null;
    }

    /// <summary>The words in this order, each whole.</summary>
    public static SoslTerm Phrase(string text) => new($"\"{Escape(text)}\"");

    /// <summary>A number that begins so.</summary>
    public static SoslTerm Digits(string digits) => new($"{string.Concat(digits.Where(char.IsAsciiDigit))}*");

    public static SoslTerm Any(IEnumerable<SoslTerm> terms)
    {
        var parts = terms.Select(term => term._text).Distinct(StringComparer.Ordinal).ToList();
        return parts is [var single] ? new(single) : new(string.Join(" OR ", parts.Select(part => part.Contains(" AND ", StringComparison.Ordinal) ? $"({part})" : part)));
    }

    public override string ToString() => _text;

    /// <summary>A wildcard must follow a letter or digit, or a mark that belongs to one.</summary>
    private static string WithoutPunctuationAround(string word)
    {
        var runes = word.EnumerateRunes().ToList();
        var first = runes.FindIndex(Rune.IsLetterOrDigit);
        var last = runes.FindLastIndex(rune => !Rune.IsPunctuation(rune) && !Rune.IsSymbol(rune));
        return first < 0 ? "" : string.Concat(runes[first..(last + 1)]);
    }

    private static string Beginning(string word) =>
        Operators.Contains(word, StringComparer.OrdinalIgnoreCase) ? $"\"{word}\"" : $"{Escape(word)}*";

    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 8);
        foreach (var c in text)
        {
            if (Reserved.Contains(c, StringComparison.Ordinal))
                escaped.Append('\\');
            escaped.Append(char.IsControl(c) ? ' ' : c);
        }
        return escaped.ToString();
    }
}
