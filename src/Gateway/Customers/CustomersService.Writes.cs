using Customer360.Contracts.V1;
using Grpc.Core;

namespace Customer360.Gateway.Customers;

internal sealed partial class CustomersService
{
    public override async Task<CreateContactResponse> CreateContact(CreateContactRequest request, ServerCallContext context)
    {
        WriteChecks.CheckCreate(request.RequestId, request.Fields);
        RefuseInteraction(request.InteractionId);
        return await writer.RunAsync(context, request.RequestId, request, request.ValidateOnly, Target.Of(request.ConnectionId), async write =>
            new CreateContactResponse { Record = await writer.CreateAsync(write, RecordKind.Contact, request.Fields, null, request.AllowDuplicate) });
    }

    public override async Task<CreateAccountResponse> CreateAccount(CreateAccountRequest request, ServerCallContext context)
    {
        WriteChecks.CheckCreate(request.RequestId, request.Fields);
        RefuseInteraction(request.InteractionId);
        return await writer.RunAsync(context, request.RequestId, request, request.ValidateOnly, Target.Of(request.ConnectionId), async write =>
            new CreateAccountResponse { Record = await writer.CreateAsync(write, RecordKind.Account, request.Fields, null, request.AllowDuplicate) });
    }

    public override async Task<CreateCaseResponse> CreateCase(CreateCaseRequest request, ServerCallContext context)
    {
        WriteChecks.CheckCreate(request.RequestId, request.Fields, request.Customer);
        RefuseInteraction(request.InteractionId);
        return await writer.RunAsync(context, request.RequestId, request, request.ValidateOnly, Target.Of(request.ConnectionId, request.Customer), async write =>
            new CreateCaseResponse { Record = await writer.CreateAsync(write, RecordKind.Case, request.Fields, request.Customer, request.AllowDuplicate) });
    }

    public override async Task<UpdateRecordResponse> UpdateRecord(UpdateRecordRequest request, ServerCallContext context)
    {
        WriteChecks.CheckUpdate(request);
        return await writer.RunAsync(context, request.RequestId, request, request.ValidateOnly, Target.Of("", request.Record), async write =>
            new UpdateRecordResponse { Record = await writer.UpdateAsync(write, request) });
    }

    public override async Task<LogActivityResponse> LogActivity(LogActivityRequest request, ServerCallContext context)
    {
        WriteChecks.CheckLog(request);
        RefuseInteraction(request.InteractionId);
        var target = Target.Of(request.ConnectionId, request.Activity.Customer, request.Activity.Regarding);
        return await writer.RunAsync(context, request.RequestId, request, request.ValidateOnly, target,
            write => ActivityWriter.LogAsync(write, request.Activity));
    }

    public override async Task<UpdateActivityResponse> UpdateActivity(UpdateActivityRequest request, ServerCallContext context)
    {
        RefuseInteraction(request.InteractionId);
        var fields = WriteChecks.CheckAmend(request);
        return await writer.RunAsync(context, request.RequestId, request, request.ValidateOnly, Target.Of("", request.Activity),
            write => ActivityWriter.AmendAsync(write, request.Activity, request.Changes, fields));
    }
}
