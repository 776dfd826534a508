namespace Customer360.IntegrationTests.Clients;

/// <summary>What every client that we did not write must be able to do with a server of ours.</summary>
public abstract class ForeignClientTests(EchoHost host) : IClassFixture<EchoHost>
{
    private readonly string _key = Guid.CreateVersion7().ToString();

    protected EchoHost Host { get; } = host;

    private protected virtual bool ShowsMessagesAtOnce => true;

    private protected abstract Task<CallResult> CallAsync(CallRequest call);

    [Fact]
    public async Task A_unary_call_answers()
    {
        var result = await CallAsync(new("Say", new { text = "Grüße, 世界 🌍" }, Token: "abc"));

        result.Code.ShouldBe("OK", result.Message);
        result.Messages.ShouldHaveSingleItem()["text"]!.ToString().ShouldBe("Grüße, 世界 🌍");
        result.Messages[0]["authorization"]!.ToString().ShouldBe("Bearer abc");
    }

    [Fact]
    public async Task A_server_stream_brings_every_message_in_order()
    {
        var result = await CallAsync(new("Count", new { count = 20, padding = 50_000, key = _key }));

        result.Code.ShouldBe("OK", result.Message);
        result.Messages.Select(message => (int)message["number"]!).ShouldBe(Enumerable.Range(1, 20));
        result.Messages.ShouldAllBe(message => Convert.FromBase64String(message["padding"]!.ToString()).Length == 50_000);
    }

    [Fact]
    public async Task An_empty_stream_ends_well()
    {
        var result = await CallAsync(new("Count", new { key = _key }));

        result.Code.ShouldBe("OK", result.Message);
        result.Messages.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_deadline_ends_the_call_on_both_sides()
    {
        var result = await CallAsync(new("Wait", new { delayMs = 30_000, key = _key }, Deadline: TimeSpan.FromSeconds(1)));

        result.Code.ShouldBe("DEADLINE_EXCEEDED");
        (await Host.SeenAsync(_key)).ShouldBeOneOf("DEADLINE_EXCEEDED", "CANCELLED");
    }

    [Fact]
    public async Task A_deadline_ends_a_stream_and_keeps_what_came()
    {
        var result = await CallAsync(new("Count", new { count = 1000, intervalMs = 50, key = _key }, Deadline: TimeSpan.FromSeconds(1.5)));

        result.Code.ShouldBe("DEADLINE_EXCEEDED");
        if (ShowsMessagesAtOnce)
            result.Messages.ShouldNotBeEmpty();
        (await Host.SeenAsync(_key)).ShouldBeOneOf("DEADLINE_EXCEEDED", "CANCELLED");
    }

    [Fact]
    public async Task A_cancelled_call_is_cancelled_on_the_server()
    {
        var result = await CallAsync(new("Wait", new { delayMs = 30_000, key = _key }, CancelWhen: Host.IsUnderWayAsync(_key)));

        result.Code.ShouldBe("CANCELLED");
        (await Host.SeenAsync(_key)).ShouldBe("CANCELLED");
    }

    [Fact]
    public async Task A_cancelled_stream_is_cancelled_on_the_server()
    {
        var result = await CallAsync(new("Count", new { count = 1000, intervalMs = 50, key = _key }, CancelWhen: Host.IsUnderWayAsync(_key)));

        result.Code.ShouldBe("CANCELLED");
        if (ShowsMessagesAtOnce)
            result.Messages.ShouldNotBeEmpty();
        (await Host.SeenAsync(_key)).ShouldBe("CANCELLED");
    }

    [Fact]
    public async Task A_failure_carries_its_details()
    {
        var result = await CallAsync(new("Fail", new { field = "record.id" }));

        ShouldBeTheFailure(result, "record.id");
        result.Messages.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_failure_after_messages_carries_its_details()
    {
        var result = await CallAsync(new("FailLater"));

        ShouldBeTheFailure(result, "later");
        result.Messages.Select(message => (int)message["number"]!).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task A_method_without_an_implementation_is_unimplemented()
    {
        var result = await CallAsync(new("NotThere"));

        result.Code.ShouldBe("UNIMPLEMENTED");
    }

    private static void ShouldBeTheFailure(CallResult result, string field)
    {
        result.Code.ShouldBe("INVALID_ARGUMENT");
        result.Message.ShouldBe("Ungültig: 無効 100%");
        result.Details.Select(detail => detail.Type).ShouldBe(["google.rpc.ErrorInfo", "google.rpc.BadRequest", "google.rpc.RetryInfo"]);
        result.Details[0].Value["reason"]!.ToString().ShouldBe("INVALID_FIELD");
        result.Details[0].Value["metadata"]!["etag"]!.ToString().ShouldBe("7");
        result.Details[1].Value["fieldViolations"]![0]!["field"]!.ToString().ShouldBe(field);
    }
}

/// <summary>npm's @grpc/grpc-js: native gRPC.</summary>
public sealed class GrpcJsTests(EchoHost host) : ForeignClientTests(host)
{
    private static readonly string Proto = Path.Combine(ForeignClient.Folder, "../IntegrationTests/Clients/echo.proto");

    private protected override Task<CallResult> CallAsync(CallRequest call) => Host.CallWithNodeAsync("grpc-js.mjs", Host.Http2, call, Proto);
}

/// <summary>npm's @connectrpc/connect-web: gRPC-Web, binary, over HTTP/1.1.</summary>
public sealed class ConnectWebTests(EchoHost host) : ForeignClientTests(host)
{
    private protected override Task<CallResult> CallAsync(CallRequest call) => Host.CallWithNodeAsync("connect-web.mjs", Host.Http1, call);
}

/// <summary>npm's grpc-web: gRPC-Web in base64, over HTTP/1.1.</summary>
public sealed class GrpcWebTextTests(EchoHost host) : ForeignClientTests(host)
{
    // The XMLHttpRequest that stands in for a browser's gives a body only when it is whole.
    private protected override bool ShowsMessagesAtOnce => false;

    private protected override Task<CallResult> CallAsync(CallRequest call) => Host.CallWithNodeAsync("grpc-web.mjs", Host.Http1, call);
}

/// <summary>Debian's python3-grpcio: native gRPC.</summary>
public sealed class PythonTests(EchoHost host) : ForeignClientTests(host)
{
    private protected override Task<CallResult> CallAsync(CallRequest call) => Host.CallWithPythonAsync(call);
}
