using System.Diagnostics;
using Customer360.Contracts.V1;
using Customer360.Gateway.Security;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Customer360.Gateway.Development;

/// <summary>Once everything listens: says where, and matches a demo customer as any client would.</summary>
internal sealed partial class DemoMatch(
    IServer server, IHostApplicationLifetime lifetime, DevelopmentIssuer issuer, IOptions<DevelopmentOptions> options, ILogger<DemoMatch> logger)
{
    private const string Phone = "+1 415 555 0132";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.DemoMatch)
            return;
        var started = new TaskCompletionSource();
        await using var onStarted = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellationToken);

        var addresses = server.Features.Get<IServerAddressesFeature>()!.Addresses.ToList();
        var (web, rpc, agent) = (addresses[0], addresses[1], options.Value.Agents[0]);
        Log.Web(logger, web);
        Log.Rpc(logger, rpc);
        Log.Tokens(logger, $"{web}{DevelopmentTokens.Path}?sub={agent}&roles=agent", string.Join(", ", options.Value.Agents));
        await MatchAsync(rpc, agent, cancellationToken);
    }

    private async Task MatchAsync(string rpc, string agent, CancellationToken cancellationToken)
    {
        using var channel = GrpcChannel.ForAddress(rpc, new() { HttpHandler = new SocketsHttpHandler { UseProxy = false } });
        var headers = new Metadata { { "authorization", $"Bearer {issuer.Issue(options.Value.Tenant, agent, null, [Role.Agent])}" } };
        var customers = new Customer360Service.Customer360ServiceClient(channel);
        try
        {
            // The first call ever compiles the whole path; the second is what an agent waits for.
            await customers.MatchByPhoneAsync(new() { Phone = Phone }, headers, cancellationToken: cancellationToken);
            var start = Stopwatch.GetTimestamp();
            var match = await customers.MatchByPhoneAsync(new() { Phone = Phone }, headers, cancellationToken: cancellationToken);
            Log.Matched(logger, Phone, match.Outcome, match.Matches.Select(found => found.Name).FirstOrDefault(), Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        catch (RpcException failure)
        {
            Log.Failed(logger, failure.StatusCode, failure.Status.Detail);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "HTTP, gRPC-Web: {Address}")]
        public static partial void Web(ILogger logger, string address);

        [LoggerMessage(2, LogLevel.Information, "gRPC, reflection: {Address}")]
        public static partial void Rpc(ILogger logger, string address);

        [LoggerMessage(3, LogLevel.Information, "Tokens: curl '{Address}' (demo agents: {Agents})")]
        public static partial void Tokens(ILogger logger, string address, string agents);

        [LoggerMessage(4, LogLevel.Information, "Who calls from {Phone}? {Outcome}: {Name}, in {Milliseconds:0.0} ms from gRPC to CRM and back")]
        public static partial void Matched(ILogger logger, string phone, MatchOutcome outcome, string? name, double milliseconds);

        [LoggerMessage(5, LogLevel.Error, "The demo match failed: {Code} {Message}")]
        public static partial void Failed(ILogger logger, StatusCode code, string message);
    }
}
