using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Rpc;

namespace Customer360.IntegrationTests.Clients;

/// <summary>buf curl (connect-go), which learns the service by reflection.</summary>
public abstract class BufCurlTests(EchoHost host) : ForeignClientTests(host)
{
    private static readonly Dictionary<string, string> Codes = new()
    {
        ["canceled"] = "CANCELLED",
        ["deadline_exceeded"] = "DEADLINE_EXCEEDED",
        ["invalid_argument"] = "INVALID_ARGUMENT",
        ["not_found"] = "NOT_FOUND",
        ["unimplemented"] = "UNIMPLEMENTED",
    };

    private protected abstract string[] Protocol { get; }

    private protected abstract Uri Address { get; }

    [Fact]
    public async Task Reflection_lists_the_services()
    {
        EchoHost.SkipWithoutNodePackages();

        var (output, errors) = await ForeignClient.RunAsync(ForeignClient.BufPath, ["curl", .. Protocol, "--list-services", Address.ToString()]);

        output.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(
            ["customer360.testing.v1.EchoService", "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection"], errors);
    }

    private protected sealed override async Task<CallResult> CallAsync(CallRequest call)
    {
        EchoHost.SkipWithoutNodePackages();
        List<string> arguments = ["curl", .. Protocol, "--data", call.Json, "--emit-defaults"];
        if (call.Token is { } token)
            arguments.AddRange(["--header", $"authorization: Bearer {token}"]);
        if (call.Deadline is { } deadline)
            arguments.AddRange(["--timeout", $"{deadline.TotalMilliseconds:0}ms"]);
        arguments.Add($"{Address}{EchoHost.Service}/{call.Method}");

        // It has no option to cancel: stopping it is what a user does.
        var (output, errors) = await ForeignClient.RunAsync(ForeignClient.BufPath, arguments, call.CancelWhen, process => process.Kill(entireProcessTree: true));
        return Result(Documents(output), call.CancelWhen is null ? errors : """{"code":"canceled"}""");
    }

    private static CallResult Result(IReadOnlyList<JsonObject> messages, string errors)
    {
        if (errors.Length == 0)
            return new("OK", "", messages, []);
        errors.ShouldStartWith("{");
        var error = JsonNode.Parse(errors)!;
        return new(Codes[error["code"]!.ToString()], error["message"]?.ToString() ?? "", messages, [.. (error["details"]?.AsArray() ?? []).Select(Detail!)]);
    }

    /// <summary>Its details are serialized messages in base64 without padding.</summary>
    private static CallDetail Detail(JsonNode detail)
    {
        var type = detail["type"]!.ToString();
        var value = Base64Url.DecodeFromChars(detail["value"]!.ToString().Replace('+', '-').Replace('/', '_'));
        var message = ErrorDetailsReflection.Descriptor.MessageTypes.Single(candidate => candidate.FullName == type).Parser.ParseFrom(value);
        return new(type, JsonNode.Parse(JsonFormatter.Default.Format(message))!.AsObject());
    }

    /// <summary>It prints one document after the other, each over several lines.</summary>
    private static List<JsonObject> Documents(string output)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(output), new JsonReaderOptions { AllowMultipleValues = true });
        var documents = new List<JsonObject>();
        while (reader.Read())
            documents.Add(JsonNode.Parse(ref reader)!.AsObject());
        return documents;
    }
}

public sealed class BufCurlGrpcTests(EchoHost host) : BufCurlTests(host)
{
    private protected override string[] Protocol => ["--protocol", "grpc", "--http2-prior-knowledge"];

    private protected override Uri Address => Host.Http2;
}

/// <summary>gRPC-Web over HTTP/2, and the older reflection.</summary>
public sealed class BufCurlGrpcWebTests(EchoHost host) : BufCurlTests(host)
{
    private protected override string[] Protocol => ["--protocol", "grpcweb", "--http2-prior-knowledge", "--reflect-protocol", "grpc-v1alpha"];

    private protected override Uri Address => Host.Http2;
}
