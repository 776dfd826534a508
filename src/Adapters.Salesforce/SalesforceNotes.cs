using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Customer360.Adapters.Activities;
using Customer360.Adapters.Http;
using Customer360.Contracts.V1;

namespace Customer360.Adapters.Salesforce;

/// <summary>Notes: enhanced ones, which are files of HTML linked to any number of records; classic ones where an org has no others.</summary>
internal sealed partial class SalesforceNotes(SalesforceClient client, SalesforceMetadata metadata)
{
    /// <summary>Characters of a note's text that its preview shows.</summary>
    public const int PreviewLength = 255;

    /// <summary>As long as a task's description, which bounds what anybody wrote here.</summary>
    private const int MaxTextLength = 32_000;

    private const int MaxTitleLength = 255;
    private const int MaxClassicTitleLength = 80;
    private const string DefaultTitle = "Note";

    public async Task<LogActivityResponse> LogAsync(CrmSession session, Activity activity, Guid reference, CancellationToken cancellationToken)
    {
        var text = DescriptionBlock.Read(activity.Description);
        text[BlockLine.Channel] = activity.Channel is Channel.Unspecified ? null : activity.Channel.ToString();
        text[BlockLine.Phone] = activity.Phone;
        text[BlockLine.Recording] = activity.RecordingUri;
        text[BlockLine.Summary] = activity.Summary;
        text[BlockLine.Transcript] = activity.Transcript;
        text[BlockLine.Disposition] = activity.Disposition;
        text[BlockLine.Reference] = reference.ToString("D");
        var whole = SalesforceText.Check("activity.description", text.Write(MaxTextLength));
        return await metadata.GetNoteObjectAsync(session, cancellationToken) is "Note"
            ? await LogClassicAsync(session, activity, whole, cancellationToken)
            : await LogEnhancedAsync(session, activity, whole, cancellationToken);
    }

    public async Task AmendAsync(CrmSession session, string entity, RecordRef note, Activity changes, IReadOnlySet<string> fields, CancellationToken cancellationToken)
    {
        var id = SalesforceId.Of(note.Id);
        string[] wanted = entity is "Note" ? ["Id", "LastModifiedDate", "Body"] : ["Id", "LastModifiedDate"];
        var query = SoqlQuery.From(entity, wanted).Where(SoqlCondition.Is("Id", id)).Limit(1);
        if (await client.QueryAsync(session, query, cancellationToken) is not [var row])
            throw CrmException.NotFound();
        var body = new JsonObject();
        if (entity is "Note")
            body["Body"] = Amended(row.Text("Body") ?? "", changes, fields);
        else
        {
            var html = await ReadContentAsync(client, session, id, cancellationToken);
            var mark = BlockStart(html);
            body["Content"] = Encode(html[..mark] + ToHtml(Amended(ToText(html[mark..]), changes, fields)));
        }
        await client.UpdateAsync(session, entity, id, body, allowDuplicate: null, row.Time("LastModifiedDate"), cancellationToken);
    }

    /// <summary>The HTML of an enhanced note.</summary>
    public static async Task<string> ReadContentAsync(SalesforceClient client, CrmSession session, SalesforceId note, CancellationToken cancellationToken) =>
        Encoding.UTF8.GetString(await client.ReadBytesAsync(session, $"sobjects/ContentNote/{note}/Content", cancellationToken));

    /// <summary>Note and links are made together or not at all: a note without a link would be lost to everybody but its owner.</summary>
    private async Task<LogActivityResponse> LogEnhancedAsync(CrmSession session, Activity activity, string text, CancellationToken cancellationToken)
    {
        var targets = new[] { activity.Regarding, activity.Customer }.OfType<RecordRef>().DistinctBy(target => SalesforceId.Of(target.Id)).ToList();
        var note = new JsonObject { ["Title"] = TitleOf(activity, MaxTitleLength), ["Content"] = Encode(ToHtml(text)) };
        var parts = new List<Subrequest> { new("POST", SalesforceTransport.Path(session, "sobjects/ContentNote"), "note", note) };
        parts.AddRange(targets.Select((target, i) => new Subrequest("POST", SalesforceTransport.Path(session, "sobjects/ContentDocumentLink"), $"link{i}", new()
        {
            ["ContentDocumentId"] = "@{note.id}",
            ["LinkedEntityId"] = SalesforceId.Of(target.Id).ToString(),
            ["ShareType"] = "V",
            ["Visibility"] = "AllUsers",
        })));
        var answers = await client.ComposeAsync(session, new(AllOrNone: true, parts), CallSafety.Once, cancellationToken);
        var errors = answers.Select(answer => SalesforceClient.Error(session, answer, CallSafety.Once)).OfType<CrmException>().ToList();
        if (errors.Count > 0)
            throw errors.Find(error => error.CrmCode is not SalesforceErrors.Halted) ?? errors[0];
        var id = new SalesforceRow(answers[0].Body).Text("id") ?? throw new CrmException(CrmFailure.OutcomeUnknown, "Salesforce did not name the note.");
        return Logged(session, "ContentNote", id, activity.Customer, activity.Regarding);
    }

    private async Task<LogActivityResponse> LogClassicAsync(CrmSession session, Activity activity, string text, CancellationToken cancellationToken)
    {
        var parent = activity.Regarding ?? activity.Customer ?? throw CrmException.Invalid("activity.customer", "a note needs a record in this org");
        var body = new JsonObject { ["ParentId"] = SalesforceId.Of(parent.Id).ToString(), ["Title"] = TitleOf(activity, MaxClassicTitleLength), ["Body"] = text };
        var id = await client.CreateAsync(session, "Note", body, allowDuplicate: null, cancellationToken);
        return Logged(session, "Note", id, activity.Regarding is null ? activity.Customer : null, activity.Regarding);
    }

    private static LogActivityResponse Logged(CrmSession session, string entity, string id, RecordRef? customer, RecordRef? regarding)
    {
        var links = new StoredLinks();
        if (customer is not null)
            links.Customer = customer;
        if (regarding is not null)
            links.Regarding = regarding;
        return new LogActivityResponse { Activity = SalesforceObjects.Ref(session, entity, id), StoredLinks = links };
    }

    private static string Amended(string text, Activity changes, IReadOnlySet<string> fields)
    {
        var block = DescriptionBlock.Read(text);
        Set("recording_uri", BlockLine.Recording, changes.RecordingUri);
        Set("summary", BlockLine.Summary, changes.Summary);
        Set("transcript", BlockLine.Transcript, changes.Transcript);
        Set("disposition", BlockLine.Disposition, changes.Disposition);
        Set("duration", BlockLine.Duration, changes.Duration?.ToTimeSpan().ToString());
        Set("status", BlockLine.Status, changes.Status is ActivityStatus.Unspecified ? null : changes.Status.ToString());
        return SalesforceText.Check("changes", block.Write(MaxTextLength));

        void Set(string field, BlockLine line, string? value)
        {
            if (fields.Contains(field))
                block[line] = value;
        }
    }

    private static string TitleOf(Activity activity, int maxLength)
    {
        var title = activity.Subject.Length > 0 ? activity.Subject : activity.Description.Split('\n')[0].Trim();
        title = SalesforceText.Check("activity.subject", title.Length == 0 ? DefaultTitle : title);
        if (title.Length <= maxLength)
            return title;
        return char.IsHighSurrogate(title[maxLength - 1]) ? title[..(maxLength - 1)] : title[..maxLength];
    }

    /// <summary>Where the paragraph of our block begins; the end when there is none. What people have formatted above it stays as it is.</summary>
    private static int BlockStart(string html)
    {
        var mark = html.LastIndexOf(DescriptionBlock.Mark, StringComparison.Ordinal);
        if (mark < 0)
            return html.Length;
        var paragraph = html.LastIndexOf("<p", mark, StringComparison.OrdinalIgnoreCase);
        return paragraph < 0 ? mark : paragraph;
    }

    private static string ToHtml(string text) => string.Concat(text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
        .Select(paragraph => $"<p>{WebUtility.HtmlEncode(paragraph).Replace("\n", "<br>", StringComparison.Ordinal)}</p>"));

    private static string ToText(string html) =>
        WebUtility.HtmlDecode(Tag().Replace(LineEnd().Replace(html, "\n"), "")).Trim();

    private static string Encode(string html) => Convert.ToBase64String(Encoding.UTF8.GetBytes(html));

    [GeneratedRegex(@"<br\s*/?>|</(p|div|li)\s*>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex LineEnd();

    [GeneratedRegex("<[^>]*>", RegexOptions.CultureInvariant)]
    private static partial Regex Tag();
}
