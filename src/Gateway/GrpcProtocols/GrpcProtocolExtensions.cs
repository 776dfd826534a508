using Customer360.Gateway.GrpcProtocols;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection
{
    internal static class GrpcProtocolServiceExtensions
    {
        /// <param name="services">Needs AddGrpc as well.</param>
        /// <param name="alsoKnown">Files of messages that no service names, since they travel as Any. google.rpc's are known.</param>
        public static IServiceCollection AddGrpcReflection(this IServiceCollection services, params IReadOnlyCollection<FileDescriptor> alsoKnown)
        {
            services.TryAddSingleton<MappedServices>();
            services.TryAddSingleton(provider => new ReflectionIndex(
                [.. provider.GetRequiredService<MappedServices>().Descriptors.Values.Select(service => service.File), StatusReflection.Descriptor, ErrorDetailsReflection.Descriptor, .. alsoKnown]));
            services.TryAddSingleton<ReflectionService>();
            return services;
        }

        public static IServiceCollection AddGrpcHealth(this IServiceCollection services, Action<GrpcHealthOptions>? configure = null)
        {
            services.AddHealthChecks();
            services.Configure(configure ?? (_ => { }));
            services.TryAddSingleton(TimeProvider.System);
            services.TryAddSingleton<MappedServices>();
            services.TryAddSingleton<ServingState>();
            return services;
        }
    }
}

namespace Microsoft.AspNetCore.Builder
{
    internal static class GrpcProtocolApplicationExtensions
    {
        /// <summary>Serves every gRPC service to browsers as well.</summary>
        public static IApplicationBuilder UseGrpcWeb(this IApplicationBuilder app) => app.Use(GrpcWebMiddleware.InvokeAsync);

        /// <summary>Server reflection, v1 and v1alpha.</summary>
        public static IEndpointConventionBuilder MapGrpcReflection(this IEndpointRouteBuilder endpoints)
        {
            var group = endpoints.MapGroup("");
            group.MapGrpcService<ReflectionService>();
            group.MapGrpcService<ReflectionAlphaService>();
            return group;
        }

        /// <summary>grpc.health.v1, answered from ASP.NET's health checks.</summary>
        public static IEndpointConventionBuilder MapGrpcHealth(this IEndpointRouteBuilder endpoints) => endpoints.MapGrpcService<HealthService>();

        /// <summary>What a page of another origin needs to make gRPC-Web calls and to read how they ended.</summary>
        public static CorsPolicyBuilder AllowGrpcWeb(this CorsPolicyBuilder policy) => policy
            .WithMethods(HttpMethods.Post)
            .WithHeaders("authorization", "content-type", "grpc-timeout", "traceparent", "x-grpc-web", "x-user-agent")
            .WithExposedHeaders("grpc-status", "grpc-message", "grpc-status-details-bin");
    }
}
