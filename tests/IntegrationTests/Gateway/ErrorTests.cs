using System.Net;
using Customer360.Adapters;
using Customer360.Contracts.V1;
using Customer360.Gateway.Errors;
using Customer360.Gateway.Storage;
using Customer360.IntegrationTests.Clients;
using Google.Rpc;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Customer360.IntegrationTests.Gateway;

/// <summary>What a caller sees of whatever a service throws.</summary>
public sealed class ErrorTests : IAsyncLifetime
{
    private const string Canary = "Jane Canary";

    private readonly Failing _failing = new();
    private GatewayHost? _gateway;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private GatewayHost Gateway => _gateway!;

    private EchoService.EchoServiceClient Client => new(Gateway.Call(token: null));

    public async ValueTask InitializeAsync() => _gateway = await GatewayHost.StartAsync(new()
    {
        Configure = builder => builder.Services.AddSingleton(_failing),
        Map = app =>
        {
            app.MapGrpcService<FailingService>().AllowAnonymous();
            app.Map("/broken", string () => throw new FormatException(Canary)).AllowAnonymous();
        },
    });

    public ValueTask DisposeAsync() => Gateway.DisposeAsync();

    [Fact]
    public async Task A_failure_of_the_CRM_comes_with_where_and_why()
    {
        _failing.With = context =>
        {
            context.NameConnection(new() { Id = "c1", Kind = CrmKind.Salesforce });
            return new CrmException(CrmFailure.Unavailable, "The CRM is down.") { CrmCode = "SERVER_UNAVAILABLE", RetryAfter = TimeSpan.FromSeconds(3) };
        };

        var failure = await FailAsync();

        failure.ShouldBe(StatusCode.Unavailable, "CRM_UNAVAILABLE");
        failure.Status.Detail.ShouldBe("The CRM is down.");
        failure.Get<ErrorInfo>().Metadata.ShouldBe(
            new Dictionary<string, string> { ["connection_id"] = "c1", ["crm_kind"] = "SALESFORCE", ["crm_error_code"] = "SERVER_UNAVAILABLE" }, ignoreOrder: true);
        failure.Get<RetryInfo>().RetryDelay.ToTimeSpan().ShouldBe(TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task A_stream_that_has_begun_ends_with_details_too()
    {
        _failing.With = _ => CrmException.Invalid("phones[1]", "is no number");
        using var call = Client.Count(new CountRequest { Count = 1 }, cancellationToken: Cancellation);
        (await call.ResponseStream.MoveNext(Cancellation)).ShouldBeTrue();

        var failure = await Should.ThrowAsync<RpcException>(() => call.ResponseStream.MoveNext(Cancellation));

        failure.ShouldBe(StatusCode.InvalidArgument, "INVALID_FIELD");
        failure.Fields().ShouldBe(["phones[1]"]);
    }

    [Fact]
    public async Task What_nobody_foresaw_is_an_incident_that_the_log_explains_and_the_caller_cannot()
    {
        Gateway.Log.AllowErrors = true;
        _failing.With = _ => new FormatException(Canary, new InvalidOperationException(Canary));

        var failure = await FailAsync();

        failure.ShouldBe(StatusCode.Internal, "INTERNAL_ERROR");
        var incident = failure.Get<ErrorInfo>().Metadata["incident_id"];
        failure.Status.Detail.ShouldContain(incident);
        failure.Trailers.ToString()!.ShouldNotContain(Canary);
        var entry = Gateway.Log.Entries.Single(entry => entry.Level is LogLevel.Error && entry.Message.Contains(incident, StringComparison.Ordinal));
        entry.Exception!.ShouldContain("System.FormatException");
        Gateway.Log.ToString().ShouldNotContain(Canary);
    }

    [Theory]
    [InlineData("text/plain", HttpStatusCode.InternalServerError)]
    [InlineData("application/grpc-web", HttpStatusCode.OK)]
    public async Task What_breaks_around_the_RPCs_is_an_incident_too(string contentType, HttpStatusCode status)
    {
        Gateway.Log.AllowErrors = true;
        using var body = new ByteArrayContent([]) { Headers = { ContentType = new(contentType) } };

        using var answer = await Gateway.HttpClient().PostAsync(new Uri("broken", UriKind.Relative), body, Cancellation);

        answer.StatusCode.ShouldBe(status);
        var told = contentType == "text/plain" ? await answer.Content.ReadAsStringAsync(Cancellation) : answer.Details().Message;
        told.ShouldStartWith("The gateway failed; its log has more about incident ");
        Gateway.Log.ToString().ShouldContain(told.Split(' ')[^1].TrimEnd('.'));
        Gateway.Log.ToString().ShouldNotContain(Canary);
    }

    [Fact]
    public async Task Storage_that_is_away_is_said_to_be()
    {
        Gateway.Log.AllowErrors = true;
        _failing.With = _ => new StorageException("The gateway's storage can't be reached.");

        var failure = await FailAsync();

        failure.ShouldBe(StatusCode.Unavailable, "STORAGE_UNAVAILABLE");
        failure.Get<RetryInfo>().RetryDelay.ToTimeSpan().ShouldBeGreaterThan(TimeSpan.Zero);
    }

    [Fact]
    public async Task Our_own_refusals_come_as_they_are()
    {
        _failing.With = _ => GatewayException.NotFound(ErrorReason.LayoutNotFound, "layout", "l1");

        var failure = await FailAsync();

        failure.ShouldBe(StatusCode.NotFound, "LAYOUT_NOT_FOUND");
        (failure.Get<ResourceInfo>().ResourceType, failure.Get<ResourceInfo>().ResourceName).ShouldBe(("layout", "l1"));
    }

    [Fact]
    public async Task A_deadline_that_passes_is_said_with_details()
    {
        var call = Client.WaitAsync(new WaitRequest(), deadline: TimeProvider.System.GetUtcNow().UtcDateTime.AddMilliseconds(150), cancellationToken: Cancellation);

        var failure = await call.FailureAsync();

        failure.StatusCode.ShouldBe(StatusCode.DeadlineExceeded); // Which of both sides was faster is chance.
        if (failure.Trailers.Count > 0)
            failure.ShouldBe(StatusCode.DeadlineExceeded, "CRM_TIMEOUT");
    }

    [Fact]
    public async Task A_call_without_a_deadline_gets_ours()
    {
        await using var gateway = await GatewayHost.StartAsync(new()
        {
            Settings = { ["Limits:CallTimeout"] = "00:00:01" },
            Configure = builder => builder.Services.AddSingleton(_failing),
            Map = app => app.MapGrpcService<FailingService>().AllowAnonymous(),
        });

        var failure = await new EchoService.EchoServiceClient(gateway.Call(null)).WaitAsync(new WaitRequest(), cancellationToken: Cancellation).FailureAsync();

        failure.ShouldBe(StatusCode.DeadlineExceeded, "CRM_TIMEOUT");
    }

    [Fact]
    public async Task A_cancelled_call_ends_quietly()
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var call = Client.WaitAsync(new WaitRequest(), cancellationToken: cancellation.Token);
        await _failing.Waiting.Task.WaitAsync(TimeSpan.FromSeconds(10), Cancellation);

        await cancellation.CancelAsync();

        (await call.FailureAsync()).StatusCode.ShouldBe(StatusCode.Cancelled);
        await _failing.Ended.Task.WaitAsync(TimeSpan.FromSeconds(10), Cancellation); // And no error in the log: the fixture looks.
    }

    [Fact]
    public async Task A_call_that_the_stopping_gateway_breaks_off_may_come_again()
    {
        _failing.With = _ => new OperationCanceledException();
        var stopping = Gateway.Services.GetRequiredService<Microsoft.Extensions.Hosting.IHostApplicationLifetime>();
        var call = Client.WaitAsync(new WaitRequest { Key = "until stopping" }, cancellationToken: Cancellation);
        await _failing.Waiting.Task.WaitAsync(TimeSpan.FromSeconds(10), Cancellation);

        stopping.StopApplication();

        (await call.FailureAsync()).ShouldBe(StatusCode.Unavailable, "GATEWAY_STOPPING");
    }

    private Task<RpcException> FailAsync() => Client.FailAsync(new FailRequest(), cancellationToken: Cancellation).FailureAsync();

    internal sealed class Failing
    {
        public Func<ServerCallContext, Exception> With { get; set; } = _ => new InvalidOperationException();

        public TaskCompletionSource Waiting { get; } = new();

        public TaskCompletionSource Ended { get; } = new();
    }

    internal sealed class FailingService(Failing failing, Microsoft.Extensions.Hosting.IHostApplicationLifetime lifetime) : EchoService.EchoServiceBase
    {
        public override Task<FailResponse> Fail(FailRequest request, ServerCallContext context) => throw failing.With(context);

        public override async Task Count(CountRequest request, IServerStreamWriter<CountResponse> responseStream, ServerCallContext context)
        {
            await responseStream.WriteAsync(new() { Number = 1 }, context.CancellationToken);
            throw failing.With(context);
        }

        public override async Task<WaitResponse> Wait(WaitRequest request, ServerCallContext context)
        {
            failing.Waiting.TrySetResult();
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, request.Key.Length > 0 ? lifetime.ApplicationStopping : context.CancellationToken);
            }
            finally
            {
                failing.Ended.TrySetResult();
            }
            return new();
        }
    }
}
