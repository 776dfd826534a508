using Customer360.Adapters;
using Customer360.Contracts.V1;
using Customer360.Gateway.Errors;
using Customer360.Gateway.Security;
using Customer360.Gateway.Storage;
using Google.Protobuf;
using Grpc.Core;

namespace Customer360.Gateway.Requests;

/// <summary>Every CRM write's request_id: what was asked under it, and what was answered.</summary>
/// <remarks>
/// The lease only spares the CRM a second attempt. What keeps the write single is the reference, which every attempt at
/// the same body carries: a paused worker may write late, and meets what was written meanwhile.
/// </remarks>
internal sealed partial class RequestLedger(Database database, Vault vault, TimeProvider time, ILogger<RequestLedger> logger)
{
    private const string AnswerPurpose = "request.answer";

    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(200);

    private readonly RequestRows _rows = new(database, time);

    /// <summary>Does the work once; a repeat within 24 h gets the stored answer, of two at the same time one waits.</summary>
    /// <remarks>
    /// After an unknown outcome a repeat works on with the same reference, at the same connection. After a definite failure
    /// it tries anew, and its body may be another; the same body keeps its reference, in case the work failed behind its write.
    /// </remarks>
    /// <param name="caller">Whose request_id it is.</param>
    /// <param name="method">The RPC.</param>
    /// <param name="requestId">A UUID.</param>
    /// <param name="request">The body; a repeat must carry the same.</param>
    /// <param name="work">Opens the CRM, pins the attempt to it, and writes with the attempt's reference.</param>
    /// <param name="cancellationToken">The caller gave up: a repeat goes on with the same reference.</param>
    /// <exception cref="GatewayException">REQUEST_ID_REUSED: the body is another.</exception>
    /// <exception cref="StorageException">The request can't be noted, so it wasn't begun.</exception>
    public async Task<TResponse> RunOnceAsync<TResponse>(
        Caller caller, string method, string requestId, IMessage request,
        Func<WriteAttempt, CancellationToken, Task<TResponse>> work, CancellationToken cancellationToken)
        where TResponse : IMessage<TResponse>, new()
    {
        var key = new RequestKey(caller.TenantId, caller.Issuer, caller.Subject, method, requestId.ToLowerInvariant());
        var row = await ClaimAsync(key, vault.Hash("request.body", request.ToByteArray()), cancellationToken);
        if (row.Answer is not null)
            return Open<TResponse>(key, row.Answer);
        var attempt = new Attempt(_rows, key, row);
        var response = await WorkAsync(attempt, work, cancellationToken);
        return await CompleteAsync(key, row, response);
    }

    /// <returns>A row that is ours to work on, or one with an answer.</returns>
    private async Task<RequestRow> ClaimAsync(RequestKey key, byte[] bodyHash, CancellationToken cancellationToken)
    {
        for (var wait = ShortestWait; ; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            var mine = new RequestRow { BodyHash = bodyHash, Reference = Guid.CreateVersion7().ToString(), Lease = Guid.CreateVersion7().ToString() };
            if (await _rows.FindAsync(key, cancellationToken) is not { } seen)
            {
                if (await _rows.TryAddAsync(key, mine, cancellationToken))
                    return mine;
                continue;
            }

            var isSameBody = seen.BodyHash.AsSpan().SequenceEqual(bodyHash);
            var isRunning = seen.LeaseTime > time.GetUtcNow().ToUnixTimeMilliseconds();
            if (!isSameBody && (isRunning || seen.Answer is not null || seen.ConnectionId.Length > 0))
                throw new GatewayException(StatusCode.InvalidArgument, ErrorReason.RequestIdReused, "The request_id was used with another body.")
                {
                    Fields = [new("request_id", "was used with another body")],
                };
            if (seen.Answer is not null)
                return seen;
            if (isSameBody)
                mine = mine with { Reference = seen.Reference, ConnectionId = seen.ConnectionId };
            if (!isRunning && await _rows.TryTakeAsync(key, seen, mine, cancellationToken))
                return mine;
            await Task.Delay(wait, time, cancellationToken);
        }
    }

    private async Task<TResponse> WorkAsync<TResponse>(
        Attempt attempt, Func<WriteAttempt, CancellationToken, Task<TResponse>> work, CancellationToken cancellationToken)
    {
        using var ended = new CancellationTokenSource();
        var beats = BeatAsync(attempt, ended.Token);
        try
        {
            return await work(attempt, cancellationToken);
        }
        catch (Exception failure)
        {
            await ReleaseAsync(attempt, IsDefinite(failure));
            throw;
        }
        finally
        {
            await ended.CancelAsync();
            await beats;
        }
    }

    /// <summary>Keeps the lease while the work takes its time.</summary>
    private async Task BeatAsync(Attempt attempt, CancellationToken ended)
    {
        using var timer = new PeriodicTimer(RequestRows.Lease / 3, time);
        try
        {
            while (await timer.WaitForNextTickAsync(ended))
                await attempt.RenewAsync(ended);
        }
        catch (OperationCanceledException)
        {
            // The work has ended.
        }
        catch (StorageException failure)
        {
            Log.LeaseLost(logger, failure); // The work goes on: its reference keeps it single.
        }
    }

    private async Task ReleaseAsync(Attempt attempt, bool isDefinite)
    {
        try
        {
            await attempt.ReleaseAsync(isDefinite);
        }
        catch (StorageException failure)
        {
            Log.LeaseLost(logger, failure); // It runs out by itself.
        }
    }

    private async Task<TResponse> CompleteAsync<TResponse>(RequestKey key, RequestRow row, TResponse response)
        where TResponse : IMessage<TResponse>, new()
    {
        try
        {
            var answer = vault.Protect(AnswerPurpose, key.Parts, response.ToByteArray());
            if (await _rows.TryCompleteAsync(key, row with { Answer = answer }))
                return response;
            var first = await _rows.FindAsync(key, CancellationToken.None);
            return first is { Answer: { } known } && first.Reference == row.Reference ? Open<TResponse>(key, known) : response;
        }
        catch (StorageException failure)
        {
            Log.AnswerLost(logger, failure); // A repeat writes with the same reference and meets this record.
            return response;
        }
    }

    private TResponse Open<TResponse>(RequestKey key, byte[] answer)
        where TResponse : IMessage<TResponse>, new()
    {
        var response = new TResponse();
        response.MergeFrom(vault.Unprotect(AnswerPurpose, key.Parts, answer));
        return response;
    }

    /// <summary>The CRM has surely not written: it, or we, said so.</summary>
    private static bool IsDefinite(Exception failure) => failure switch
    {
        GatewayException gateway => gateway.Reason is not ErrorReason.CrmOutcomeUnknown,
        CrmException crm => crm.Failure is not (CrmFailure.OutcomeUnknown or CrmFailure.Timeout or CrmFailure.BadReply),
        _ => false,
    };

    private sealed class Attempt(RequestRows rows, RequestKey key, RequestRow row) : WriteAttempt
    {
        private string _mayHaveGoneTo = row.ConnectionId;

        public override Guid Reference { get; } = Guid.Parse(row.Reference);

        public override string? ConnectionId => row.ConnectionId.Length > 0 ? row.ConnectionId : null;

        public override async Task PinAsync(string connectionId, CancellationToken cancellationToken)
        {
            if (!await rows.TryPinAsync(key, row, connectionId, cancellationToken))
                throw new StorageException("This attempt was slow, and another has taken over.");
            _mayHaveGoneTo = connectionId;
        }

        public Task<int> RenewAsync(CancellationToken cancellationToken) => rows.RenewAsync(key, row, cancellationToken);

        /// <summary>A definite failure says nothing of an earlier attempt whose outcome is unknown.</summary>
        public Task<int> ReleaseAsync(bool isDefinite) =>
            rows.ReleaseAsync(key, row with { ConnectionId = isDefinite ? row.ConnectionId : _mayHaveGoneTo });
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A write's lease can't be kept or given back.")]
        public static partial void LeaseLost(ILogger logger, Exception failure);

        [LoggerMessage(2, LogLevel.Warning, "A write's answer can't be stored.")]
        public static partial void AnswerLost(ILogger logger, Exception failure);
    }
}
