using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Google.Protobuf;

namespace Customer360.IntegrationTests.Clients;

/// <summary>gRPC-Web byte for byte, where clients are too kind to look.</summary>
[SuppressMessage("ApiDesign", "RS0030", Justification = "The test is the caller: no factory is about.")]
public sealed class GrpcWebTests(EchoHost host) : IClassFixture<EchoHost>, IDisposable
{
    private const string Binary = "application/grpc-web+proto";
    private const string Text = "application/grpc-web-text+proto";

    private readonly HttpClient _http = new() { BaseAddress = host.Http1 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task A_binary_answer_is_a_message_frame_and_a_trailers_frame()
    {
        using var response = await PostAsync("Say", Binary, Frame(new SayRequest { Text = "é" }));

        var frames = Frames(await response.Content.ReadAsByteArrayAsync(Cancellation));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Version.ShouldBe(HttpVersion.Version11);
        response.Headers.TransferEncodingChunked.ShouldBe(true);
        response.Headers.ConnectionClose.ShouldNotBe(true);
        response.Content.Headers.ContentType!.ToString().ShouldBe(Binary);
        frames.Select(frame => frame.Flag).ShouldBe([0, 0x80]);
        SayResponse.Parser.ParseFrom(frames[0].Body).Text.ShouldBe("é");
        Encoding.ASCII.GetString(frames[1].Body).ShouldBe("grpc-status:0\r\n");
    }

    [Fact]
    public async Task A_text_answer_comes_in_pieces_of_base64_while_the_stream_runs()
    {
        var request = new CountRequest { Count = 3, IntervalMs = 100, Key = Guid.CreateVersion7().ToString(), Padding = 1 };
        using var response = await PostAsync("Count", Text, Base64(Frame(request)), HttpCompletionOption.ResponseHeadersRead);

        using var body = await response.Content.ReadAsStreamAsync(Cancellation);
        var pieces = new List<byte[]>();
        var buffer = new byte[1000];
        for (int read; (read = await body.ReadAsync(buffer, Cancellation)) > 0;)
            pieces.Add(Convert.FromBase64String(Encoding.ASCII.GetString(buffer, 0, read)));

        response.Content.Headers.ContentType!.ToString().ShouldBe(Text);
        pieces.Count.ShouldBe(4);
        Frames([.. pieces.SelectMany(piece => piece)]).Select(frame => frame.Flag).ShouldBe([0, 0, 0, 0x80]);
    }

    [Fact]
    public async Task A_text_request_may_be_several_padded_pieces()
    {
        var frame = Frame(new SayRequest { Text = new string('x', 20_000) });
        byte[] body = [.. Base64(frame[..4]), .. Base64(frame[4..5]), .. Base64(frame[5..12_000]), .. Base64(frame[12_000..])];

        using var response = await PostAsync("Say", Text, body);

        var answer = Frames(FromPieces(await response.Content.ReadAsStringAsync(Cancellation)));
        SayResponse.Parser.ParseFrom(answer[0].Body).Text.Length.ShouldBe(20_000);
    }

    [Theory]
    [InlineData("!!!!")]
    [InlineData("AAAAA")]
    public async Task A_text_request_that_is_not_base64_is_refused(string body)
    {
        using var response = await PostAsync("Say", Text, Encoding.ASCII.GetBytes(body));

        response.Headers.GetValues("grpc-status").ShouldBe(["3"]);
    }

    [Fact]
    public async Task A_failure_without_messages_has_its_status_among_the_headers()
    {
        using var response = await PostAsync("Fail", Binary, Frame(new FailRequest()));

        response.Headers.GetValues("grpc-status").ShouldBe(["3"]);
        response.Headers.GetValues("grpc-message").ShouldBe(["Ung%C3%BCltig: %E7%84%A1%E5%8A%B9 100%25"]);
        response.Headers.Contains("grpc-status-details-bin").ShouldBeTrue();
        (await response.Content.ReadAsByteArrayAsync(Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_unknown_service_is_unimplemented()
    {
        using var response = await _http.PostAsync("/no.such.Service/Method", Content(Binary, []), Cancellation);

        response.Headers.GetValues("grpc-status").ShouldBe(["12"]);
    }

    [Fact]
    public async Task A_deadline_leaves_the_connection_usable()
    {
        using var content = Content(Binary, Frame(new WaitRequest { DelayMs = 30_000, Key = Guid.CreateVersion7().ToString() }));
        content.Headers.Add("grpc-timeout", "100m");
        using var late = await _http.PostAsync($"/{EchoHost.Service}/Wait", content, Cancellation);
        using var next = await PostAsync("Say", Binary, Frame(new SayRequest()));

        late.Headers.GetValues("grpc-status").ShouldBe(["4"]);
        late.Headers.ConnectionClose.ShouldNotBe(true);
        next.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("application/grpc-web", "application/grpc-web")]
    [InlineData("application/grpc-web; charset=utf-8", "application/grpc-web; charset=utf-8")]
    [InlineData("Application/gRPC-Web+proto", "Application/gRPC-Web+proto")]
    public async Task Each_spelling_of_the_content_type_is_answered_in_kind(string sent, string received)
    {
        using var response = await PostAsync("Say", sent, Frame(new SayRequest()));

        response.Content.Headers.ContentType!.ToString().ShouldBe(received);
    }

    [Theory]
    [InlineData("application/grpc-webby")]
    [InlineData("application/json")]
    public async Task Another_content_type_is_left_alone(string type)
    {
        using var response = await PostAsync("Say", type, Frame(new SayRequest()));

        response.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task A_page_of_an_allowed_origin_may_call_and_read_the_status()
    {
        using var preflight = new HttpRequestMessage(HttpMethod.Options, $"/{EchoHost.Service}/Say");
        preflight.Headers.Add("Origin", "http://desktop.example");
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        preflight.Headers.Add("Access-Control-Request-Headers", "content-type,x-grpc-web,authorization,grpc-timeout");
        using var allowed = await _http.SendAsync(preflight, Cancellation);
        using var call = Content(Binary, Frame(new SayRequest()));
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/{EchoHost.Service}/Say") { Content = call, Headers = { { "Origin", "http://desktop.example" } } };
        using var response = await _http.SendAsync(request, Cancellation);

        allowed.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["http://desktop.example"]);
        allowed.Headers.GetValues("Access-Control-Allow-Headers").Single().ShouldContain("x-grpc-web");
        response.Headers.GetValues("Access-Control-Expose-Headers").Single().ShouldBe("grpc-status,grpc-message,grpc-status-details-bin");
    }

    private Task<HttpResponseMessage> PostAsync(string method, string type, byte[] body, HttpCompletionOption completion = HttpCompletionOption.ResponseContentRead) =>
        _http.SendAsync(new HttpRequestMessage(HttpMethod.Post, $"/{EchoHost.Service}/{method}") { Content = Content(type, body) }, completion, Cancellation);

    private static ByteArrayContent Content(string type, byte[] body) => new(body) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } };

    private static byte[] Frame(IMessage message)
    {
        var frame = new byte[5 + message.CalculateSize()];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.CalculateSize());
        message.ToByteArray().CopyTo(frame, 5);
        return frame;
    }

    private static byte[] Base64(byte[] plain) => Encoding.ASCII.GetBytes(Convert.ToBase64String(plain));

    private static byte[] FromPieces(string base64) => [.. base64.Chunk(4).SelectMany(group => Convert.FromBase64CharArray(group, 0, group.Length))];

    private static List<(byte Flag, byte[] Body)> Frames(byte[] body)
    {
        var frames = new List<(byte, byte[])>();
        for (var rest = body.AsMemory(); rest.Length > 0;)
        {
            var end = 5 + BinaryPrimitives.ReadInt32BigEndian(rest.Span[1..]);
            frames.Add((rest.Span[0], rest[5..end].ToArray()));
            rest = rest[end..];
        }
        return frames;
    }
}
