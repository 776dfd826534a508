using System.Diagnostics;
using System.Globalization;
using Customer360.Benchmarks.V1;
using Customer360.Contracts.V1;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;

namespace Customer360.Benchmarks.Uncached;

/// <summary>
/// What the gateway adds to an uncached match: p50 of the match less p50 of the same CRM requests made bare, against p50 of
/// an authenticated empty RPC. The three are measured in turn, round after round, so that a machine that changes its speed
/// changes it for all.
/// </summary>
internal static class UncachedLoad
{
    private const int Rounds = 9;
    private const int WarmupCalls = 20_000; // until the runtime has compiled what is hot, which takes long on one core
    private const int CallsPerRound = 400;
    private const double Target = 2.0;

    /// <param name="args">The gateway's HTTP and gRPC addresses.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        using var sockets = new SocketsHttpHandler { UseProxy = false };
        using var http = new HttpClient(sockets) { Timeout = Timeout.InfiniteTimeSpan };
        var token = (await http.GetStringAsync(new Uri($"{args[0]}/dev/token?sub=full&roles=agent"))).Trim();
        using var channel = GrpcChannel.ForAddress(args[1], new() { HttpHandler = new SocketsHttpHandler { UseProxy = false } });
        var invoker = channel.Intercept(headers => { headers.Add("authorization", $"Bearer {token}"); return headers; });
        var customers = new Customer360Service.Customer360ServiceClient(invoker);
        var reference = new ReferenceService.ReferenceServiceClient(invoker);

        await customers.MatchByPhoneAsync(new() { Phone = "+14155550132" });
        var recorded = await reference.LastCrmRequestAsync(new());

        Func<Task> empty = async () => await reference.EmptyAsync(new());
        Func<Task> match = async () =>
        {
            if ((await customers.MatchByPhoneAsync(new() { Phone = "+14155550132" })).Freshness.Source is not FreshnessSource.Crm)
                throw new InvalidOperationException("The match was not uncached.");
        };
        Func<Task> bare = () => SendAsync(http, recorded);
        foreach (var call in (Func<Task>[])[empty, match, bare])
            await MedianAsync(call, WarmupCalls);

        var ratios = new List<double>();
        Console.WriteLine("round   empty µs   match µs    bare µs   added µs   added / empty");
        for (var round = 1; round <= Rounds; round++)
        {
            var (e, m, b) = (await MedianAsync(empty, CallsPerRound), await MedianAsync(match, CallsPerRound), await MedianAsync(bare, CallsPerRound));
            ratios.Add((m - b) / e);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{round,5} {e,10:0} {m,10:0} {b,10:0} {m - b,10:0} {(m - b) / e,15:0.00}"));
        }
        ratios.Sort();
        var median = ratios[ratios.Count / 2];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"uncached-match-added-p50 {median:0.00} (spread {ratios[0]:0.00} to {ratios[^1]:0.00}) target {Target:0.0} {(median <= Target ? "met" : "missed")}"));
        return 0;
    }

    /// <returns>Microseconds.</returns>
    private static async Task<double> MedianAsync(Func<Task> call, int calls)
    {
        var times = new double[calls];
        for (var i = 0; i < calls; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await call();
            times[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }
        Array.Sort(times);
        return times[calls / 2];
    }

    private static async Task SendAsync(HttpClient http, LastCrmRequestResponse recorded)
    {
        using var request = new HttpRequestMessage(new(recorded.Method), recorded.Uri);
        if (recorded.Body.Length > 0)
            request.Content = new ByteArrayContent(recorded.Body.ToByteArray());
        foreach (var (name, value) in recorded.Headers)
            if (!request.Headers.TryAddWithoutValidation(name, value))
                request.Content?.Headers.TryAddWithoutValidation(name, value);
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync();
    }
}
