using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using Customer360.Contracts.V1;
using Customer360.Gateway.Security;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;

namespace Customer360.IntegrationTests.Gateway;

/// <summary>What no service ever sees.</summary>
public sealed class BadInputTests(GatewayHost gateway) : IClassFixture<GatewayHost>
{
    private static readonly Marshaller<byte[]> Raw = Marshallers.Create(bytes => bytes, bytes => bytes);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_unknown_enum_value_is_refused_by_its_path()
    {
        var failure = await gateway.Customers().SearchAsync(new() { Text = "ab", Kinds = { RecordKind.Contact, (RecordKind)99 } }, cancellationToken: Cancellation).FailureAsync();

        failure.ShouldBe(StatusCode.InvalidArgument, "INVALID_FIELD");
        failure.Fields().ShouldBe(["kinds[1]"]);
    }

    [Fact]
    public async Task Control_characters_are_refused_by_their_path()
    {
        var failure = await gateway.Customers().MatchByPhoneAsync(new() { Phone = "415\u0000555", Region = "U\nS" }, cancellationToken: Cancellation).FailureAsync();

        failure.ShouldBe(StatusCode.InvalidArgument, "INVALID_FIELD");
        failure.Fields().ShouldBe(["phone", "region"]);
    }

    [Fact]
    public async Task Text_that_is_not_UTF8_is_refused() =>
        (await SendAsync([0x0A, 0x02, 0xC3, 0x28])).ShouldBe(StatusCode.InvalidArgument, "INVALID_FIELD");

    [Fact]
    public async Task Half_a_surrogate_pair_is_not_UTF8() =>
        (await SendAsync([0x0A, 0x03, 0xED, 0xA0, 0x80])).ShouldBe(StatusCode.InvalidArgument, "INVALID_FIELD");

    [Theory]
    [InlineData(new byte[] { 0x0A, 0xFF })]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF })]
    [InlineData(new byte[] { 0x0A, 0x05, 0x61 })]
    public async Task What_is_no_message_is_refused(byte[] bytes) =>
        (await SendAsync(bytes)).ShouldBe(StatusCode.InvalidArgument, "INVALID_FIELD");

    [Fact]
    public async Task A_message_nested_without_end_is_refused()
    {
        var request = new LogActivityRequest { Activity = new() { Fields = { new FieldInput { Value = new() } } } }.ToByteArray();
        // google.rpc.Status in no request: nesting comes from groups, which any unknown field may open.
        var nested = Enumerable.Repeat((byte)0x7B, 50_000).ToArray();

        (await SendAsync([.. request, .. nested])).ShouldBe(StatusCode.InvalidArgument, "INVALID_FIELD");
    }

    [Fact]
    public async Task Ten_megabytes_are_refused_before_they_are_read()
    {
        var failure = await gateway.Customers().MatchByPhoneAsync(new() { Phone = new('1', 10_000_000) }, cancellationToken: Cancellation).FailureAsync();

        failure.ShouldBe(StatusCode.InvalidArgument, "INVALID_FIELD");
        failure.Status.Detail.ShouldContain("1048576");
    }

    [Fact]
    public async Task An_RPC_that_is_not_there_is_not_implemented()
    {
        var unknown = new Method<byte[], byte[]>(MethodType.Unary, "customer360.v1.Customer360Service", "Nonsense", Raw, Raw);

        using var call = gateway.Call(gateway.Token()).AsyncUnaryCall(unknown, null, new(cancellationToken: Cancellation), []);

        (await call.FailureAsync()).ShouldBe(StatusCode.Unimplemented, "NOT_IMPLEMENTED");
    }

    [Fact]
    public async Task What_comes_later_is_not_implemented_yet()
    {
        var call = new AdminService.AdminServiceClient(gateway.Call(gateway.Token(roles: Role.Admin))).ListConnectionsAsync(new(), cancellationToken: Cancellation);

        (await call.FailureAsync()).ShouldBe(StatusCode.Unimplemented, "NOT_IMPLEMENTED");
    }

    [Fact]
    public async Task Nobody_is_told_what_is_wrong_before_he_has_said_who_he_is()
    {
        var bad = new SearchRequest { Text = "\0", Kinds = { (RecordKind)99 } };

        (await new Customer360Service.Customer360ServiceClient(gateway.Call(null)).SearchAsync(bad, cancellationToken: Cancellation).FailureAsync())
            .ShouldBe(StatusCode.Unauthenticated, "TOKEN_INVALID");
        (await gateway.Customers(gateway.Token(roles: Role.Platform)).SearchAsync(bad, cancellationToken: Cancellation).FailureAsync())
            .ShouldBe(StatusCode.PermissionDenied, "ROLE_REQUIRED");
    }

    [Fact]
    public async Task Two_authorization_headers_are_nobodys()
    {
        var token = gateway.Token(roles: Role.Admin);
        var headers = new Metadata { { "authorization", $"Bearer {token}" }, { "authorization", $"Bearer {token}" } };

        var call = new AdminService.AdminServiceClient(gateway.Channel).ListConnectionsAsync(new(), headers, cancellationToken: Cancellation);

        (await call.FailureAsync()).ShouldBe(StatusCode.Unauthenticated, "TOKEN_INVALID");
    }

    [Fact]
    public async Task A_browser_reads_why_it_was_refused()
    {
        using var request = GrpcWeb("customer360.v1.AdminService/ListConnections", []);

        using var answer = await gateway.HttpClient().SendAsync(request, Cancellation);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.GetValues("grpc-status").ShouldBe(["16"]);
        answer.Details().Get<ErrorInfo>().Reason.ShouldBe("TOKEN_INVALID");
    }

    [Fact]
    public async Task A_browser_reads_why_its_message_was_refused()
    {
        using var request = GrpcWeb("customer360.v1.AdminService/ListConnections", [0xFF]);
        request.Headers.Authorization = new("Bearer", gateway.Token(roles: Role.Admin));

        using var answer = await gateway.HttpClient().SendAsync(request, Cancellation);

        answer.Headers.GetValues("grpc-status").ShouldBe(["3"]);
        answer.Details().Get<ErrorInfo>().Reason.ShouldBe("INVALID_FIELD");
    }

    [Fact]
    public async Task What_is_not_gRPC_is_refused_as_HTTP()
    {
        using var answer = await gateway.HttpClient().GetAsync(new Uri("/anything", UriKind.Relative), Cancellation);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        answer.Headers.WwwAuthenticate.Single().Scheme.ShouldBe("Bearer");
    }

    private async Task<RpcException> SendAsync(byte[] message)
    {
        var method = new Method<byte[], byte[]>(MethodType.Unary, "customer360.v1.Customer360Service", "MatchByPhone", Raw, Raw);
        using var call = gateway.Call(gateway.Token()).AsyncUnaryCall(method, null, new(cancellationToken: Cancellation), message);
        return await call.FailureAsync();
    }

    private static HttpRequestMessage GrpcWeb(string rpc, byte[] message)
    {
        var frame = new byte[5 + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame, 5);
        var content = new ByteArrayContent(frame);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc-web+proto");
        return new(HttpMethod.Post, new Uri(rpc, UriKind.Relative)) { Content = content };
    }
}
