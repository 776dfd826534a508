using Grpc.Core;
using Grpc.Health.V1;

namespace Customer360.Gateway.GrpcProtocols;

/// <summary>grpc.health.v1. All services of this host, and the host itself under the empty name, serve or don't together.</summary>
internal sealed class HealthService(MappedServices services, ServingState state) : Health.HealthBase
{
    private const string Host = "";

    public override async Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context) => IsKnown(request.Service)
        ? new() { Status = await state.GetAsync(context.CancellationToken) }
        : throw new RpcException(new Status(StatusCode.NotFound, $"There is no service {request.Service}."));

    public override async Task<HealthListResponse> List(HealthListRequest request, ServerCallContext context)
    {
        var status = await state.GetAsync(context.CancellationToken);
        var response = new HealthListResponse();
        foreach (var service in services.Descriptors.Keys.Append(Host))
            response.Statuses[service] = new() { Status = status };
        return response;
    }

    /// <summary>Ends only with the caller, or with this host after it has said that it does not serve any more.</summary>
    public override async Task Watch(HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        var told = HealthCheckResponse.Types.ServingStatus.Unknown;
        while (true)
        {
            var isLast = state.Stopping.IsCancellationRequested;
            var status = IsKnown(request.Service) ? await state.GetAsync(context.CancellationToken) : HealthCheckResponse.Types.ServingStatus.ServiceUnknown;
            if (status != told)
                await responseStream.WriteAsync(new() { Status = told = status }, context.CancellationToken);
            if (isLast)
                return;
            await state.WaitAsync(context.CancellationToken);
        }
    }

    private bool IsKnown(string service) => service == Host || services.Descriptors.ContainsKey(service);
}
