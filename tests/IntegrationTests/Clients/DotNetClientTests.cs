using Google.Rpc;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;

namespace Customer360.IntegrationTests.Clients;

/// <summary>The official client and server, over our Grpc.Core.Api and Grpc.Net.Common.</summary>
public sealed class DotNetClientTests(EchoHost host) : IClassFixture<EchoHost>, IDisposable
{
    private readonly GrpcChannel _channel = GrpcChannel.ForAddress(host.Http2);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private EchoService.EchoServiceClient Client => new(_channel);

    public void Dispose() => _channel.Dispose();

    [Fact]
    public async Task A_unary_call_answers()
    {
        var answer = await Client.SayAsync(new SayRequest { Text = "Grüße, 世界" }, cancellationToken: Cancellation);

        answer.Text.ShouldBe("Grüße, 世界");
    }

    [Fact]
    public void A_blocking_call_answers() =>
        Client.Say(new SayRequest { Text = "now" }, cancellationToken: Cancellation).Text.ShouldBe("now");

    [Fact]
    public async Task A_server_stream_brings_every_message()
    {
        using var call = Client.Count(new CountRequest { Count = 50, Key = Guid.CreateVersion7().ToString() }, cancellationToken: Cancellation);

        var numbers = await call.ResponseStream.ReadAllAsync(Cancellation).Select(answer => answer.Number).ToListAsync(Cancellation);

        numbers.ShouldBe(Enumerable.Range(1, 50));
        call.GetStatus().StatusCode.ShouldBe(StatusCode.OK);
    }

    [Fact]
    public async Task A_client_stream_is_read_to_its_end()
    {
        using var call = Client.Join(cancellationToken: Cancellation);

        await call.RequestStream.WriteAsync(new JoinRequest { Text = "a" }, Cancellation);
        await call.RequestStream.WriteAsync(new JoinRequest { Text = "b" }, Cancellation);
        await call.RequestStream.CompleteAsync();

        (await call).Text.ShouldBe("ab");
    }

    [Fact]
    public async Task Both_sides_of_a_duplex_call_talk_in_turn()
    {
        using var call = Client.Chat(cancellationToken: Cancellation);

        foreach (var text in (string[])["one", "two"])
        {
            await call.RequestStream.WriteAsync(new ChatRequest { Text = text }, Cancellation);
            (await call.ResponseStream.MoveNext(Cancellation)).ShouldBeTrue();
            call.ResponseStream.Current.Text.ShouldBe(text);
        }
        await call.RequestStream.CompleteAsync();

        (await call.ResponseStream.MoveNext(Cancellation)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_failure_carries_its_details()
    {
        var failure = await Should.ThrowAsync<RpcException>(async () => await Client.FailAsync(new FailRequest { Field = "x" }, cancellationToken: Cancellation));

        var details = Google.Rpc.Status.Parser.ParseFrom(failure.Trailers.GetValueBytes("grpc-status-details-bin")).Details;
        failure.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        failure.Status.Detail.ShouldBe("Ungültig: 無効 100%");
        details[0].Unpack<ErrorInfo>().Reason.ShouldBe("INVALID_FIELD");
    }

    [Fact]
    public async Task A_deadline_ends_the_call_on_both_sides()
    {
        var key = Guid.CreateVersion7().ToString();

        var failure = await Should.ThrowAsync<RpcException>(async () =>
            await Client.WaitAsync(new WaitRequest { DelayMs = 30_000, Key = key }, deadline: TimeProvider.System.GetUtcNow().UtcDateTime.AddMilliseconds(200), cancellationToken: Cancellation));

        failure.StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
        (await Client.SeenAsync(new SeenRequest { Key = key }, cancellationToken: Cancellation)).Outcome.ShouldBeOneOf("DEADLINE_EXCEEDED", "CANCELLED");
    }

    [Fact]
    public async Task Cancelling_a_stream_reaches_the_server()
    {
        var key = Guid.CreateVersion7().ToString();

        using (var call = Client.Count(new CountRequest { Count = 1000, IntervalMs = 50, Key = key }, cancellationToken: Cancellation))
            await call.ResponseStream.MoveNext(Cancellation);

        (await Client.SeenAsync(new SeenRequest { Key = key }, cancellationToken: Cancellation)).Outcome.ShouldBe("CANCELLED");
    }

    [Fact]
    public async Task A_client_interceptor_adds_headers()
    {
        var client = new EchoService.EchoServiceClient(_channel.Intercept(headers => [.. headers, new("authorization", "Bearer t")]));

        var answer = await client.SayAsync(new SayRequest(), cancellationToken: Cancellation);

        answer.Authorization.ShouldBe("Bearer t");
    }

    [Fact]
    public async Task A_compressed_message_arrives()
    {
        var headers = new Metadata { { "grpc-internal-encoding-request", "gzip" } };

        var answer = await Client.SayAsync(new SayRequest { Text = new string('x', 10_000) }, headers, cancellationToken: Cancellation);

        answer.Text.Length.ShouldBe(10_000);
    }
}
