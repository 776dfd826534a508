using Customer360.Contracts.V1;
using Customer360.Gateway.Hosting;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Customer360.Gateway.Errors;

/// <summary>
/// Gives details to the statuses that the gRPC server makes by itself, before an interceptor runs or after the time is
/// up: no such RPC, a message that can't be read or is too large, a deadline.
/// </summary>
internal sealed class BareStatusMiddleware(RequestDelegate next, IOptions<LimitOptions> limits)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.IsGrpc())
            context.Response.OnStarting(Complete, context.Response);
        return next(context);
    }

    private Task Complete(object state)
    {
        var response = (HttpResponse)state;
        if (int.TryParse(response.Headers[GrpcAnswer.StatusHeader], out var code) && code != (int)StatusCode.OK
            && !response.Headers.ContainsKey(StatusDetails.Trailer) && Explain((StatusCode)code) is { } explained)
            response.SetGrpcStatus(explained.ToStatus(context: null));
        return Task.CompletedTask;
    }

    private GatewayException? Explain(StatusCode code) => code switch
    {
        StatusCode.Unimplemented => new(code, ErrorReason.NotImplemented, "This gateway has no such RPC, or doesn't know the message's compression."),
        StatusCode.DeadlineExceeded => new(code, ErrorReason.CrmTimeout, "The time was up before the answer was there."),
        // Whatever our own code throws has details; what is left failed while the request was being read.
        StatusCode.Unknown or StatusCode.Internal => new(StatusCode.InvalidArgument, ErrorReason.InvalidField, "The request is no valid message of this RPC: malformed protobuf, or text that is not UTF-8."),
        StatusCode.ResourceExhausted => new(StatusCode.InvalidArgument, ErrorReason.InvalidField, $"The request is larger than {limits.Value.MessageBytes} bytes."),
        StatusCode.InvalidArgument => new(code, ErrorReason.InvalidField, "The request can't be read."),
        _ => null,
    };
}
