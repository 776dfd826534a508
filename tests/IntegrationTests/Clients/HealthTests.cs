using Google.Protobuf;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace Customer360.IntegrationTests.Clients;

/// <summary>grpc.health.v1 over the wire. Each test has its own host, since it changes the host's health.</summary>
public sealed class HealthTests : IAsyncLifetime
{
    private readonly EchoHost _host = new();
    private GrpcChannel? _channel;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private CallInvoker Calls => _channel!.CreateCallInvoker();

    public async ValueTask InitializeAsync()
    {
        await _host.InitializeAsync();
        _channel = GrpcChannel.ForAddress(_host.Http2);
    }

    public async ValueTask DisposeAsync()
    {
        _channel!.Dispose();
        await _host.DisposeAsync();
    }

    [Theory]
    [InlineData(HealthStatus.Healthy, "Serving")]
    [InlineData(HealthStatus.Degraded, "Serving")]
    [InlineData(HealthStatus.Unhealthy, "NotServing")]
    public async Task Host_and_services_serve_as_the_health_checks_say(HealthStatus health, string status)
    {
        _host.Health = health;

        (await CheckAsync("")).Status.ToString().ShouldBe(status);
        (await CheckAsync(EchoHost.Service)).Status.ToString().ShouldBe(status);
    }

    [Fact]
    public async Task Checking_an_unknown_service_fails()
    {
        var failure = await Should.ThrowAsync<RpcException>(() => CheckAsync("no.such.Service"));

        failure.StatusCode.ShouldBe(StatusCode.NotFound);
    }

    [Fact]
    public async Task The_list_has_the_host_and_every_service()
    {
        var call = Calls.AsyncUnaryCall(Method(MethodType.Unary, "List", HealthListRequest.Parser, HealthListResponse.Parser), null, new(cancellationToken: Cancellation), new());

        var statuses = (await call).Statuses;

        statuses.Keys.ShouldBe(
            ["", EchoHost.Service, "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection"], ignoreOrder: true);
        statuses.Values.ShouldAllBe(response => response.Status == ServingStatus.Serving);
    }

    [Fact]
    public async Task A_watcher_hears_the_state_at_once_and_then_every_change()
    {
        using var watch = Watch(EchoHost.Service);

        (await NextAsync(watch)).ShouldBe(ServingStatus.Serving);
        _host.Health = HealthStatus.Unhealthy;
        (await NextAsync(watch)).ShouldBe(ServingStatus.NotServing);
        _host.Health = HealthStatus.Degraded;
        (await NextAsync(watch)).ShouldBe(ServingStatus.Serving);
    }

    [Fact]
    public async Task Watching_an_unknown_service_says_so_and_goes_on()
    {
        using var watch = Watch("no.such.Service");

        (await NextAsync(watch)).ShouldBe(ServingStatus.ServiceUnknown);
        var more = watch.ResponseStream.MoveNext(Cancellation);
        await Task.Delay(200, Cancellation);
        more.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_stopping_host_tells_its_watchers_and_ends_their_streams()
    {
        using var watch = Watch("");
        (await NextAsync(watch)).ShouldBe(ServingStatus.Serving);

        var stop = _host.StopAsync();

        (await NextAsync(watch)).ShouldBe(ServingStatus.NotServing);
        (await watch.ResponseStream.MoveNext(Cancellation)).ShouldBeFalse();
        await stop;
    }

    private async Task<HealthCheckResponse> CheckAsync(string service) => await Calls.AsyncUnaryCall(
        Method(MethodType.Unary, "Check", HealthCheckRequest.Parser, HealthCheckResponse.Parser), null, new(cancellationToken: Cancellation), new() { Service = service });

    private AsyncServerStreamingCall<HealthCheckResponse> Watch(string service) => Calls.AsyncServerStreamingCall(
        Method(MethodType.ServerStreaming, "Watch", HealthCheckRequest.Parser, HealthCheckResponse.Parser), null, new(cancellationToken: Cancellation), new() { Service = service });

    private static async Task<ServingStatus> NextAsync(AsyncServerStreamingCall<HealthCheckResponse> watch)
    {
        (await watch.ResponseStream.MoveNext(Cancellation)).ShouldBeTrue();
        return watch.ResponseStream.Current.Status;
    }

    // The gateway has the server's half only.
    private static Method<TRequest, TResponse> Method<TRequest, TResponse>(
        MethodType type, string name, MessageParser<TRequest> requests, MessageParser<TResponse> responses)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> => new(
            type, "grpc.health.v1.Health", name,
            Marshallers.Create(message => message.ToByteArray(), requests.ParseFrom),
            Marshallers.Create(message => message.ToByteArray(), responses.ParseFrom));
}
