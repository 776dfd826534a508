using Customer360.Contracts.V1;
using Customer360.IntegrationTests.Clients;
using Customer360.Sandbox;

namespace Customer360.IntegrationTests.EndToEnd;

/// <summary>Clients that nobody here wrote ask the real gateway who is calling.</summary>
public sealed class ForeignClientStories(StoryHost story) : IClassFixture<StoryHost>
{
    private const string Service = "customer360.v1.Customer360Service";
    private const string Question = """{"phone":"(415) 555-0132","region":"US"}""";

    [Fact]
    public async Task Buf_curl_lists_the_four_services_and_matches_by_reflection()
    {
        EchoHost.SkipWithoutNodePackages();
        string[] grpc = ["curl", "--protocol", "grpc", "--http2-prior-knowledge"];

        var (services, _) = await ForeignClient.RunAsync(ForeignClient.BufPath, [.. grpc, "--list-services", story.Gateway.Grpc.ToString()]);
        var (match, errors) = await ForeignClient.RunAsync(ForeignClient.BufPath,
            [.. grpc, "--header", $"authorization: Bearer {story.Gateway.Token(DemoUsers.Full.Key)}", "--data", Question, $"{story.Gateway.Grpc}{Service}/MatchByPhone"]);

        services.Split('\n').Where(service => service.StartsWith("customer360.", StringComparison.Ordinal)).ShouldBe(
            ["customer360.v1.AdminService", "customer360.v1.CrmAccessService", Service, "customer360.v1.InteractionService"]);
        match.ShouldContain("Rose Calloway", customMessage: errors);
    }

    [Theory]
    [InlineData("grpc-js.mjs")]
    [InlineData("connect-web.mjs")]
    [InlineData("grpc-web.mjs")]
    [InlineData("grpcio.py")]
    public async Task Other_clients_match_and_read_why_a_request_was_refused(string script)
    {
        EchoHost.SkipWithoutNodePackages();
        var written = ForeignClient.WriteSchema(Customer360ServiceReflection.Descriptor);
        var schema = script is "grpc-js.mjs" ? Path.Combine(ForeignClient.Folder, "..", "..", "protos", "customer360", "v1", "customer360_service.proto") : written;
        var command = script is "grpcio.py" ? "/usr/bin/python3" : "node";
        var address = script is "grpcio.py" or "grpc-js.mjs" ? story.Gateway.Grpc : story.Gateway.Http;
        var token = story.Gateway.Token(DemoUsers.Full.Key);
        try
        {
            var match = await ForeignClient.CallAsync(command, script, address, schema, Service,
                new("MatchByPhone", new { phone = "0014155550132", region = "US" }, Token: token));
            var refused = await ForeignClient.CallAsync(command, script, address, schema, Service, new("MatchByPhone", new { phone = "no number" }, Token: token));
            var stranger = await ForeignClient.CallAsync(command, script, address, schema, Service, new("MatchByPhone", new { phone = "+14155550132" }));

            match.Messages.Single().ToJsonString().ShouldContain("Rose Calloway");
            refused.Code.ShouldBe("INVALID_ARGUMENT");
            refused.Details.Single(detail => detail.Type == "google.rpc.BadRequest").Value.ToJsonString().ShouldContain("phone");
            stranger.Code.ShouldBe("UNAUTHENTICATED");
            stranger.Details.Single(detail => detail.Type == "google.rpc.ErrorInfo").Value["reason"]!.ToString().ShouldBe("TOKEN_INVALID");
        }
        finally
        {
            File.Delete(written);
        }
    }
}
