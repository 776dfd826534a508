using Customer360.Sandbox.Salesforce.Data;

namespace Customer360.Sandbox.Salesforce.Rows;

/// <summary>The times of an event: a start, and an end or a duration that agree.</summary>
internal static class EventRules
{
    private const int MaxMinutes = 14 * 24 * 60;

    public static void Apply(Record record)
    {
        if (record["IsAllDayEvent"] is true)
            ApplyAllDay(record);
        else
            ApplyTimed(record);
    }

    private static void ApplyAllDay(Record record)
    {
        if (record["ActivityDate"] is not DateOnly day)
            throw new SalesforceException(400, "REQUIRED_FIELD_MISSING", "Required fields are missing: [ActivityDate]", "ActivityDate");
        record["StartDateTime"] = record["ActivityDateTime"] = null;
        record["DurationInMinutes"] ??= 1440L;
        record["EndDate"] = day;
    }

    private static void ApplyTimed(Record record)
    {
        if ((record["StartDateTime"] ?? record["ActivityDateTime"]) is not DateTime start)
            throw new SalesforceException(400, "REQUIRED_FIELD_MISSING", "Required fields are missing: [ActivityDateTime]", "ActivityDateTime");
        var end = record["EndDateTime"] as DateTime?;
        var minutes = record["DurationInMinutes"] as long?;
        if (end is null && minutes is null)
            throw new SalesforceException(400, "REQUIRED_FIELD_MISSING", "Required fields are missing: [DurationInMinutes]", "DurationInMinutes");
        if (minutes is < 0 or > MaxMinutes || end - start > TimeSpan.FromMinutes(MaxMinutes))
            throw new SalesforceException(400, "NUMBER_OUTSIDE_VALID_RANGE", "Duration: an event lasts 14 days at most", "DurationInMinutes");
        end ??= start.AddMinutes(minutes!.Value);
        if (end < start)
            throw new SalesforceException(400, "FIELD_INTEGRITY_EXCEPTION", "End Date Time: an event can't end before it starts", "EndDateTime");
        record["StartDateTime"] = record["ActivityDateTime"] = start;
        record["EndDateTime"] = end;
        record["DurationInMinutes"] = (long)(end.Value - start).TotalMinutes;
        record["ActivityDate"] = DateOnly.FromDateTime(start);
        record["EndDate"] = DateOnly.FromDateTime(end.Value);
    }
}
