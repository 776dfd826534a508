using Customer360.Contracts.V1;
using Customer360.Gateway.Errors;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;

namespace Customer360.Gateway.Customers;

/// <summary>What must hold for requests that write, before the CRM's metadata is asked. Each names every problem at once.</summary>
internal static class WriteChecks
{
    private const int MostFields = 200;
    private const int MostActivityFields = 50;
    private const int LongestDescription = 32_000;
    private const int LongestLine = 255;
    private const int LongestSummary = 8_000;
    private const int LongestTranscript = 16_000;
    private static readonly TimeSpan LongestCall = TimeSpan.FromHours(24);

    /// <summary>What UpdateActivity can change, as update_mask names it.</summary>
    private static readonly HashSet<string> Amendable = ["recording_uri", "summary", "transcript", "disposition", "duration", "status"];

    public static void CheckCreate(string requestId, RepeatedField<FieldInput> fields, RecordRef? customer = null)
    {
        var check = new Check();
        check.Uuid("request_id", requestId);
        check.Count("fields", fields.Count, MostFields, min: 1);
        CheckSelectors(check, "fields", fields);
        if (customer is not null)
            check.Reference("customer", customer, RecordKind.Contact, RecordKind.Account);
        check.ThrowIfAny();
    }

    public static void CheckUpdate(UpdateRecordRequest request)
    {
        var check = new Check();
        check.Uuid("request_id", request.RequestId);
        check.Reference("record", request.Record);
        check.Count("fields", request.Fields.Count, MostFields, min: 1);
        CheckSelectors(check, "fields", request.Fields);
        check.ThrowIfAny();
    }

    public static void CheckLog(LogActivityRequest request)
    {
        var check = new Check();
        check.Uuid("request_id", request.RequestId);
        if (check.Required("activity", request.Activity))
            CheckActivity(check, request.Activity);
        check.ThrowIfAny();
    }

    /// <returns>The fields to write.</returns>
    public static IReadOnlySet<string> CheckAmend(UpdateActivityRequest request)
    {
        var check = new Check();
        check.Uuid("request_id", request.RequestId);
        check.Reference("activity", request.Activity, RecordKind.Note, RecordKind.Task, RecordKind.Call, RecordKind.Event);
        check.Required("changes", request.Changes);
        var paths = request.UpdateMask?.Paths ?? [];
        check.That(paths.Count > 0, "update_mask", "names no field");
        for (var i = 0; i < paths.Count; i++)
            check.That(Amendable.Contains(paths[i]), $"update_mask.paths[{i}]", $"must be one of {string.Join(", ", Amendable)}");
        if (request.Changes is not null)
            CheckOutcome(check, "changes", request.Changes);
        check.ThrowIfAny();
        return paths.ToHashSet();
    }

    private static void CheckActivity(Check check, Activity activity)
    {
        const string Path = "activity";
        check.OneOf($"{Path}.kind", activity.Kind, RecordKind.Note, RecordKind.Task, RecordKind.Call, RecordKind.Event);
        check.Text($"{Path}.subject", activity.Subject, LongestLine, min: activity.Kind is RecordKind.Note ? 0 : 1);
        check.That(activity.Subject.AsSpan().IndexOfAny('\r', '\n') < 0, $"{Path}.subject", "must be one line");
        check.Text($"{Path}.description", activity.Description, LongestDescription);
        check.That(activity.Kind is not RecordKind.Note || activity.Subject.Length + activity.Description.Length > 0, Path, "needs a subject or a description");
        check.Text($"{Path}.phone", activity.Phone, LongestLine);
        CheckOutcome(check, Path, activity);
        CheckTimes(check, Path, activity);
        if (activity.Kind is RecordKind.Call)
            check.OneOf($"{Path}.direction", activity.Direction, Direction.Inbound, Direction.Outbound, Direction.Internal);
        if (activity.Customer is not null)
            check.Reference($"{Path}.customer", activity.Customer, RecordKind.Contact, RecordKind.Account);
        if (activity.Regarding is not null)
            check.Reference($"{Path}.regarding", activity.Regarding);
        check.Count($"{Path}.fields", activity.Fields.Count, MostActivityFields);
        CheckSelectors(check, $"{Path}.fields", activity.Fields);
    }

    private static void CheckOutcome(Check check, string path, Activity activity)
    {
        check.HttpsUri($"{path}.recording_uri", activity.RecordingUri);
        check.Text($"{path}.summary", activity.Summary, LongestSummary);
        check.Text($"{path}.transcript", activity.Transcript, LongestTranscript);
        check.Text($"{path}.disposition", activity.Disposition, LongestLine);
        if (activity.Duration is not null)
            CheckDuration(check, $"{path}.duration", activity.Duration);
    }

    private static void CheckDuration(Check check, string path, Duration duration)
    {
        if (check.That(Math.Abs(duration.Seconds) <= 315_576_000_000 && Math.Abs(duration.Nanos) < 1_000_000_000, path, "is no duration"))
            check.That(duration.Seconds >= 0 && duration.Nanos >= 0 && duration.Seconds <= LongestCall.TotalSeconds, path, "must be 0 to 24 hours");
    }

    private static void CheckTimes(Check check, string path, Activity activity)
    {
        var start = activity.StartTime;
        var end = activity.EndTime;
        var good = CheckTime(check, $"{path}.start_time", start) & CheckTime(check, $"{path}.end_time", end);
        if (activity.Kind is RecordKind.Event)
        {
            check.Required($"{path}.start_time", start);
            check.Required($"{path}.end_time", end);
        }
        if (good && start is not null && end is not null)
            check.That(end >= start, $"{path}.end_time", "must not be before start_time");
        if (activity.DueDate is { } due)
            check.That(
                due.Year is >= 1 and <= 9999 && due.Month is >= 1 and <= 12 && due.Day >= 1 && due.Day <= DateTime.DaysInMonth(due.Year, due.Month),
                $"{path}.due_date", "is no date");
    }

    /// <summary>CRMs take years with four digits from 1700 on.</summary>
    private static bool CheckTime(Check check, string path, Timestamp? time)
    {
        const long From1700 = -8_520_336_000;
        const long Before4000 = 64_060_588_800;
        return time is null || check.That(time.Seconds is >= From1700 and < Before4000 && time.Nanos is >= 0 and < 1_000_000_000, path, "must be in the years 1700 to 3999");
    }

    private static void CheckSelectors(Check check, string path, RepeatedField<FieldInput> fields)
    {
        for (var i = 0; i < fields.Count; i++)
            check.That(
                fields[i].Field is { } selector && (selector.Name.Length > 0 || selector.WellKnown is not WellKnownField.Unspecified),
                $"{path}[{i}].field", "is required");
    }
}
