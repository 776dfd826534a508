using System.Net;
using Customer360.Sandbox.Control;
using Customer360.Sandbox.Http;
using Customer360.Sandbox.Salesforce;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Customer360.Sandbox;

/// <summary>All simulated CRMs behind one loopback port, alone or inside another process.</summary>
public sealed class SandboxServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SandboxContext _context;
    private readonly IReadOnlyList<ICrmSimulator> _crms;

    private SandboxServer(WebApplication app, SandboxContext context, IReadOnlyList<ICrmSimulator> crms)
    {
        _app = app;
        _context = context;
        _crms = crms;
        BaseAddress = new(app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());
    }

    /// <summary>Login host, instance URL and control address in one, such as <c>http://127.0.0.1:5090/</c>.</summary>
    public Uri BaseAddress { get; }

    public FaultBoard Faults => _context.Faults;
    public WriteLedger Ledger => _context.Ledger;
    public RequestLog Requests => _context.Requests;
    public SandboxClock Clock => _context.Clock;

    public SandboxSettings Settings
    {
        get => _context.Settings;
        set => _context.Settings = value;
    }

    public void Register(OAuthClient client) => _context.Register(client);

    /// <summary>Ends a user's sessions, or everybody's: the next call gets 401. Refresh tokens stay good.</summary>
    public int ExpireSessions(string? userKey = null) => _crms.Sum(crm => crm.ExpireSessions(userKey));

    /// <summary>Back to the seeded data and the settings at start: no tokens, faults, ledger, requests, or scheduled commits.</summary>
    public void Reset() => ControlEndpoints.Reset(_context, _crms);

    public static async Task<SandboxServer> StartAsync(SandboxOptions options, CancellationToken cancellationToken)
    {
        var context = new SandboxContext(options);
        IReadOnlyList<ICrmSimulator> crms = [new SalesforceSimulator(context)];
        // Nothing of the process that hosts it: no configuration, logging, or environment.
        var builder = WebApplication.CreateEmptyBuilder(new() { ApplicationName = typeof(SandboxServer).Assembly.GetName().Name });
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, options.Port);
            kestrel.AddServerHeader = false;
            // Above what the simulated CRMs allow, so that they refuse it in their own words.
            kestrel.Limits.MaxRequestLineSize = 256 * 1024;
            kestrel.Limits.MaxRequestBufferSize = 2 * 1024 * 1024;
            kestrel.Limits.MaxRequestHeadersTotalSize = 256 * 1024;
        });
        var app = builder.Build();
        app.UseRouting();
        ControlEndpoints.Map(app, context, crms);
        var pipeline = new SimPipeline(crms, context.Faults, context.Requests, context.Clock);
        app.Map("/{**path}", pipeline.HandleAsync);
        await app.StartAsync(cancellationToken);
        return new(app, context, crms);
    }

    public async ValueTask DisposeAsync()
    {
        // Requests that hang on purpose must not hold up the end.
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}
