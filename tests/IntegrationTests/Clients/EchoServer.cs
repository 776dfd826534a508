using System.Collections.Concurrent;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace Customer360.IntegrationTests.Clients;

/// <summary>How calls fared on the server, by the key that their caller chose.</summary>
internal sealed class SeenCalls
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _started = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<string>> _outcomes = new();

    public void SetUnderWay(string key) => Started(key).TrySetResult();

    public Task IsUnderWayAsync(string key) => Started(key).Task;

    public void SetOutcome(string key, string outcome) => Outcome(key).TrySetResult(outcome);

    public Task<string> OutcomeAsync(string key) => Outcome(key).Task;

    private TaskCompletionSource Started(string key) =>
        _started.GetOrAdd(key, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

    private TaskCompletionSource<string> Outcome(string key) =>
        _outcomes.GetOrAdd(key, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}

internal sealed class EchoServer(SeenCalls seen) : EchoService.EchoServiceBase
{
    public override Task<SayResponse> Say(SayRequest request, ServerCallContext context) => Task.FromResult(new SayResponse
    {
        Text = request.Text,
        Authorization = context.RequestHeaders.GetValue("authorization") ?? "",
    });

    public override Task Count(CountRequest request, IServerStreamWriter<CountResponse> responseStream, ServerCallContext context) =>
        ObserveAsync(request.Key, context, async () =>
        {
            var padding = ByteString.CopyFrom(new byte[request.Padding]);
            for (var number = 1; number <= request.Count; number++)
            {
                await responseStream.WriteAsync(new CountResponse { Number = number, Padding = padding }, context.CancellationToken);
                if (number == 5)
                    seen.SetUnderWay(request.Key);
                await Task.Delay(request.IntervalMs, context.CancellationToken);
            }
        });

    public override async Task<WaitResponse> Wait(WaitRequest request, ServerCallContext context)
    {
        seen.SetUnderWay(request.Key);
        await ObserveAsync(request.Key, context, () => Task.Delay(request.DelayMs, context.CancellationToken));
        return new WaitResponse();
    }

    public override async Task<SeenResponse> Seen(SeenRequest request, ServerCallContext context) =>
        new() { Outcome = await seen.OutcomeAsync(request.Key).WaitAsync(context.CancellationToken) };

    public override Task<FailResponse> Fail(FailRequest request, ServerCallContext context) => throw Failure(request.Field);

    public override async Task FailLater(FailLaterRequest request, IServerStreamWriter<FailLaterResponse> responseStream, ServerCallContext context)
    {
        await responseStream.WriteAsync(new FailLaterResponse { Number = 1 });
        await responseStream.WriteAsync(new FailLaterResponse { Number = 2 });
        throw Failure("later");
    }

    public override async Task<JoinResponse> Join(IAsyncStreamReader<JoinRequest> requestStream, ServerCallContext context)
    {
        var texts = new List<string>();
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
            texts.Add(request.Text);
        return new JoinResponse { Text = string.Concat(texts) };
    }

    public override async Task Chat(
        IAsyncStreamReader<ChatRequest> requestStream, IServerStreamWriter<ChatResponse> responseStream, ServerCallContext context)
    {
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
            await responseStream.WriteAsync(new ChatResponse { Text = request.Text });
    }

    private async Task ObserveAsync(string key, ServerCallContext context, Func<Task> work)
    {
        try
        {
            await work();
            seen.SetOutcome(key, "COMPLETED");
        }
        catch (Exception) when (context.CancellationToken.IsCancellationRequested)
        {
            seen.SetOutcome(key, context.Deadline <= TimeProvider.System.GetUtcNow() ? "DEADLINE_EXCEEDED" : "CANCELLED");
            throw;
        }
    }

    private static RpcException Failure(string field)
    {
        var status = new Google.Rpc.Status { Code = (int)StatusCode.InvalidArgument, Message = "Ungültig: 無効 100%" };
        status.Details.Add(Any.Pack(new ErrorInfo { Reason = "INVALID_FIELD", Domain = "customer360", Metadata = { ["etag"] = "7" } }));
        status.Details.Add(Any.Pack(new BadRequest { FieldViolations = { new BadRequest.Types.FieldViolation { Field = field, Description = "is wrong" } } }));
        status.Details.Add(Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(TimeSpan.FromSeconds(1.5)) }));
        return new RpcException(
            new Grpc.Core.Status(StatusCode.InvalidArgument, status.Message),
            new Metadata { { "grpc-status-details-bin", status.ToByteArray() } });
    }
}
