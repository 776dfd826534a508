using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Customer360.Gateway.Errors;

/// <summary>Checks the <see cref="RequestShape"/> of each request before its service sees it.</summary>
internal sealed class RequestShapeInterceptor : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        RequestShape.Check((IMessage)request);
        return continuation(request, context);
    }

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        RequestShape.Check((IMessage)request);
        return continuation(request, responseStream, context);
    }
}
