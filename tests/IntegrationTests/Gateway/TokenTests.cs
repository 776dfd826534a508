using System.Security.Cryptography;
using System.Text.Json;
using Customer360.Contracts.V1;
using Grpc.Core;

namespace Customer360.IntegrationTests.Gateway;

/// <summary>Whose tokens count, over HTTP from discovery to the RPC.</summary>
public sealed class TokenTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("RS256")]
    [InlineData("ES256")]
    public async Task A_token_of_a_trusted_issuer_lets_its_bearer_in(string algorithm)
    {
        await using var issuer = await TestIssuer.StartAsync("k1", TestKey.Of(algorithm));
        await using var gateway = await GatewayHost.StartAsync(new() { Settings = issuer.Settings() });

        var failure = await CallAsync(gateway, issuer.Token("k1"));

        failure.ShouldBe(StatusCode.Unimplemented, "NOT_IMPLEMENTED"); // It got as far as the service.
    }

    [Fact]
    public async Task What_is_wrong_with_a_token_keeps_its_bearer_out()
    {
        await using var issuer = await TestIssuer.StartAsync("k1", TestKey.Of("RS256"));
        await using var gateway = await GatewayHost.StartAsync(new() { Settings = issuer.Settings() });
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var good = issuer.Token("k1");
        var parts = good.Split('.');
        var cases = new Dictionary<string, string>
        {
            ["expired"] = issuer.Token("k1", claims: claims => claims["exp"] = now - 60),
            ["not yet valid"] = issuer.Token("k1", claims: claims => claims["nbf"] = now + 60),
            ["without an end"] = issuer.Token("k1", claims: claims => claims.Remove("exp")),
            ["an end that is none"] = issuer.Token("k1", claims: claims => claims["exp"] = "tomorrow"),
            ["another audience"] = issuer.Token("k1", claims: claims => claims["aud"] = "somebody-else"),
            ["without an audience"] = issuer.Token("k1", claims: claims => claims.Remove("aud")),
            ["another issuer"] = issuer.Token("k1", claims: claims => claims["iss"] = "https://elsewhere.example"),
            ["without an issuer"] = issuer.Token("k1", claims: claims => claims.Remove("iss")),
            ["a tenant that isn't the issuer's"] = issuer.Token("k1", claims: claims => claims["tenant"] = "demo"),
            ["a tenant in other letters"] = issuer.Token("k1", claims: claims => claims["tenant"] = "ACME"),
            ["without a tenant"] = issuer.Token("k1", claims: claims => claims.Remove("tenant")),
            ["several tenants"] = issuer.Token("k1", claims: claims => claims["tenant"] = (string[])["acme", "demo"]),
            ["without a subject"] = issuer.Token("k1", claims: claims => claims.Remove("sub")),
            ["a subject too long"] = issuer.Token("k1", claims: claims => claims["sub"] = new string('x', 256)),
            ["an unknown key"] = issuer.Token("k2", TestKey.Of("RS256")),
            ["somebody else's key"] = issuer.Token("k1", TestKey.Of("RS256")),
            ["without a key id"] = issuer.Token("k1", header: header => header.Remove("kid")),
            ["a demand that we don't know"] = issuer.Token("k1", header: header => header["crit"] = (string[])["b64"]),
            ["another kind of token"] = issuer.Token("k1", header: header => header["typ"] = "logout+jwt"),
            ["RSA called EC"] = issuer.Token("k1", header: header => header["alg"] = "ES256"),
            ["RS384"] = issuer.Token("k1", header: header => header["alg"] = "RS384"),
            ["no signature"] = $"{Encode("""{"alg":"none","kid":"k1"}""")}.{parts[1]}.",
            ["the public key as a shared secret"] = Hs256(issuer, parts[1]),
            ["a signature cut off"] = $"{parts[0]}.{parts[1]}.",
            ["changed claims"] = $"{parts[0]}.{Encode(Claims(parts[1]).Replace("ada", "eve", StringComparison.Ordinal))}.{parts[2]}",
            ["a claim twice"] = issuer.Keys["k1"].Sign("""{"alg":"RS256","kid":"k1"}""", Claims(parts[1])[..^1] + ""","tenant":"acme"}"""),
            ["too long"] = issuer.Token("k1", claims: claims => claims["filler"] = new string('x', 9000)),
            ["no token at all"] = "x",
            ["five parts"] = $"{good}.a.b",
            ["two tokens"] = $"{good},{good}",
            ["not base64"] = $"{parts[0]}.{parts[1]}!.{parts[2]}",
            ["not JSON"] = $"{parts[0]}.{Encode("[1]")}.{parts[2]}",
        };

        foreach (var (what, token) in cases)
            (await CallAsync(gateway, token)).ShouldBe(StatusCode.Unauthenticated, "TOKEN_INVALID", what);

        (await CallAsync(gateway, good)).StatusCode.ShouldBe(StatusCode.Unimplemented);
    }

    [Fact]
    public async Task Clocks_may_differ_a_little()
    {
        await using var issuer = await TestIssuer.StartAsync("k1", TestKey.Of("ES256"));
        await using var gateway = await GatewayHost.StartAsync(new() { Settings = issuer.Settings() });
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

        (await CallAsync(gateway, issuer.Token("k1", claims: claims => claims["exp"] = now - 10))).StatusCode.ShouldBe(StatusCode.Unimplemented);
        (await CallAsync(gateway, issuer.Token("k1", claims: claims => claims["nbf"] = now + 10))).StatusCode.ShouldBe(StatusCode.Unimplemented);
    }

    [Fact]
    public async Task A_remembered_token_ends_when_it_expires()
    {
        var time = new ShiftedTime();
        await using var issuer = await TestIssuer.StartAsync("k1", TestKey.Of("ES256"));
        await using var gateway = await GatewayHost.StartAsync(new() { Settings = issuer.Settings(), Time = time });
        var token = issuer.Token("k1");

        (await CallAsync(gateway, token)).StatusCode.ShouldBe(StatusCode.Unimplemented);
        time.Advance(TimeSpan.FromMinutes(61));

        (await CallAsync(gateway, token)).ShouldBe(StatusCode.Unauthenticated, "TOKEN_INVALID");
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("ES256")]
    public async Task One_key_id_at_two_issuers_is_two_keys(string algorithm)
    {
        await using var one = await TestIssuer.StartAsync("same", TestKey.Of(algorithm));
        await using var two = await TestIssuer.StartAsync("same", TestKey.Of(algorithm));
        await using var gateway = await GatewayHost.StartAsync(new() { Settings = one.Settings().Concat(two.Settings(1)).DistinctBy(pair => pair.Key).ToDictionary() });
        (await CallAsync(gateway, one.Token("same"))).StatusCode.ShouldBe(StatusCode.Unimplemented);

        var forged = two.Token("same", key: one.Keys["same"]); // The first issuer signs in the second's name.

        (await CallAsync(gateway, forged)).ShouldBe(StatusCode.Unauthenticated, "TOKEN_INVALID");
        (await CallAsync(gateway, two.Token("same"))).StatusCode.ShouldBe(StatusCode.Unimplemented);
        (await CallAsync(gateway, one.Token("same", key: two.Keys["same"]))).ShouldBe(StatusCode.Unauthenticated, "TOKEN_INVALID");
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("ES256")]
    public async Task A_replaced_key_is_worth_nothing_though_its_id_stays(string algorithm)
    {
        var time = new ShiftedTime();
        await using var issuer = await TestIssuer.StartAsync("same", TestKey.Of(algorithm));
        await using var gateway = await GatewayHost.StartAsync(new() { Settings = issuer.Settings(), Time = time });
        var stolen = issuer.Keys["same"];
        var remembered = issuer.Token("same");
        (await CallAsync(gateway, remembered)).StatusCode.ShouldBe(StatusCode.Unimplemented);

        issuer.Keys["same"] = TestKey.Of(algorithm);
        time.Advance(TimeSpan.FromSeconds(31));

        (await CallAsync(gateway, issuer.Token("same"))).StatusCode.ShouldBe(StatusCode.Unimplemented);
        (await CallAsync(gateway, remembered)).ShouldBe(StatusCode.Unauthenticated, "TOKEN_INVALID");
        (await CallAsync(gateway, issuer.Token("same", stolen))).ShouldBe(StatusCode.Unauthenticated, "TOKEN_INVALID");
    }

    [Fact]
    public async Task A_new_key_is_found_and_invented_ones_do_not_trouble_the_issuer()
    {
        var time = new ShiftedTime();
        await using var issuer = await TestIssuer.StartAsync("k1", TestKey.Of("RS256"));
        await using var gateway = await GatewayHost.StartAsync(new() { Settings = issuer.Settings(), Time = time });
        (await CallAsync(gateway, issuer.Token("k1"))).StatusCode.ShouldBe(StatusCode.Unimplemented);
        issuer.Keys["k2"] = TestKey.Of("ES256");
        time.Advance(TimeSpan.FromSeconds(31));

        (await CallAsync(gateway, issuer.Token("k2"))).StatusCode.ShouldBe(StatusCode.Unimplemented);
        var asked = issuer.Requests;
        for (var invented = 0; invented < 20; invented++)
            (await CallAsync(gateway, issuer.Token($"invented-{invented}", TestKey.Of("ES256")))).StatusCode.ShouldBe(StatusCode.Unauthenticated);

        issuer.Requests.ShouldBe(asked);
    }

    [Fact]
    public async Task An_issuer_that_is_down_is_no_fault_of_the_token()
    {
        var time = new ShiftedTime();
        await using var issuer = await TestIssuer.StartAsync("k1", TestKey.Of("ES256"));
        await using var gateway = await GatewayHost.StartAsync(new() { Settings = issuer.Settings(), Time = time });
        issuer.Down = true;
        (await CallAsync(gateway, issuer.Token("k1"))).ShouldBe(StatusCode.Unavailable, "ISSUER_UNAVAILABLE");

        issuer.Down = false;
        time.Advance(TimeSpan.FromSeconds(6));
        (await CallAsync(gateway, issuer.Token("k1"))).StatusCode.ShouldBe(StatusCode.Unimplemented);
        issuer.Down = true;
        time.Advance(TimeSpan.FromMinutes(30) + TimeSpan.FromHours(1));

        (await CallAsync(gateway, issuer.Token("k1", claims: InTwoHours))).StatusCode.ShouldBe(StatusCode.Unimplemented); // Known keys go on for a day.
        time.Advance(TimeSpan.FromDays(1));
        (await CallAsync(gateway, issuer.Token("k1", claims: InTwoDays))).ShouldBe(StatusCode.Unavailable, "ISSUER_UNAVAILABLE");

        static void InTwoHours(Dictionary<string, object?> claims) => claims["exp"] = TimeProvider.System.GetUtcNow().AddHours(2).ToUnixTimeSeconds();
        static void InTwoDays(Dictionary<string, object?> claims) => claims["exp"] = TimeProvider.System.GetUtcNow().AddDays(2).ToUnixTimeSeconds();
    }

    [Fact]
    public async Task A_discovery_document_of_another_issuer_is_not_believed()
    {
        await using var issuer = await TestIssuer.StartAsync("k1", TestKey.Of("ES256"));
        issuer.ClaimedIssuer = "https://elsewhere.example";
        await using var gateway = await GatewayHost.StartAsync(new() { Settings = issuer.Settings() });

        (await CallAsync(gateway, issuer.Token("k1"))).ShouldBe(StatusCode.Unavailable, "ISSUER_UNAVAILABLE");
    }

    [Fact]
    public async Task A_short_RSA_key_is_not_trusted()
    {
        await using var issuer = await TestIssuer.StartAsync("k1", TestKey.Rsa(1024));
        await using var gateway = await GatewayHost.StartAsync(new() { Settings = issuer.Settings() });

        (await CallAsync(gateway, issuer.Token("k1"))).ShouldBe(StatusCode.Unauthenticated, "TOKEN_INVALID");
    }

    [Fact]
    public async Task Claims_and_roles_go_by_the_issuers_names()
    {
        await using var issuer = await TestIssuer.StartAsync("k1", TestKey.Of("ES256"));
        var settings = issuer.Settings();
        settings["Authentication:Issuers:0:TenantClaim"] = "https://acme.example/org";
        settings["Authentication:Issuers:0:RolesClaim"] = "groups";
        settings["Authentication:Issuers:0:Roles:c360-admins"] = "Admin";
        await using var gateway = await GatewayHost.StartAsync(new() { Settings = settings });

        var token = issuer.Token("k1", claims: claims => (claims["https://acme.example/org"], claims["groups"]) = ("acme", "c360-admins"));
        var other = issuer.Token("k1", claims: claims => (claims["https://acme.example/org"], claims["groups"]) = ("acme", "admin"));

        (await CallAsync(gateway, token)).StatusCode.ShouldBe(StatusCode.Unimplemented);
        (await CallAsync(gateway, other)).ShouldBe(StatusCode.PermissionDenied, "ROLE_REQUIRED");
    }

    private static Task<RpcException> CallAsync(GatewayHost gateway, string token) =>
        new AdminService.AdminServiceClient(gateway.Call(token)).ListConnectionsAsync(new(), cancellationToken: Cancellation).FailureAsync();

    private static string Hs256(TestIssuer issuer, string claims) =>
        TestKey.Sign("""{"alg":"HS256","kid":"k1"}""", Claims(claims), data => HMACSHA256.HashData(issuer.Keys["k1"].PublicKey, data));

    private static string Encode(string json) => System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(json));

    private static string Claims(string part) => JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(part)).RootElement.GetRawText();
}
