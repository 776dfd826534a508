using Customer360.Adapters;
using Customer360.Contracts.V1;
using Customer360.Gateway.Storage;
using Grpc.Core;

namespace Customer360.Gateway.Errors;

/// <summary>Turns whatever was thrown into what the contract says. Only here do exceptions become statuses.</summary>
internal sealed partial class ErrorTranslator(IHostApplicationLifetime lifetime, TimeProvider time, ILogger<ErrorTranslator> logger)
{
    // The deadline's timer and the clock are not one.
    private static readonly TimeSpan ClockSlack = TimeSpan.FromMilliseconds(50);

    /// <summary>For an error that ends the call.</summary>
    public RpcException ToRpcException(Exception exception, ServerCallContext context) =>
        // The health service and the like say themselves how their call ends.
        exception is RpcException { StatusCode: not StatusCode.Unimplemented } told ? told : Translate(exception, context).ToStatus(context.NamedConnection()).ToRpcException();

    /// <summary>For what went wrong around the RPCs, in a middleware or a plain HTTP endpoint.</summary>
    public GatewayException Translate(Exception exception) => exception switch
    {
        GatewayException gateway => gateway,
        CrmException crm => ErrorTable.Translate(crm, context: null),
        BadHttpRequestException => new(StatusCode.InvalidArgument, ErrorReason.InvalidField, "The request can't be read."),
        _ when exception.IsStorageFailure() => StorageUnavailable(exception),
        _ => Unforeseen(exception),
    };

    private GatewayException Translate(Exception exception, ServerCallContext context) => exception switch
    {
        CrmException crm => ErrorTable.Translate(crm, context.NamedConnection()),
        RpcException { StatusCode: StatusCode.Unimplemented } => NotImplemented(),
        OperationCanceledException when context.CancellationToken.IsCancellationRequested => Cancelled(context),
        OperationCanceledException when lifetime.ApplicationStopping.IsCancellationRequested => Stopping(),
        _ => Translate(exception),
    };

    private static GatewayException NotImplemented() =>
        new(StatusCode.Unimplemented, ErrorReason.NotImplemented, "This version of the gateway doesn't have this RPC yet.");

    /// <summary>A cancelled call has no reader; one whose time is up may.</summary>
    private GatewayException Cancelled(ServerCallContext context) =>
        context.Deadline <= (time.GetUtcNow() + ClockSlack).UtcDateTime
            ? new(StatusCode.DeadlineExceeded, ErrorReason.CrmTimeout, "The time was up before the answer was there.")
            : new(StatusCode.Cancelled, ErrorReason.Unspecified, "The caller cancelled the call.");

    private static GatewayException Stopping() =>
        new(StatusCode.Unavailable, ErrorReason.GatewayStopping, "This gateway stops; connect again.") { RetryAfter = TimeSpan.Zero };

    private GatewayException StorageUnavailable(Exception exception)
    {
        Log.StorageFailed(logger, exception);
        return new(StatusCode.Unavailable, ErrorReason.StorageUnavailable, "The gateway's storage can't be reached.", exception)
        {
            RetryAfter = TimeSpan.FromSeconds(1),
        };
    }

    private GatewayException Unforeseen(Exception exception)
    {
        var incident = Guid.CreateVersion7().ToString();
        Log.Incident(logger, incident, exception);
        return new(StatusCode.Internal, ErrorReason.InternalError, $"The gateway failed; its log has more about incident {incident}.", exception)
        {
            Metadata = new Dictionary<string, string> { ["incident_id"] = incident },
        };
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Incident {IncidentId}.")]
        public static partial void Incident(ILogger logger, string incidentId, Exception exception);

        [LoggerMessage(2, LogLevel.Error, "The storage can't be reached.")]
        public static partial void StorageFailed(ILogger logger, Exception exception);
    }
}
