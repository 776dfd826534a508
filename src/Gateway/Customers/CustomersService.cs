using Customer360.Adapters;
using Customer360.Contracts.V1;
using Customer360.Gateway.CrmAccess;
using Customer360.Gateway.Errors;
using Customer360.Gateway.Matching;
using Customer360.Gateway.Security;
using Grpc.Core;

namespace Customer360.Gateway.Customers;

/// <summary>An agent's work on customers. Here what only reads; the writes are in <c>CustomersService.Writes.cs</c>.</summary>
internal sealed partial class CustomersService(
    CrmCalls crms, PhoneMatcher matcher, BatchMatcher batchMatcher, Identification identification, RecordWriter writer,
    PageTokens pageTokens, Etags etags)
    : Customer360Service.Customer360ServiceBase
{
    public override async Task<SearchResponse> Search(SearchRequest request, ServerCallContext context)
    {
        var query = request.Checked();
        var crm = await OpenAsync(context, Target.Of(request.ConnectionId));
        var scope = PageScope.Of(context, crm.Session.Connection.Id, request);

        var answer = await crm.Adapter.SearchAsync(crm.Session, query, pageTokens.Open(scope, request.PageToken), context.CancellationToken);
        answer.NextPageToken = pageTokens.Seal(scope, answer.NextPageToken.Length > 0 ? answer.NextPageToken : null);
        return answer;
    }

    public override async Task<MatchByPhoneResponse> MatchByPhone(MatchByPhoneRequest request, ServerCallContext context)
    {
        request.Checked();
        RefuseInteraction(request.InteractionId);
        var crm = await OpenAsync(context, Target.Of(request.ConnectionId));
        return await matcher.MatchAsync(crm, request.Phone, request.Region, VoiceUnlessSaid(request.Channel), context.CancellationToken);
    }

    public override async Task BatchMatchByPhone(
        BatchMatchByPhoneRequest request, IServerStreamWriter<BatchMatchByPhoneResponse> responseStream, ServerCallContext context)
    {
        request.Checked();
        var crm = await OpenAsync(context, Target.Of(request.ConnectionId));
        await batchMatcher.MatchAsync(crm, request, VoiceUnlessSaid(request.Channel), responseStream, context.CancellationToken);
    }

    public override async Task<IdentifyResponse> Identify(IdentifyRequest request, ServerCallContext context)
    {
        request.Checked();
        var crm = await OpenAsync(context, Target.Of(request.ConnectionId));
        return await identification.IdentifyAsync(crm, request.Context, request.Region, VoiceUnlessSaid(request.Channel), context.CancellationToken);
    }

    public override async Task<GetRecordResponse> GetRecord(GetRecordRequest request, ServerCallContext context)
    {
        request.Checked();
        RefuseLayout(request.LayoutId);
        var crm = await OpenAsync(context, Target.Of("", request.Record));
        var record = await crm.Adapter.FindRecordAsync(crm.Session, request.Record.At(crm.Session.Connection.Id), null, context.CancellationToken)
            ?? throw CrmException.NotFound();
        record.Etag = etags.Seal(context.Caller(), record.Ref, record.Etag);
        return new() { Record = record };
    }

    public override async Task<ListRecordTypesResponse> ListRecordTypes(ListRecordTypesRequest request, ServerCallContext context)
    {
        var crm = await OpenAsync(context, Target.Of(request.ConnectionId));
        return new() { Types_ = { await crm.Adapter.ListRecordTypesAsync(crm.Session, context.CancellationToken) } };
    }

    public override async Task<GetFormResponse> GetForm(GetFormRequest request, ServerCallContext context)
    {
        request.Checked();
        RefuseInteraction(request.InteractionId);
        RefuseLayout(request.LayoutId);
        var crm = await OpenAsync(context, Target.Of(request.ConnectionId, request.Record));
        return request.Record is null
            ? await Forms.ForNewAsync(crm, request.Kind, context.CancellationToken)
            : await Forms.ForEditAsync(crm, request.Record.At(crm.Session.Connection.Id), record => etags.Seal(context.Caller(), record.Ref, record.Etag), context.CancellationToken);
    }

    public override async Task<RelatedRecordsResponse> RelatedRecords(RelatedRecordsRequest request, ServerCallContext context)
    {
        var query = request.Checked();
        RefuseInteraction(request.InteractionId);
        var crm = await OpenAsync(context, Target.Of("", request.Record));
        query.Record = request.Record.At(crm.Session.Connection.Id);
        var scope = PageScope.Of(context, crm.Session.Connection.Id, request);

        var answer = await crm.Adapter.ListRelatedAsync(crm.Session, query, pageTokens.Open(scope, request.PageToken), context.CancellationToken);
        foreach (var record in answer.Records)
            record.Label = RelatedLabel.Suggested; // NEW needs an interaction.
        answer.NextPageToken = pageTokens.Seal(scope, answer.NextPageToken.Length > 0 ? answer.NextPageToken : null);
        return answer;
    }

    public override async Task<DeepLinkResponse> DeepLink(DeepLinkRequest request, ServerCallContext context)
    {
        request.Checked();
        var crm = await OpenAsync(context, Target.Of("", request.Record));
        return await crm.Adapter.GetDeepLinkAsync(crm.Session, request.Record.At(crm.Session.Connection.Id), context.CancellationToken);
    }

    private async Task<CrmCall> OpenAsync(ServerCallContext context, string? connectionId)
    {
        var crm = await crms.OpenAsync(context.Caller(), connectionId, context.CallDeadline(), context.CancellationToken);
        context.NameConnection(crm.Session.Connection);
        return crm;
    }

    private static Channel VoiceUnlessSaid(Channel channel) => channel is Channel.Unspecified ? Channel.Voice : channel;

    /// <summary>No interaction exists while InteractionService is unimplemented, so none can be the caller's.</summary>
    private static void RefuseInteraction(string interactionId)
    {
        if (interactionId.Length > 0)
            throw GatewayException.NotFound(ErrorReason.InteractionNotFound, "interaction", interactionId);
    }

    /// <summary>No layout exists while AdminService is unimplemented.</summary>
    private static void RefuseLayout(string layoutId)
    {
        if (layoutId.Length > 0)
            throw GatewayException.NotFound(ErrorReason.LayoutNotFound, "layout", layoutId);
    }
}
