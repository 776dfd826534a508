using System.Globalization;
using System.Text;

namespace Customer360.Sandbox.Salesforce.Search;

/// <summary>How text becomes search tokens.</summary>
internal static class SearchText
{
    /// <summary>Noncharacters that stand for the wildcards * and ? in search words, where the characters themselves are text.</summary>
    public const char AnyText = '\uFDD0';
    public const char AnyCharacter = '\uFDD1';

    /// <summary>Runs of letters, digits and their marks, in lower case; everything else separates.</summary>
    public static IEnumerable<string> Tokens(string text)
    {
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            var belongs = i < text.Length && Belongs(text, i);
            if (belongs && start < 0)
                start = i;
            if (!belongs && start >= 0)
            {
                yield return text[start..i].ToLowerInvariant();
                start = -1;
            }
        }
    }

    /// <summary>
    /// What a stored phone number is found by besides its tokens: each run of digits with the punctuation inside it dropped, as written, and the same
    /// without a leading 00. A letter ends a run. Nothing is known of countries: +1 415… is not found by 415….
    /// </summary>
    public static IEnumerable<string> JoinedNumbers(string phone)
    {
        var run = new StringBuilder();
        for (var i = 0; i <= phone.Length; i++)
        {
            if (i < phone.Length && char.IsAsciiDigit(phone[i]))
                run.Append(phone[i]);
            if ((i < phone.Length && !char.IsLetter(phone[i])) || run.Length == 0)
                continue;
            var joined = run.ToString();
            run.Clear();
            yield return joined;
            if (joined.StartsWith("00", StringComparison.Ordinal) && joined.Length > 2)
                yield return joined[2..];
        }
    }

    // Marks belong to the letter before them, or scripts such as Devanagari would fall apart.
    private static bool Belongs(string text, int i) => char.IsLetterOrDigit(text[i]) || char.IsSurrogate(text[i]) || text[i] is AnyText or AnyCharacter
        || CharUnicodeInfo.GetUnicodeCategory(text[i]) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
