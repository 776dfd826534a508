using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Status = Google.Rpc.Status;

namespace Customer360.IntegrationTests.Gateway;

/// <summary>Reads what an RPC failed with.</summary>
internal static class StatusReading
{
    private const string Trailer = "grpc-status-details-bin";

    /// <summary>Waits for the call to fail.</summary>
    public static async Task<RpcException> FailureAsync<T>(this AsyncUnaryCall<T> call)
    {
        using (call)
            return await Should.ThrowAsync<RpcException>(async () => await call);
    }

    public static Status Details(this RpcException failure) =>
        Status.Parser.ParseFrom(failure.Trailers.GetValueBytes(Trailer) ?? throw new ShouldAssertException($"no details in {failure.Status}"));

    /// <summary>As it comes among the headers of an answer that has nothing else.</summary>
    public static Status Details(this HttpResponseMessage answer)
    {
        var text = answer.Headers.GetValues(Trailer).Single();
        return Status.Parser.ParseFrom(Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '=')));
    }

    public static T Get<T>(this Status status)
        where T : IMessage, new() => status.Details.Single(detail => detail.Is(new T().Descriptor)).Unpack<T>();

    public static T Get<T>(this RpcException failure)
        where T : IMessage, new() => failure.Details().Get<T>();

    public static string Reason(this RpcException failure) => failure.Get<ErrorInfo>().Reason;

    public static string[] Fields(this RpcException failure) => [.. failure.Get<BadRequest>().FieldViolations.Select(violation => violation.Field)];

    public static void ShouldBe(this RpcException failure, StatusCode code, string reason, string? what = null) =>
        (failure.StatusCode, failure.Reason()).ShouldBe((code, reason), what ?? failure.Status.Detail);
}
