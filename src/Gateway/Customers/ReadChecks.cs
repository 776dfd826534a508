using Customer360.Contracts.V1;
using Customer360.Gateway.Errors;

namespace Customer360.Gateway.Customers;

/// <summary>What must hold for requests that only read. Each names every problem at once.</summary>
internal static class ReadChecks
{
    private const int LongestInput = 250;
    private const int LongestSearch = 100;
    private const int MostPhones = 100;

    private static readonly RecordKind[] Searchable = [RecordKind.Contact, RecordKind.Account, RecordKind.Case];
    private static readonly RecordKind[] Related = [RecordKind.Case, RecordKind.Note, RecordKind.Task, RecordKind.Call, RecordKind.Event];

    /// <returns>A copy with defaults filled in.</returns>
    public static SearchRequest Checked(this SearchRequest request)
    {
        var check = new Check();
        switch (request.ByCase)
        {
            case SearchRequest.ByOneofCase.Text:
                check.Text("text", request.Text.Trim(), LongestSearch, min: 2);
                break;
            case SearchRequest.ByOneofCase.Fields:
                CheckFields(check, request.Fields);
                break;
            default:
                check.Add("by", "needs text or fields");
                break;
        }
        for (var i = 0; i < request.Kinds.Count; i++)
            check.OneOf($"kinds[{i}]", request.Kinds[i], Searchable);
        var pageSize = check.PageSize(request.PageSize, defaultSize: 20, max: 50);
        check.ThrowIfAny();

        var query = new SearchRequest(request) { PageSize = pageSize };
        if (query.ByCase is SearchRequest.ByOneofCase.Text)
            query.Text = query.Text.Trim();
        query.Kinds.Clear();
        query.Kinds.AddRange(request.Kinds.Count > 0 ? request.Kinds.Distinct() : Searchable);
        return query;
    }

    public static MatchByPhoneRequest Checked(this MatchByPhoneRequest request)
    {
        var check = new Check();
        check.Text("phone", request.Phone, LongestInput, min: 1);
        CheckRegion(check, request.Region);
        CheckChannel(check, request.Channel);
        check.ThrowIfAny();
        return request;
    }

    public static BatchMatchByPhoneRequest Checked(this BatchMatchByPhoneRequest request)
    {
        var check = new Check();
        check.Count("phones", request.Phones.Count, MostPhones, min: 1);
        CheckRegion(check, request.Region);
        CheckChannel(check, request.Channel);
        check.ThrowIfAny();
        return request;
    }

    public static IdentifyRequest Checked(this IdentifyRequest request)
    {
        var check = new Check();
        if (check.Required("context", request.Context))
        {
            CheckInputs(check, "context.custom", request.Context.Custom);
            CheckInputs(check, "context.pre_conversation", request.Context.PreConversation);
            CheckInputs(check, "context.bot", request.Context.Bot);
            check.That(IdentificationInput.Of(request.Context).Count > 0, "context", "needs at least one input");
        }
        CheckRegion(check, request.Region);
        check.ThrowIfAny();
        return request;
    }

    /// <returns>A copy with defaults filled in.</returns>
    public static RelatedRecordsRequest Checked(this RelatedRecordsRequest request)
    {
        var check = new Check();
        check.Reference("record", request.Record, RecordKind.Contact, RecordKind.Account, RecordKind.Case);
        for (var i = 0; i < request.Kinds.Count; i++)
            check.OneOf($"kinds[{i}]", request.Kinds[i], Related);
        var pageSize = check.PageSize(request.PageSize, defaultSize: 25, max: 100);
        check.ThrowIfAny();

        var query = new RelatedRecordsRequest(request) { PageSize = pageSize };
        query.Kinds.Clear();
        query.Kinds.AddRange(request.Kinds.Count > 0 ? request.Kinds.Distinct() : Related);
        return query;
    }

    public static GetRecordRequest Checked(this GetRecordRequest request)
    {
        var check = new Check();
        check.Reference("record", request.Record);
        check.ThrowIfAny();
        return request;
    }

    public static DeepLinkRequest Checked(this DeepLinkRequest request)
    {
        var check = new Check();
        check.Reference("record", request.Record);
        check.ThrowIfAny();
        return request;
    }

    public static GetFormRequest Checked(this GetFormRequest request)
    {
        var check = new Check();
        if (request.Record is not null)
            check.Reference("record", request.Record);
        else
            check.OneOf("kind", request.Kind, RecordKind.Contact, RecordKind.Account, RecordKind.Case,
                RecordKind.Note, RecordKind.Task, RecordKind.Call, RecordKind.Event);
        check.ThrowIfAny();
        return request;
    }

    private static void CheckFields(Check check, SearchFields fields)
    {
        var any = false;
        foreach (var field in SearchFields.Descriptor.Fields.InDeclarationOrder())
        {
            var value = (string)field.Accessor.GetValue(fields);
            any |= value.Trim().Length > 0;
            check.Text($"fields.{field.Name}", value, LongestSearch);
        }
        check.That(any, "fields", "needs at least one field");
    }

    private static void CheckInputs(Check check, string path, IdentificationInputs? inputs)
    {
        if (inputs is null)
            return;
        check.Text($"{path}.name", inputs.Name, LongestInput);
        check.Text($"{path}.email", inputs.Email, LongestInput);
        check.Text($"{path}.phone", inputs.Phone, LongestInput);
        check.Text($"{path}.case_number", inputs.CaseNumber, LongestInput);
    }

    private static void CheckRegion(Check check, string region) =>
        check.That(region.Length == 0 || (region.Length == 2 && region.All(char.IsAsciiLetter)), "region", "must be two letters of ISO 3166");

    private static void CheckChannel(Check check, Channel channel) =>
        check.That(channel is not Channel.Email, "channel", "can't be EMAIL: it is matched by address");
}
