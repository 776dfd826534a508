using System.Globalization;

namespace Customer360.Sandbox.Salesforce.Query;

/// <summary>Date literals by name: TODAY, LAST_N_DAYS:7. A range has a first day and a day after its last.</summary>
internal static class DateRanges
{
    private const int MaxNumber = 10_000;

    private static readonly HashSet<string> Plain = ["TODAY", "YESTERDAY", "TOMORROW", "THIS_WEEK", "LAST_WEEK", "NEXT_WEEK", "THIS_MONTH", "LAST_MONTH", "NEXT_MONTH",
        "LAST_90_DAYS", "NEXT_90_DAYS", "THIS_YEAR", "LAST_YEAR", "NEXT_YEAR"];

    private static readonly HashSet<string> Numbered = ["LAST_N_DAYS", "NEXT_N_DAYS", "N_DAYS_AGO", "LAST_N_MONTHS", "NEXT_N_MONTHS"];

    public static bool TakesNumber(string name) => Numbered.Contains(name);

    public static bool IsKnown(string range) => Plain.Contains(range) || Numbered.Contains(range.Split(':')[0]);

    /// <param name="today">In the time zone of the user.</param>
    public static (DateOnly From, DateOnly Until) Of(string range, DateOnly today)
    {
        var parts = range.Split(':');
        var n = parts.Length > 1 ? Math.Min(int.Parse(parts[1], CultureInfo.InvariantCulture), MaxNumber) : 90;
        var week = today.AddDays(-(int)today.DayOfWeek);
        var month = new DateOnly(today.Year, today.Month, 1);
        var year = new DateOnly(today.Year, 1, 1);
        return parts[0] switch
        {
            "TODAY" => (today, today.AddDays(1)),
            "YESTERDAY" => (today.AddDays(-1), today),
            "TOMORROW" => (today.AddDays(1), today.AddDays(2)),
            "THIS_WEEK" => (week, week.AddDays(7)),
            "LAST_WEEK" => (week.AddDays(-7), week),
            "NEXT_WEEK" => (week.AddDays(7), week.AddDays(14)),
            "THIS_MONTH" => (month, month.AddMonths(1)),
            "LAST_MONTH" => (month.AddMonths(-1), month),
            "NEXT_MONTH" => (month.AddMonths(1), month.AddMonths(2)),
            "THIS_YEAR" => (year, year.AddYears(1)),
            "LAST_YEAR" => (year.AddYears(-1), year),
            "NEXT_YEAR" => (year.AddYears(1), year.AddYears(2)),
            "LAST_N_DAYS" or "LAST_90_DAYS" => (today.AddDays(-n), today.AddDays(1)),
            "NEXT_N_DAYS" or "NEXT_90_DAYS" => (today.AddDays(1), today.AddDays(n + 1)),
            "N_DAYS_AGO" => (today.AddDays(-n), today.AddDays(1 - n)),
            "LAST_N_MONTHS" => (month.AddMonths(-n), month),
            _ => (month.AddMonths(1), month.AddMonths(n + 1)),
        };
    }
}
