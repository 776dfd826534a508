using System.Globalization;

namespace Customer360.Adapters.Salesforce;

/// <summary>
/// Where the next page begins: at the time of the last record shown, after as many records of that very time as each list has
/// shown. Ids can't be compared in every org, and times are exact to the second only.
/// </summary>
/// <param name="Time">Of the last record shown.</param>
/// <param name="Shown">Of each list, how many records of that time were shown.</param>
internal sealed record RelatedPosition(DateTimeOffset Time, IReadOnlyDictionary<string, int> Shown)
{
    /// <exception cref="CrmException">CursorExpired: the cursor is none of ours.</exception>
    public static RelatedPosition? Read(string? cursor)
    {
        if (cursor is null)
            return null;
        var parts = cursor.Split(';');
        var shown = new Dictionary<string, int>();
        if (!long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) || milliseconds > 253_402_300_799_999)
            throw Expired();
        foreach (var part in parts[1..])
        {
            var pair = part.Split('=');
            if (pair.Length != 2 || !int.TryParse(pair[1], NumberStyles.None, CultureInfo.InvariantCulture, out var count))
                throw Expired();
            shown[pair[0]] = count;
        }
        return new(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), shown);
    }

    /// <param name="before">Where the page began.</param>
    /// <param name="page">List and time of each record shown; not empty.</param>
    public static RelatedPosition After(RelatedPosition? before, IReadOnlyList<(string List, DateTimeOffset Time)> page)
    {
        var last = page[^1].Time;
        var shown = page.Where(each => each.Time == last).CountBy(each => each.List).ToDictionary();
        if (before is not null && before.Time == last)
        {
            foreach (var (list, count) in before.Shown)
                shown[list] = shown.GetValueOrDefault(list) + count;
        }
        return new(last, shown);
    }

    public override string ToString() =>
        string.Concat([Write($"{Time.ToUnixTimeMilliseconds()}"), .. Shown.Select(each => Write($";{each.Key}={each.Value}"))]);

    private static string Write(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static CrmException Expired() => new(CrmFailure.CursorExpired, "The page cursor is none of this adapter.");
}
