using Customer360.Gateway.Security;
using Google.Protobuf;

namespace Customer360.Gateway.Requests;

/// <summary>Every CRM write's request_id: what was asked under it, and what was answered.</summary>
internal sealed class RequestLedger
{
    /// <summary>Does the work once; a repeat within 24 h gets the stored answer, of two at the same time one waits.</summary>
    /// <param name="caller">Whose request_id it is.</param>
    /// <param name="method">The RPC.</param>
    /// <param name="requestId">A UUID.</param>
    /// <param name="request">The body; a repeat must carry the same.</param>
    /// <param name="work">Opens the CRM, pins the attempt to it, and writes with the attempt's reference.</param>
    /// <param name="cancellationToken">The caller gave up: a repeat goes on with the same reference.</param>
    /// <exception cref="Errors.GatewayException">REQUEST_ID_REUSED: the body is another.</exception>
    /// <exception cref="Storage.StorageException">The request can't be noted, so it wasn't begun.</exception>
    public Task<TResponse> RunOnceAsync<TResponse>(
        Caller caller, string method, string requestId, IMessage request,
        Func<WriteAttempt, CancellationToken, Task<TResponse>> work, CancellationToken cancellationToken)
        where TResponse : IMessage<TResponse>, new() => throw new NotImplementedException();
}
