using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Customer360.Gateway.Errors;

/// <summary>The only place that catches what an RPC throws.</summary>
internal sealed class ErrorInterceptor(ErrorTranslator errors) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context);
        }
#pragma warning disable CA1031 // Whatever it is, the caller gets a status with details, and never the exception's own words.
        catch (Exception exception)
        {
            throw errors.ToRpcException(exception, context);
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(request, responseStream, context);
        }
        catch (Exception exception)
        {
            throw errors.ToRpcException(exception, context);
        }
#pragma warning restore CA1031
    }
}
