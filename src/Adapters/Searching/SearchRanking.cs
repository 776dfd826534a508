using Customer360.Adapters.Phones;
using Customer360.Contracts.V1;

namespace Customer360.Adapters.Searching;

/// <summary>Says why a record was found, and how well. The same for every CRM.</summary>
public static class SearchRanking
{
    /// <summary>
    /// Exact hits first, that is those where all that was wanted is a whole value, by how likely the field is; else in the CRM's
    /// order.
    /// </summary>
    /// <param name="hits">In the CRM's order.</param>
    /// <param name="region">Region of numbers without a country code.</param>
    public static IReadOnlyList<SearchResult> Rank(IEnumerable<SearchHit> hits, string? region) =>
        [.. hits.Select(hit => Rank(hit, region)).OrderBy(ranked => ranked.Place).Select(ranked => ranked.Result)]; // stable: the CRM's order stays

    private static (SearchResult Result, int Place) Rank(SearchHit hit, string? region)
    {
        var first = hit.Values[0].Wanted;
        var (field, how, index) = hit.Values
            .Select((value, index) => (value, How: Compare(value, region), index))
            .Where(one => one.value.Wanted == first)
            .Select(one => (one.value.Field, one.How, one.index))
            .MinBy(one => one.How);
        var exact = hit.Values.GroupBy(value => value.Wanted).All(asked => asked.Any(value => Compare(value, region) is Likeness.Whole));
        var result = new SearchResult { Record = hit.Record, MatchedField = how is Likeness.None ? "" : field, Exact = exact };
        return (result, exact ? index : int.MaxValue);
    }

    private enum Likeness { Whole, Beginning, AllWords, FirstWord, None }

    private static Likeness Compare(SearchedValue value, string? region)
    {
        var wanted = value.Wanted.Trim();
        if (value.Text is not { } text || wanted.Length == 0)
            return Likeness.None;
        if (string.Equals(text.Trim(), wanted, StringComparison.OrdinalIgnoreCase) || (value.IsPhone && PhoneNumber.SameNumber(wanted, text, region)))
            return Likeness.Whole;
        if (text.StartsWith(wanted, StringComparison.OrdinalIgnoreCase) || (value.IsPhone && HasDigits(text, wanted)))
            return Likeness.Beginning;
        var words = wanted.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (Array.TrueForAll(words, word => text.Contains(word, StringComparison.OrdinalIgnoreCase)))
            return Likeness.AllWords;
        return text.Contains(words[0], StringComparison.OrdinalIgnoreCase) ? Likeness.FirstWord : Likeness.None;
    }

    private static bool HasDigits(string text, string wanted)
    {
        var digits = string.Concat(wanted.Where(char.IsAsciiDigit));
        return digits.Length > 0 && string.Concat(text.Where(char.IsAsciiDigit)).Contains(digits, StringComparison.Ordinal);
    }
}
