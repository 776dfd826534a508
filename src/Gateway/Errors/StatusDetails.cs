using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Status = Google.Rpc.Status;

namespace Customer360.Gateway.Errors;

/// <summary>How a failure looks on the wire.</summary>
internal static class StatusDetails
{
    public const string Domain = "customer360";
    public const string Trailer = "grpc-status-details-bin";

    public static Status ToStatus(this GatewayException exception, ErrorContext? context)
    {
        var info = new ErrorInfo { Reason = exception.Reason.ToName(), Domain = Domain, Metadata = { exception.Metadata.ToDictionary() } };
        if (context is not null)
        {
            info.Metadata["connection_id"] = context.ConnectionId;
            info.Metadata["crm_kind"] = context.Kind.ToString().ToUpperInvariant();
        }
        var status = new Status { Code = (int)exception.Code, Message = exception.Message, Details = { Any.Pack(info) } };
        if (exception.Fields.Count > 0)
            status.Details.Add(Any.Pack(new BadRequest
            {
                FieldViolations = { exception.Fields.Select(field => new BadRequest.Types.FieldViolation { Field = field.Path, Description = field.Problem }) },
            }));
        if (exception.RetryAfter is { } delay)
            status.Details.Add(Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(delay) }));
        status.Details.Add(exception.Details.Select(Any.Pack));
        return status;
    }

    public static RpcException ToRpcException(this Status status) => new(
        new Grpc.Core.Status((StatusCode)status.Code, status.Message),
        new Metadata { { Trailer, status.ToByteArray() } },
        status.Message);
}
