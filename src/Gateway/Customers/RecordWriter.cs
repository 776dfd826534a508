using Customer360.Adapters;
using Customer360.Contracts.V1;
using Customer360.Gateway.CrmAccess;
using Customer360.Gateway.Errors;
using Customer360.Gateway.Requests;
using Customer360.Gateway.Security;
using Google.Protobuf;
using Grpc.Core;

namespace Customer360.Gateway.Customers;

/// <summary>One attempt at a write.</summary>
/// <param name="Caller">Who writes.</param>
/// <param name="Crm">Where, with whose rights.</param>
/// <param name="Reference">Fixed before the first attempt. Null: only validate.</param>
/// <param name="CancellationToken">Carried to the CRM.</param>
internal sealed record Write(Caller Caller, CrmCall Crm, Guid? Reference, CancellationToken CancellationToken)
{
    /// <summary>An earlier attempt, whose outcome is unknown, may have written already.</summary>
    public bool IsRepeat { get; init; }
}

/// <summary>Creates and updates records: checks the values against the CRM's metadata, writes once, reads back.</summary>
internal sealed class RecordWriter(CrmCalls crms, RequestLedger ledger, Etags etags)
{
    /// <summary>Duplicates that are looked up for the agent, since each costs a call.</summary>
    private const int MostDuplicates = 10;

    /// <summary>Runs a write once for its request_id; a repeat returns the first answer, at the CRM that the first went to.</summary>
    public async Task<TResponse> RunAsync<TResponse>(
        ServerCallContext context, string requestId, IMessage request, bool validateOnly, string? connectionId, Func<Write, Task<TResponse>> work)
        where TResponse : IMessage<TResponse>, new()
    {
        var caller = context.Caller();
        if (validateOnly)
            return await work(new(caller, await OpenAsync(connectionId), null, context.CancellationToken));
        return await ledger.RunOnceAsync<TResponse>(caller, context.Method, requestId, request, async (attempt, cancellationToken) =>
        {
            var crm = await OpenAsync(attempt.ConnectionId ?? connectionId);
            await attempt.PinAsync(crm.Session.Connection.Id, cancellationToken);
            return await work(new(caller, crm, attempt.Reference, cancellationToken) { IsRepeat = attempt.ConnectionId is not null });
        }, context.CancellationToken);

        Task<CrmCall> OpenAsync(string? connection) => crms.OpenAsync(caller, connection, context.CallDeadline(), context.CancellationToken);
    }

    /// <returns>The new record; null when only validated.</returns>
    public async Task<Record?> CreateAsync(Write write, RecordKind kind, IReadOnlyList<FieldInput> inputs, RecordRef? customer, bool allowDuplicate)
    {
        var (crm, cancellationToken) = (write.Crm, write.CancellationToken);
        // Somebody may have changed the record since: writing it again would take that back.
        if (write is { IsRepeat: true, Reference: { } earlier } && await crm.Adapter.FindByReferenceAsync(crm.Session, kind, earlier, cancellationToken) is { } written)
            return await ReadBackAsync(write, written);
        var type = await Forms.DescribeAsync(crm, new() { Kind = kind }, cancellationToken);
        if (!type.Type.CanCreate)
            throw new CrmException(CrmFailure.PermissionDenied, $"The CRM doesn't let this agent create {type.Type.Object}.");
        var fields = FieldInputs.Resolve(type, inputs, isCreate: true, RequiredOf(kind));
        if (write.Reference is not { } reference)
            return null;

        try
        {
            var create = new CrmCreate(kind, fields, customer?.At(crm.Session.Connection.Id), reference, allowDuplicate);
            return await ReadBackAsync(write, await crm.Adapter.CreateAsync(crm.Session, create, cancellationToken));
        }
        catch (CrmException exists) when (exists.Failure is CrmFailure.Duplicate)
        {
            throw await ToDuplicateAsync(crm, exists, cancellationToken);
        }
    }

    /// <returns>The changed record; null when only validated.</returns>
    public async Task<Record?> UpdateAsync(Write write, UpdateRecordRequest request)
    {
        var (crm, cancellationToken) = (write.Crm, write.CancellationToken);
        var record = request.Record.At(crm.Session.Connection.Id);
        var version = etags.Open(write.Caller, record, request.Etag);
        var fields = FieldInputs.Resolve(await Forms.DescribeAsync(crm, record, cancellationToken), request.Fields, isCreate: false);
        if (write.Reference is null)
        {
            await RefuseUpdateAsync(write, record, version);
            return null;
        }

        try
        {
            await crm.Adapter.UpdateAsync(crm.Session, new(record, fields, version, request.AllowDuplicate), cancellationToken);
        }
        catch (CrmException changed) when (changed.Failure is CrmFailure.Changed)
        {
            throw await ToChangedAsync(write, record, changed);
        }
        catch (CrmException exists) when (exists.Failure is CrmFailure.Duplicate)
        {
            throw await ToDuplicateAsync(crm, exists, cancellationToken);
        }
        return await ReadBackAsync(write, record);
    }

    private static ReadOnlySpan<WellKnownField> RequiredOf(RecordKind kind) => kind switch
    {
        RecordKind.Contact => (WellKnownField[])[WellKnownField.FirstName, WellKnownField.LastName],
        RecordKind.Account => (WellKnownField[])[WellKnownField.AccountName],
        _ => (WellKnownField[])[WellKnownField.Subject],
    };

    /// <summary>The write has happened: a failing read must not turn it into a failure, or the caller would write again.</summary>
    private async Task<Record> ReadBackAsync(Write write, RecordRef written)
    {
        try
        {
            if (await write.Crm.Adapter.FindRecordAsync(write.Crm.Session, written, null, write.CancellationToken) is { } record)
            {
                record.Etag = etags.Seal(write.Caller, record.Ref, record.Etag);
                return record;
            }
        }
        catch (Exception unread) when (unread is CrmException or OperationCanceledException)
        {
        }
        return new() { Ref = written };
    }

    /// <summary>What an update would run into, as far as a read can tell.</summary>
    private async Task RefuseUpdateAsync(Write write, RecordRef record, string? version)
    {
        var current = await write.Crm.Adapter.FindRecordAsync(write.Crm.Session, record, [], write.CancellationToken) ?? throw CrmException.NotFound();
        if (current.Rights?.Update is Permission.Denied)
            throw new CrmException(CrmFailure.PermissionDenied, "The CRM doesn't let this agent change the record.");
        if (version is not null && version != current.Etag)
            throw Changed(etags.Seal(write.Caller, current.Ref, current.Etag), null);
    }

    private async Task<GatewayException> ToChangedAsync(Write write, RecordRef record, CrmException changed)
    {
        var current = await write.Crm.Adapter.FindRecordAsync(write.Crm.Session, record, [], write.CancellationToken) ?? throw CrmException.NotFound();
        return Changed(etags.Seal(write.Caller, current.Ref, current.Etag), changed);
    }

    private static GatewayException Changed(string etag, CrmException? cause) =>
        new(StatusCode.Aborted, ErrorReason.RecordChanged, "The record has changed since it was read.", cause)
        {
            Metadata = new Dictionary<string, string> { ["etag"] = etag },
        };

    /// <summary>Only what this agent can read just now: the CRM may have compared with what only others may see.</summary>
    private static async Task<GatewayException> ToDuplicateAsync(CrmCall crm, CrmException exists, CancellationToken cancellationToken)
    {
        var details = new DuplicateRecords { CanOverride = exists.CanOverrideDuplicate };
        foreach (var candidate in exists.Duplicates.Take(MostDuplicates))
            if (await crm.Adapter.FindRecordAsync(crm.Session, candidate, [], cancellationToken) is { } visible)
                details.Duplicates.Add(new RecordSummary { Ref = visible.Ref, Title = visible.Title, Subtitle = visible.Subtitle });
        return new(StatusCode.AlreadyExists, ErrorReason.DuplicateRecord, "The CRM knows such a record already.", exists)
        {
            Details = [details],
            Metadata = new Dictionary<string, string> { ["can_override"] = details.CanOverride ? "true" : "false" },
        };
    }
}
