using System.Text.Json.Nodes;
using Customer360.Adapters.Activities;
using Customer360.Contracts.V1;
using Google.Protobuf.WellKnownTypes;

namespace Customer360.Adapters.Salesforce;

/// <summary>
/// The fields of a task or event that is being written. What the object has no field for, or none that this user may write,
/// becomes a line of the description's block.
/// </summary>
internal sealed class SalesforceActivityForm
{
    private readonly JsonObject _body = [];
    private readonly CrmSession _session;
    private readonly SalesforceObject _described;
    private readonly IReadOnlyList<TaskStatus> _statuses;
    private readonly DescriptionBlock _description;
    private readonly string _descriptionBefore;
    private readonly bool _isNew;

    private SalesforceActivityForm(CrmSession session, SalesforceObject described, IReadOnlyList<TaskStatus> statuses, string description, bool isNew)
    {
        (_session, _described, _statuses, _isNew) = (session, described, statuses, isNew);
        _descriptionBefore = description;
        _description = DescriptionBlock.Read(description);
    }

    private ActivityFieldMap Mapped => _session.Connection.ActivityFields ?? new();

    public static SalesforceActivityForm ForNew(CrmSession session, SalesforceObject described, IReadOnlyList<TaskStatus> statuses, string description) =>
        new(session, described, statuses, description, isNew: true);

    public static SalesforceActivityForm ForExisting(CrmSession session, SalesforceObject described, IReadOnlyList<TaskStatus> statuses, string? description) =>
        new(session, described, statuses, description ?? "", isNew: false);

    /// <summary>Everything of a new activity but its links.</summary>
    /// <param name="activity">What to write.</param>
    /// <param name="now">For a call that doesn't say when it began.</param>
    public void Fill(Activity activity, DateTimeOffset now)
    {
        Put("Subject", SalesforceText.Check("activity.subject", activity.Subject));
        switch (activity.Kind)
        {
            case RecordKind.Call:
                FillCall(activity, now);
                break;
            case RecordKind.Event:
                Put("StartDateTime", Required("start_time", activity.StartTime));
                Put("EndDateTime", Required("end_time", activity.EndTime));
                break;
            default:
                if (activity.DueDate is { } due)
                    Put("ActivityDate", SalesforceValues.Write(new FieldInfo { Name = "activity.due_date" }, due));
                PutStatus(activity.Status);
                break;
        }
        PutPriority(activity.Priority);
        if (activity.Channel is not Channel.Unspecified)
            PutLine(BlockLine.Channel, activity.Channel.ToString());
        PutOr(BlockLine.Recording, activity.RecordingUri, Mapped.RecordingField);
        PutOr(BlockLine.Transcript, activity.Transcript, Mapped.TranscriptField);
        PutLine(BlockLine.Summary, activity.Summary);
        foreach (var input in activity.Fields)
            PutCustom(input);
    }

    /// <summary>What comes late.</summary>
    /// <param name="changes">The values.</param>
    /// <param name="fields">Which of them to write.</param>
    /// <param name="start">When an event begins: its duration moves its end.</param>
    public void Amend(Activity changes, IReadOnlySet<string> fields, DateTimeOffset? start)
    {
        if (fields.Contains("recording_uri"))
            PutOr(BlockLine.Recording, changes.RecordingUri, Mapped.RecordingField);
        if (fields.Contains("transcript"))
            PutOr(BlockLine.Transcript, changes.Transcript, Mapped.TranscriptField);
        if (fields.Contains("summary"))
            PutLine(BlockLine.Summary, changes.Summary);
        if (fields.Contains("disposition"))
            PutOr(BlockLine.Disposition, changes.Disposition, Mapped.DispositionField, "CallDisposition");
        if (fields.Contains("status"))
            PutStatus(changes.Status);
        if (!fields.Contains("duration"))
            return;
        var duration = changes.Duration?.ToTimeSpan();
        if (start is { } began && duration is { } length && Put("EndDateTime", SalesforceText.Write(began + length)))
            return;
        PutDuration(duration);
    }

    /// <summary>A contact goes to WhoId; anything else to WhatId, where the regarding record wins over an account.</summary>
    public StoredLinks Link(Activity activity)
    {
        var kept = new StoredLinks();
        if (activity.Regarding is { } regarding && PutLink(regarding))
            kept.Regarding = regarding;
        if (activity.Customer is { } customer && !_body.ContainsKey(LinkField(customer)) && PutLink(customer))
            kept.Customer = customer;
        return kept;
    }

    public void PutLine(BlockLine line, string? text) => _description[line] = text is null ? null : SalesforceText.Check("activity." + line, text);

    public JsonObject ToBody()
    {
        var field = _described["Description"];
        var description = _description.Write(field?.Info.MaxLength is > 0 and var max ? max : int.MaxValue);
        if (IsWritable(field) && (_isNew ? description.Length > 0 : description != _descriptionBefore))
            _body["Description"] = SalesforceText.Check("activity.description", description);
        return _body;
    }

    private void FillCall(Activity activity, DateTimeOffset now)
    {
        var duration = activity.Duration?.ToTimeSpan() ?? (activity.EndTime, activity.StartTime) switch
        {
            ({ } end, { } start) => end.ToDateTimeOffset() - start.ToDateTimeOffset(),
            _ => null,
        };
        var began = activity.StartTime?.ToDateTimeOffset() ?? now - (duration ?? TimeSpan.Zero);
        Put("TaskSubtype", "Call");
        if (activity.Direction is not Direction.Unspecified && !Put("CallType", activity.Direction.ToString()))
            PutLine(BlockLine.Direction, activity.Direction.ToString());
        PutDuration(duration);
        PutOr(BlockLine.Disposition, activity.Disposition, Mapped.DispositionField, "CallDisposition");
        // A task has a day only: the one on the user's calendar. The exact time has no field.
        Put("ActivityDate", SalesforceText.Write(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(began, SalesforceMapping.ZoneOf(_session)).DateTime)));
        PutLine(BlockLine.Started, SalesforceText.Write(began));
        PutLine(BlockLine.Phone, activity.Phone);
        PutStatus(activity.Status is ActivityStatus.Open ? ActivityStatus.Open : ActivityStatus.Completed);
    }

    private void PutDuration(TimeSpan? duration)
    {
        if (!Put("CallDurationInSeconds", duration is { } length ? (long)length.TotalSeconds : null))
            PutLine(BlockLine.Duration, duration?.ToString());
    }

    /// <summary>Which statuses are closed is the org's own; the default one is left to Salesforce.</summary>
    private void PutStatus(ActivityStatus status)
    {
        var fitting = status is ActivityStatus.Completed
            ? _statuses.FirstOrDefault(each => each is { IsClosed: true, Value: "Completed" }) ?? _statuses.FirstOrDefault(each => each.IsClosed)
            : _isNew ? null : _statuses.FirstOrDefault(each => each is { IsClosed: false, IsDefault: true }) ?? _statuses.FirstOrDefault(each => !each.IsClosed);
        if (fitting is not null)
            Put("Status", fitting.Value);
    }

    private void PutPriority(ActivityPriority priority)
    {
        if (priority is ActivityPriority.Unspecified)
            return;
        var option = _described["Priority"]?.Info.Options.FirstOrDefault(each => each.Value.Equals(priority.ToString(), StringComparison.OrdinalIgnoreCase));
        if (option is null || !Put("Priority", option.Value))
            PutLine(BlockLine.Priority, priority.ToString());
    }

    private void PutCustom(FieldInput input)
    {
        var field = _described[input.Field.Name] ?? throw CrmException.Invalid(input.Field.Name, "is no field that this user can see");
        _body[field.Name] = SalesforceValues.Write(field.Info, input.Value);
    }

    /// <summary>Into the first of the fields that the user may write and that is long enough, else into the block.</summary>
    private void PutOr(BlockLine line, string text, params IEnumerable<string> names)
    {
        var field = names.Select(name => name.Length == 0 ? null : _described[name]).FirstOrDefault(field => IsWritable(field) && text.Length <= field!.Info.MaxLength);
        if (field is not null)
            _body[field.Name] = text.Length == 0 ? null : SalesforceText.Check("activity." + line, text);
        PutLine(line, field is null ? text : null);
    }

    private static string Required(string name, Timestamp? time) =>
        time is null ? throw CrmException.Invalid($"activity.{name}", "is required of an event") : SalesforceText.Write(time.ToDateTimeOffset());

    private bool PutLink(RecordRef record) => Put(LinkField(record), SalesforceId.Of(record.Id).ToString());

    private static string LinkField(RecordRef record) =>
        record.Kind is RecordKind.Contact || record.Object is "Contact" or "Lead" ? "WhoId" : "WhatId";

    private bool Put(string name, JsonNode? value)
    {
        if (!IsWritable(_described[name]))
            return false;
        _body[name] = value;
        return true;
    }

    private bool IsWritable(SalesforceField? field) => _isNew ? field is { Createable: true } : field is { Updateable: true };
}
