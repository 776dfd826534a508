using System.Globalization;

namespace Customer360.Adapters.Searching;

/// <summary>Pages of a list that is made anew for each page, since its order mixes what the CRM lists apart.</summary>
public static class ResultPages
{
    /// <returns>The page, and the cursor of the next one; null: this was the last.</returns>
    /// <exception cref="CrmException">CursorExpired: the cursor isn't one of ours.</exception>
    public static (IReadOnlyList<T> Page, string? Next) Cut<T>(IReadOnlyList<T> all, string? cursor, int size)
    {
        var start = 0;
        if (cursor is not null && (!int.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out start) || start == 0))
            throw new CrmException(CrmFailure.CursorExpired, "The page cursor is none of this adapter.");
        var end = Math.Min(start + size, all.Count);
        return ([.. all.Skip(start).Take(size)], end < all.Count ? end.ToString(CultureInfo.InvariantCulture) : null);
    }
}
