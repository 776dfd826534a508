using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1;

namespace Customer360.Gateway.GrpcProtocols;

/// <summary>Server reflection: tools learn the services and their types from the server itself.</summary>
internal sealed class ReflectionService(MappedServices services, ReflectionIndex index) : ServerReflection.ServerReflectionBase
{
    public override async Task ServerReflectionInfo(
        IAsyncStreamReader<ServerReflectionRequest> requestStream, IServerStreamWriter<ServerReflectionResponse> responseStream, ServerCallContext context)
    {
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
            await responseStream.WriteAsync(Answer(request), context.CancellationToken);
    }

    /// <summary>An error answers its question only; the stream goes on.</summary>
    public ServerReflectionResponse Answer(ServerReflectionRequest request)
    {
        var response = Find(request);
        response.ValidHost = request.Host;
        response.OriginalRequest = request;
        return response;
    }

    private ServerReflectionResponse Find(ServerReflectionRequest request) => request.MessageRequestCase switch
    {
        ServerReflectionRequest.MessageRequestOneofCase.FileByFilename => File(index.FindFile(request.FileByFilename), request.FileByFilename),
        ServerReflectionRequest.MessageRequestOneofCase.FileContainingSymbol => File(index.FindSymbol(request.FileContainingSymbol), request.FileContainingSymbol),
        ServerReflectionRequest.MessageRequestOneofCase.FileContainingExtension => File(
            index.FindExtension(request.FileContainingExtension.ContainingType, request.FileContainingExtension.ExtensionNumber),
            $"extension {request.FileContainingExtension.ExtensionNumber} of {request.FileContainingExtension.ContainingType}"),
        ServerReflectionRequest.MessageRequestOneofCase.AllExtensionNumbersOfType => ExtensionNumbers(request.AllExtensionNumbersOfType),
        ServerReflectionRequest.MessageRequestOneofCase.ListServices => ListServices(),
        _ => Error(StatusCode.InvalidArgument, "The request asks for nothing that this server knows."),
    };

    private static ServerReflectionResponse File(FileDescriptor? file, string name) => file is null ? NotFound(name) : new()
    {
        FileDescriptorResponse = new() { FileDescriptorProto = { ReflectionIndex.WithDependencies(file).Select(needed => needed.SerializedData) } },
    };

    private ServerReflectionResponse ExtensionNumbers(string type) => index.ExtensionNumbers(type) is not { } numbers ? NotFound(type) : new()
    {
        AllExtensionNumbersResponse = new() { BaseTypeName = type, ExtensionNumber = { numbers } },
    };

    private ServerReflectionResponse ListServices() => new()
    {
        ListServicesResponse = new() { Service = { services.Descriptors.Keys.Order(StringComparer.Ordinal).Select(name => new ServiceResponse { Name = name }) } },
    };

    private static ServerReflectionResponse NotFound(string what) => Error(StatusCode.NotFound, $"Not found: {what}");

    private static ServerReflectionResponse Error(StatusCode code, string message) =>
        new() { ErrorResponse = new() { ErrorCode = (int)code, ErrorMessage = message } };
}

/// <summary>The same under its older name, which many tools still ask for. Its messages are the same on the wire.</summary>
internal sealed class ReflectionAlphaService(ReflectionService service) : Grpc.Reflection.V1Alpha.ServerReflection.ServerReflectionBase
{
    public override async Task ServerReflectionInfo(
        IAsyncStreamReader<Grpc.Reflection.V1Alpha.ServerReflectionRequest> requestStream,
        IServerStreamWriter<Grpc.Reflection.V1Alpha.ServerReflectionResponse> responseStream, ServerCallContext context)
    {
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
        {
            var answer = service.Answer(ServerReflectionRequest.Parser.ParseFrom(request.ToByteString()));
            await responseStream.WriteAsync(
                Grpc.Reflection.V1Alpha.ServerReflectionResponse.Parser.ParseFrom(answer.ToByteString()), context.CancellationToken);
        }
    }
}
