namespace Customer360.Adapters.Http;

/// <summary>Reads what a CRM says about when to come back.</summary>
public static class RetryAfterHeader
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    /// <returns>Between 0 and 24 hours; null when the CRM says nothing that can be read.</returns>
    public static TimeSpan? Read(HttpResponseMessage answer, DateTimeOffset now)
    {
        if (!answer.Headers.NonValidated.TryGetValues("Retry-After", out var values))
            return null;
        var parsed = answer.Headers.RetryAfter;
        if ((parsed?.Delta ?? parsed?.Date - now) is { } delay)
            return TimeSpan.FromTicks(Math.Clamp(delay.Ticks, 0, Longest.Ticks));
        var text = values.ToString().AsSpan().Trim();
        return text.Length > 0 && !text.ContainsAnyExceptInRange('0', '9') ? Longest : null; // more seconds than the parser takes
    }
}
