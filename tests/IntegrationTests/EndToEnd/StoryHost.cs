using Customer360.Contracts.V1;
using Customer360.Gateway.Security;
using Customer360.IntegrationTests.Gateway;
using Customer360.Sandbox;
using Grpc.Core;

namespace Customer360.IntegrationTests.EndToEnd;

/// <summary>The gateway and a simulated CRM, each on its own port; the sandbox's users are agents of the same names.</summary>
public sealed class StoryHost : IAsyncLifetime
{
    private static readonly SandboxUser[] Agents = [DemoUsers.Full, DemoUsers.Second, DemoUsers.ReadOnly, DemoUsers.Restricted, DemoUsers.HiddenFields];

    public SandboxServer Crm { get; private set; } = null!;

    internal GatewayHost Gateway { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Crm = await SandboxServer.StartAsync(new(), CancellationToken.None);
        var settings = new Dictionary<string, string?>
        {
            ["Outbound:AllowedPrivateTargets:0"] = Crm.BaseAddress.Authority,
            ["Development:Tenant"] = "demo",
            ["Connections:0:Tenant"] = "demo",
            ["Connections:0:Name"] = "Salesforce sandbox",
            ["Connections:0:Salesforce:LoginUri"] = Crm.BaseAddress.GetLeftPart(UriPartial.Authority),
            ["Connections:0:ClientId"] = OAuthClient.Default.ClientId,
            ["Connections:0:ClientSecret"] = OAuthClient.Default.ClientSecret,
            ["Connections:0:DefaultRegion"] = "US",
        };
        string[] kinds = ["CONTACT", "ACCOUNT", "CASE", "TASK", "CALL", "EVENT"];
        for (var i = 0; i < kinds.Length; i++)
        {
            settings[$"Connections:0:ReferenceFields:{i}:Kind"] = kinds[i];
            settings[$"Connections:0:ReferenceFields:{i}:Field"] = "Gateway_Reference__c";
        }
        for (var i = 0; i < Agents.Length; i++)
            settings[$"Development:Agents:{i}"] = Agents[i].Key;
        Gateway = await GatewayHost.StartAsync(new() { Settings = settings });
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Crm.DisposeAsync();
    }

    internal Customer360Service.Customer360ServiceClient As(SandboxUser user) => new(Invoker(user));

    internal CallInvoker Invoker(SandboxUser user) => Gateway.Call(Gateway.Token(user.Key, roles: Role.Agent));

    /// <summary>A fault until it is disposed.</summary>
    internal IDisposable Break(Fault fault) => new Broken(Crm, Crm.Faults.Add(fault).Id);

    /// <summary>Waits for what happens soon; a test's own time-out ends it otherwise.</summary>
    internal static async Task UntilAsync(Func<bool> happened)
    {
        while (!happened())
            await Task.Delay(10, TestContext.Current.CancellationToken);
    }

    private sealed class Broken(SandboxServer crm, string id) : IDisposable
    {
        public void Dispose() => crm.Faults.Remove(id);
    }
}
