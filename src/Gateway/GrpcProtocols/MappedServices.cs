using System.Reflection;
using Google.Protobuf.Reflection;
using Grpc.AspNetCore.Server;
using Grpc.Core;

namespace Customer360.Gateway.GrpcProtocols;

/// <summary>The gRPC services that this host has mapped, by full name. Read it once the host has started.</summary>
internal sealed class MappedServices(EndpointDataSource endpoints)
{
    private readonly Lazy<IReadOnlyDictionary<string, IDescriptor>> _descriptors = new(() => Find(endpoints));

    public IReadOnlyDictionary<string, IDescriptor> Descriptors => _descriptors.Value;

    private static Dictionary<string, IDescriptor> Find(EndpointDataSource endpoints) => endpoints.Endpoints
        .Select(endpoint => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>())
        .OfType<GrpcMethodMetadata>()
        .Select(method => method.ServiceType)
        .Distinct()
        .Select(Descriptor)
        .ToDictionary(service => service.FullName);

    /// <summary>A generated base class names, in an attribute, the static class that holds the service's descriptor.</summary>
    private static IDescriptor Descriptor(Type implementation)
    {
        var generated = implementation.GetCustomAttribute<BindServiceMethodAttribute>(inherit: true)?.BindType;
        return (IDescriptor?)generated?.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null)
            ?? throw new InvalidOperationException($"{implementation} is not derived from a generated gRPC service.");
    }
}
