using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Customer360.Contracts.V1;
using Customer360.Gateway.Security;
using Customer360.IntegrationTests.Clients;
using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Customer360.IntegrationTests.Gateway;

/// <summary>The host around the services: settings, ports, limits, health, development tokens.</summary>
public sealed class HostTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_host_with_bad_settings_names_them_all_and_does_not_start()
    {
        var settings = new Dictionary<string, string?>
        {
            ["Listen:Http"] = "nonsense",
            ["Limits:MessageBytes"] = "-1",
            ["RateLimits:PerCaller:CallsPerSecond"] = "many",
            ["Cors:Origins:0"] = "*",
        };

        var failure = await Should.ThrowAsync<AggregateException>(() => GatewayHost.StartAsync(new() { Environment = "Production", Settings = settings }));

        var told = failure.InnerExceptions.Cast<OptionsValidationException>().SelectMany(problem => problem.Failures).ToList();
        foreach (var setting in settings.Keys.Append("Authentication:Issuers"))
            told.ShouldContain(problem => problem.Contains(setting, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Development_tokens_do_not_exist_elsewhere()
    {
        await using var issuer = await TestIssuer.StartAsync("k1", TestKey.Of("ES256"));
        var settings = issuer.Settings();
        settings["Authentication:AllowHttpOnLoopback"] = "false";
        settings["Authentication:Issuers:0:Issuer"] = "https://issuer.example";
        await using var gateway = await GatewayHost.StartAsync(new() { Environment = "Production", Settings = settings });

        using var answer = await gateway.HttpClient().GetAsync(new Uri("/dev/token?sub=amelia", UriKind.Relative), Cancellation);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_development_token_lets_in_whom_it_was_made_for()
    {
        await using var gateway = await GatewayHost.StartAsync(new());

        var token = await gateway.HttpClient().GetStringAsync(new Uri("/dev/token?sub=ada&roles=admin,agent&tenant=other&email=ada@acme.example", UriKind.Relative), Cancellation);

        var (caller, _) = await gateway.Services.GetRequiredService<TokenValidator>().ValidateAsync(token, Cancellation);
        (caller.Subject, caller.TenantId, caller.Email).ShouldBe(("ada", "other", "ada@acme.example"));
        caller.Roles.ShouldBe([Role.Admin, Role.Agent], ignoreOrder: true);
    }

    [Theory]
    [InlineData("sub=")]
    [InlineData("roles=agent")]
    [InlineData("sub=ada&roles=king")]
    [InlineData("sub=ada&roles=7")]
    [InlineData("sub=ada&tenant=unknown")]
    public async Task A_development_token_is_not_made_for_nonsense(string query)
    {
        await using var gateway = await GatewayHost.StartAsync(new());

        using var answer = await gateway.HttpClient().GetAsync(new Uri($"/dev/token?{query}", UriKind.Relative), Cancellation);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_page_that_took_our_address_gets_no_development_token()
    {
        await using var gateway = await GatewayHost.StartAsync(new());
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/dev/token?sub=ada", UriKind.Relative)) { Headers = { Host = "evil.example" } };

        using var answer = await gateway.HttpClient().SendAsync(request, Cancellation);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Health_is_told_to_everybody()
    {
        await using var gateway = await GatewayHost.StartAsync(new());

        foreach (var path in (string[])["/healthz/live", "/healthz/ready"])
        {
            using var answer = await gateway.HttpClient().GetAsync(new Uri(path, UriKind.Relative), Cancellation);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        }
    }

    [Fact]
    public async Task A_caller_who_asks_too_much_is_told_when_to_come_again()
    {
        await using var gateway = await GatewayHost.StartAsync(new() { Settings = { ["RateLimits:PerCaller:CallsPerSecond"] = "1", ["RateLimits:PerCaller:Burst"] = "2" } });
        var token = gateway.Token("greedy", roles: Role.Admin);
        for (var call = 0; call < 2; call++)
            (await ListAsync(gateway, token)).StatusCode.ShouldBe(StatusCode.Unimplemented);

        var failure = await ListAsync(gateway, token);

        failure.ShouldBe(StatusCode.ResourceExhausted, "CALLER_RATE_LIMITED");
        failure.Get<RetryInfo>().RetryDelay.ToTimeSpan().ShouldBeInRange(TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(2));
        failure.Get<QuotaFailure>().Violations.Single().Subject.ShouldBe("callers/greedy");
        (await ListAsync(gateway, gateway.Token("modest", roles: Role.Admin))).StatusCode.ShouldBe(StatusCode.Unimplemented);
    }

    [Fact]
    public async Task A_tenant_that_asks_too_much_takes_nothing_from_another()
    {
        await using var gateway = await GatewayHost.StartAsync(new() { Settings = { ["RateLimits:PerTenant:CallsPerSecond"] = "1", ["RateLimits:PerTenant:Burst"] = "1" } });
        (await ListAsync(gateway, gateway.Token("a", roles: Role.Admin))).StatusCode.ShouldBe(StatusCode.Unimplemented);

        var failure = await ListAsync(gateway, gateway.Token("b", roles: Role.Admin));

        failure.Get<QuotaFailure>().Violations.Single().Subject.ShouldBe("tenants/demo");
        (await ListAsync(gateway, gateway.Token("a", "other", roles: Role.Admin))).StatusCode.ShouldBe(StatusCode.Unimplemented);
    }

    [Fact]
    public async Task Listed_pages_may_call_and_others_may_not()
    {
        await using var gateway = await GatewayHost.StartAsync(new() { Settings = { ["Cors:Origins:0"] = "https://desktop.example.com" } });

        var (allowed, headers) = await PreflightAsync(gateway, "https://desktop.example.com");
        var (other, _) = await PreflightAsync(gateway, "https://evil.example");

        allowed.ShouldBe("https://desktop.example.com");
        headers!.ShouldContain("authorization");
        other.ShouldBeNull();
    }

    [Fact]
    public async Task A_refused_call_of_a_listed_page_is_readable()
    {
        await using var gateway = await GatewayHost.StartAsync(new() { Settings = { ["Cors:Origins:0"] = "https://desktop.example.com" } });
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("customer360.v1.AdminService/ListConnections", UriKind.Relative))
        {
            Content = new ByteArrayContent([0, 0, 0, 0, 0]) { Headers = { ContentType = new("application/grpc-web+proto") } },
            Headers = { { "Origin", "https://desktop.example.com" } },
        };

        using var answer = await gateway.HttpClient().SendAsync(request, Cancellation);

        answer.Headers.GetValues("grpc-status").ShouldBe(["16"]);
        answer.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["https://desktop.example.com"]);
        answer.Headers.GetValues("Access-Control-Expose-Headers").Single().ShouldContain("grpc-status-details-bin");
    }

    [Fact]
    public async Task With_TLS_one_port_serves_both_versions_of_HTTP_and_takes_up_a_renewed_certificate()
    {
        var file = Path.GetTempFileName();
        try
        {
            WriteCertificate(file, "one");
            var time = new ShiftedTime();
            await using var gateway = await GatewayHost.StartAsync(new() { Time = time, Settings = { ["Listen:Tls:Address"] = "127.0.0.1:0", ["Listen:Tls:CertificateFile"] = file } });
            gateway.Http.Scheme.ShouldBe("https");

            (await SubjectOfHealthAsync(gateway, HttpVersion.Version11)).ShouldBe("CN=one");
            (await SubjectOfHealthAsync(gateway, HttpVersion.Version20)).ShouldBe("CN=one");
            WriteCertificate(file, "two");
            File.SetLastWriteTimeUtc(file, TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(1));
            time.Advance(TimeSpan.FromMinutes(2));

            (await SubjectOfHealthAsync(gateway, HttpVersion.Version20)).ShouldBe("CN=two");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_stopping_host_finishes_calls_in_flight_and_takes_no_others()
    {
        var gate = new Gate();
        await using var gateway = await GatewayHost.StartAsync(new()
        {
            Configure = builder => builder.Services.AddSingleton(gate),
            Map = app => app.MapGrpcService<GatedService>().RequireAuthorization(),
        });
        var client = new EchoService.EchoServiceClient(gateway.Call(gateway.Token("amelia")));
        using var inFlight = client.SayAsync(new(), cancellationToken: Cancellation);
        await gate.Entered.Task.WaitAsync(TimeSpan.FromSeconds(10), Cancellation);

        var stopping = gateway.StopAsync();
        await Task.Delay(200, Cancellation);
        stopping.IsCompleted.ShouldBeFalse();
        gate.Open.SetResult();

        (await inFlight).Text.ShouldBe("demo/amelia");
        await stopping.WaitAsync(TimeSpan.FromSeconds(10), Cancellation);
        using var another = GrpcChannel.ForAddress(gateway.Grpc);
        (await new EchoService.EchoServiceClient(another).SayAsync(new(), cancellationToken: Cancellation).ResponseAsync.ShouldThrowAsync<RpcException>())
            .StatusCode.ShouldBe(StatusCode.Unavailable);
    }

    private static Task<RpcException> ListAsync(GatewayHost gateway, string token) =>
        new AdminService.AdminServiceClient(gateway.Call(token)).ListConnectionsAsync(new(), cancellationToken: Cancellation).FailureAsync();

    private static async Task<(string? Origin, string? Headers)> PreflightAsync(GatewayHost gateway, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, new Uri("customer360.v1.AdminService/ListConnections", UriKind.Relative))
        {
            Headers =
            {
                { "Origin", origin },
                { "Access-Control-Request-Method", "POST" },
                { "Access-Control-Request-Headers", "authorization,content-type,x-grpc-web" },
            },
        };
        using var answer = await gateway.HttpClient().SendAsync(request, Cancellation);
        return (Header("Access-Control-Allow-Origin"), Header("Access-Control-Allow-Headers"));

        string? Header(string name) => answer.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;
    }

    private static async Task<string?> SubjectOfHealthAsync(GatewayHost gateway, Version version)
    {
        string? subject = null;
        using var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => (subject = certificate?.Subject) is not null },
        };
        using var client = new HttpClient(handler) { BaseAddress = gateway.Http, DefaultRequestVersion = version, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        (await client.GetStringAsync(new Uri("healthz/live", UriKind.Relative), Cancellation)).ShouldBe("Healthy");
        return subject;
    }

    private static void WriteCertificate(string file, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(file, $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}");
    }

    internal sealed class Gate
    {
        public TaskCompletionSource Entered { get; } = new();

        public TaskCompletionSource Open { get; } = new();
    }

    internal sealed class GatedService(Gate gate) : EchoService.EchoServiceBase
    {
        public override async Task<SayResponse> Say(SayRequest request, ServerCallContext context)
        {
            gate.Entered.TrySetResult();
            await gate.Open.Task.WaitAsync(context.CancellationToken);
            return new() { Text = $"{context.Caller()}" };
        }
    }
}
