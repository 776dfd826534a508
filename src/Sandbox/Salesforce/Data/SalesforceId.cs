namespace Customer360.Sandbox.Salesforce.Data;

/// <summary>Record ids: 15 case-sensitive characters, or 18 with a suffix that tells the case.</summary>
internal static class SalesforceId
{
    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string SuffixAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

    /// <summary>The 18-character id of the n-th record of an object.</summary>
    public static string Make(string keyPrefix, int number)
    {
        Span<char> id = stackalloc char[15];
        keyPrefix.CopyTo(id);
        "5g00000".CopyTo(id[3..]);
        for (var i = 14; i >= 10; i--)
        {
            id[i] = Digits[number % 62];
            number /= 62;
        }
        return WithSuffix(id);
    }

    /// <summary>The 18-character form, or null when the text is no id.</summary>
    public static string? Normalize(string? text)
    {
        if (text is not { Length: 15 or 18 } || !text.All(char.IsAsciiLetterOrDigit))
            return null;
        var full = WithSuffix(text.AsSpan(0, 15));
        return text.Length == 15 || full == text ? full : null;
    }

    private static string WithSuffix(ReadOnlySpan<char> id)
    {
        Span<char> full = stackalloc char[18];
        id.CopyTo(full);
        for (var block = 0; block < 3; block++)
        {
            var bits = 0;
            for (var i = 0; i < 5; i++)
            {
                if (char.IsAsciiLetterUpper(id[(block * 5) + i]))
                    bits |= 1 << i;
            }
            full[15 + block] = SuffixAlphabet[bits];
        }
        return new(full);
    }
}
