using System.Globalization;
using Google.Protobuf;

namespace Customer360.Gateway.Errors;

/// <summary>Ends a gRPC call from a middleware, before the gRPC server has seen it: a status among the headers, and no body.</summary>
internal static class GrpcAnswer
{
    public const string StatusHeader = "grpc-status";
    private const string MessageHeader = "grpc-message";
    private const string ContentType = "application/grpc";

    /// <summary>gRPC-Web has been turned into gRPC before.</summary>
    public static bool IsGrpc(this HttpRequest request) =>
        request.ContentType?.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase) is true;

    /// <summary>Answers with the exception's status: as gRPC to a gRPC call, else as HTTP.</summary>
    public static async Task AnswerAsync(this HttpContext context, GatewayException exception, int httpStatus)
    {
        if (context.Request.IsGrpc())
        {
            context.Response.StatusCode = StatusCodes.Status200OK;
            context.Response.ContentType = ContentType;
            context.Response.SetGrpcStatus(exception.ToStatus(context: null));
            await context.Response.CompleteAsync();
            return;
        }
        context.Response.StatusCode = httpStatus;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(exception.Message, context.RequestAborted);
    }

    /// <summary>Says how the call ends, in place of whatever was said.</summary>
    public static void SetGrpcStatus(this HttpResponse response, Google.Rpc.Status status)
    {
        response.Headers[StatusHeader] = status.Code.ToString(CultureInfo.InvariantCulture);
        response.Headers[MessageHeader] = Uri.EscapeDataString(status.Message);
        response.Headers[StatusDetails.Trailer] = Convert.ToBase64String(status.ToByteArray()).TrimEnd('=');
    }
}
