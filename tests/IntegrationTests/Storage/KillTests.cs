using System.Diagnostics;
using System.Text.RegularExpressions;
using Customer360.Contracts.V1;
using Customer360.Sandbox;
using Grpc.Core;
using Grpc.Net.Client;

namespace Customer360.IntegrationTests.Storage;

/// <summary>A gateway process that is killed in the middle of writes, on SQLite, and started again.</summary>
public sealed partial class KillTests : IAsyncLifetime
{
    private const string ReferenceField = "Gateway_Reference__c";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("customer360-kill-");
    private SandboxServer? _sandbox;
    private GatewayProcess? _gateway;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _sandbox = await SandboxServer.StartAsync(new() { ContactCount = 20 }, Token);

    public async ValueTask DisposeAsync()
    {
        _gateway?.Dispose();
        await _sandbox!.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Writes_that_were_under_way_when_the_process_died_are_repeated_without_a_double()
    {
        var (written, unwritten) = (Request("Written"), Request("Unwritten"));
        // One is committed and never answered, the other reaches the CRM and nothing comes of it.
        _sandbox!.Faults.Add(new(FaultKind.LostAnswer) { User = "full", PathContains = ReferenceField });
        _sandbox.Faults.Add(new(FaultKind.Hang) { User = "second", PathContains = ReferenceField });
        _gateway = await GatewayProcess.StartAsync(Arguments());
        var lost = Task.WhenAll(CreateAsync("full", written), CreateAsync("second", unwritten));
        await UntilAsync(() => lost.IsFaulted || Created("Written") == 1 && _sandbox.Faults.List().All(fault => fault.Hits > 0));

        lost.IsFaulted.ShouldBeFalse(lost.Exception?.ToString());
        _gateway.Dispose();
        await Should.ThrowAsync<RpcException>(() => lost);
        _sandbox.Faults.Clear();
        _gateway = await GatewayProcess.StartAsync(Arguments());
        var answers = await Task.WhenAll(CreateAsync("full", written), CreateAsync("second", unwritten));

        answers.Select(answer => answer.Record.Title).ShouldBe(["Kay Written", "Kay Unwritten"]);
        Created("Written").ShouldBe(1);
        Created("Unwritten").ShouldBe(1);
    }

    private static CreateContactRequest Request(string lastName) => new()
    {
        RequestId = Guid.CreateVersion7().ToString(),
        Fields =
        {
            new FieldInput { Field = new() { WellKnown = WellKnownField.FirstName }, Value = new() { Text = "Kay" } },
            new FieldInput { Field = new() { WellKnown = WellKnownField.LastName }, Value = new() { Text = lastName } },
        },
    };

    private async Task<CreateContactResponse> CreateAsync(string agent, CreateContactRequest request)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var token = await http.GetStringAsync(new Uri(_gateway!.Http, $"/dev/token?sub={agent}&roles=agent"), Token);
        using var channel = GrpcChannel.ForAddress(_gateway.Grpc, new() { HttpHandler = new SocketsHttpHandler { UseProxy = false }, DisposeHttpClient = true });
        return await new Customer360Service.Customer360ServiceClient(channel)
            .CreateContactAsync(request, new Metadata { { "authorization", $"Bearer {token.Trim()}" } }, cancellationToken: Token);
    }

    /// <summary>How many contacts were made for a request; the reference tells them from the seeded ones, and from each other.</summary>
    private int Created(string lastName) => _sandbox!.Ledger.Where(entry =>
        entry.Operation is WriteOperation.Create && entry.ObjectName == "Contact" && entry.User == (lastName == "Written" ? "full" : "second")).Count;

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var tries = 0; !condition(); tries++)
        {
            tries.ShouldBeLessThan(1500);
            await Task.Delay(20, Token);
        }
    }

    private IEnumerable<string> Arguments()
    {
        var sandbox = _sandbox!.BaseAddress;
        Dictionary<string, string> settings = new()
        {
            ["environment"] = "Development",
            ["contentRoot"] = _folder.FullName,
            ["Listen:Http"] = "127.0.0.1:0",
            ["Listen:Grpc"] = "127.0.0.1:0",
            ["Authentication:DevelopmentTokens:Enabled"] = "true",
            ["Authentication:DevelopmentTokens:Tenants:0"] = "demo",
            ["Development:Agents:0"] = "full",
            ["Development:Agents:1"] = "second",
            ["Outbound:AllowedPrivateTargets:0"] = sandbox.Authority,
            ["Connections:0:Tenant"] = "demo",
            ["Connections:0:Name"] = "Sandbox",
            ["Connections:0:ClientId"] = "sandbox-client",
            ["Connections:0:ClientSecret"] = "sandbox-secret",
            ["Connections:0:Salesforce:LoginUri"] = sandbox.GetLeftPart(UriPartial.Authority),
            ["Connections:0:ReferenceFields:0:Kind"] = "Contact",
            ["Connections:0:ReferenceFields:0:Field"] = ReferenceField,
        };
        return settings.Select(setting => $"--{setting.Key}={setting.Value}");
    }

    private sealed partial class GatewayProcess(Process process, Uri http, Uri grpc) : IDisposable
    {
        public Uri Http => http;

        public Uri Grpc => grpc;

        public static async Task<GatewayProcess> StartAsync(IEnumerable<string> arguments)
        {
            var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Customer360.Gateway.dll"), .. arguments])
            {
                RedirectStandardOutput = true,
            })!;
            var addresses = new List<Uri>();
            var output = new List<string>();
            while (addresses.Count < 2 && await process.StandardOutput.ReadLineAsync(Token) is { } line)
            {
                output.Add(line);
                if (Listening().Match(line) is { Success: true } match)
                    addresses.Add(new(match.Groups[1].Value));
            }
            addresses.Count.ShouldBe(2, string.Join('\n', output));
            _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None); // A full pipe would stop it.
            return new(process, addresses[0], addresses[1]);
        }

        /// <summary>SIGKILL: nothing in it can clean up.</summary>
        public void Dispose()
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }

        [GeneratedRegex(@"Now listening on: (http://\S+)")]
        private static partial Regex Listening();
    }
}
