using System.Net;
using Customer360.Adapters;
using Customer360.Adapters.Http;
using Customer360.Contracts.V1;

namespace Customer360.UnitTests.Adapters;

public sealed class LimitTests
{
    [Fact]
    public async Task Calls_of_a_connection_at_the_same_time_are_limited()
    {
        await using var harness = new CrmHarness();

        (await MeasureAsync(harness, CrmHarness.Rules with { ConcurrentCalls = 3 }, number => harness.Session(userId: $"user-{number}"))).ShouldBe(3);
    }

    [Fact]
    public async Task Calls_of_a_user_at_the_same_time_are_limited()
    {
        await using var harness = new CrmHarness();

        (await MeasureAsync(harness, CrmHarness.Rules with { ConcurrentCallsPerUser = 2 }, number => harness.Session(userId: $"user-{number % 2}"))).ShouldBe(4);
    }

    [Fact]
    public async Task The_connection_may_set_other_limits()
    {
        await using var harness = new CrmHarness();
        var session = harness.Session();
        session.Connection.Limits = new CallLimits { ConcurrentCalls = 8, ConcurrentCallsPerUser = 5 };

        (await MeasureAsync(harness, CrmHarness.Rules with { ConcurrentCalls = 2 }, _ => session)).ShouldBe(5);
    }

    [Fact]
    public async Task Replicas_share_the_limits()
    {
        await using var harness = new CrmHarness();
        harness.Get<ReplicaCount>().Value = 4;

        (await MeasureAsync(harness, CrmHarness.Rules with { ConcurrentCalls = 9 }, number => harness.Session(userId: $"user-{number}"))).ShouldBe(2);
    }

    [Fact]
    public async Task A_replica_may_always_make_one_call()
    {
        await using var harness = new CrmHarness();
        harness.Get<ReplicaCount>().Value = 100;

        (await MeasureAsync(harness, CrmHarness.Rules with { ConcurrentCalls = 9 }, number => harness.Session(userId: $"user-{number}"))).ShouldBe(1);
    }

    [Fact]
    public async Task Interactive_calls_go_before_background_ones_that_wait_longer()
    {
        await using var harness = new CrmHarness();
        var rules = CrmHarness.Rules with { ConcurrentCalls = 1 };
        var (release, order) = (new SemaphoreSlim(0), new List<string>());
        harness.Crm.Answer = async (request, _, cancellationToken) =>
        {
            order.Add(request.Headers.GetValues("x-name").Single());
            await release.WaitAsync(cancellationToken);
            return FakeCrm.Status(HttpStatusCode.OK);
        };
        Task<HttpResponseMessage> Call(string name, CallPriority priority)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, "/x") { Headers = { { "x-name", name } } };
            return harness.Http.SendAsync(harness.Session() with { Priority = priority }, request, CallSafety.Repeatable, rules, TestContext.Current.CancellationToken);
        }
        var calls = new[] { Call("first", CallPriority.Interactive), Call("background", CallPriority.Background), Call("interactive", CallPriority.Interactive) };

        release.Release(3);
        await Task.WhenAll(calls);

        order.ShouldBe(["first", "interactive", "background"]);
    }

    [Fact]
    public async Task A_user_at_his_limit_keeps_nobody_else_waiting()
    {
        await using var harness = new CrmHarness();
        var rules = CrmHarness.Rules with { ConcurrentCallsPerUser = 1 };
        harness.Crm.Answer = (request, number, cancellationToken) =>
            number == 1 ? FakeCrm.HangAsync(cancellationToken) : Task.FromResult(FakeCrm.Status(HttpStatusCode.OK));
        using var caller = new CancellationTokenSource();
        var hanging = harness.SendAsync(CallSafety.Repeatable, harness.Session(), rules, caller.Token);
        var waiting = harness.SendAsync(CallSafety.Repeatable, harness.Session(), rules, caller.Token);

        using var other = await harness.ReadAsync(harness.Session(userId: "user-2"), rules).WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);

        other.StatusCode.ShouldBe(HttpStatusCode.OK);
        (hanging.IsCompleted, waiting.IsCompleted).ShouldBe((false, false));
        await caller.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(waiting);
    }

    [Fact]
    public async Task Who_waits_until_the_deadline_was_limited_by_us()
    {
        await using var harness = new CrmHarness();
        var rules = CrmHarness.Rules with { ConcurrentCalls = 1, AttemptTimeout = TimeSpan.FromSeconds(20) };
        harness.Crm.Answer = (_, _, cancellationToken) => FakeCrm.HangAsync(cancellationToken);
        var hanging = harness.ReadAsync(rules: rules);

        var failure = await harness.FailAsync(harness.ReadAsync(harness.Session() with { Deadline = harness.Time.GetUtcNow().AddSeconds(5) }, rules));

        failure.Failure.ShouldBe(CrmFailure.RateLimited);
        failure.RetryAfter.ShouldNotBeNull();
        hanging.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_full_queue_refuses_at_once()
    {
        var gate = new CallGate(TimeProvider.System);
        var limits = new GateLimits(1, 1, 0);
        (await gate.EnterAsync("user", CallPriority.Interactive, limits, TestContext.Current.CancellationToken)).ShouldBeTrue();
        var waiting = Enumerable.Range(0, CallGate.MaxWaiting).Select(_ => gate.EnterAsync("user", CallPriority.Background, limits, TestContext.Current.CancellationToken).AsTask()).ToList();

        (await gate.EnterAsync("user", CallPriority.Interactive, limits, TestContext.Current.CancellationToken)).ShouldBeFalse();
        waiting.ShouldAllBe(task => !task.IsCompleted);
    }

    [Fact]
    public async Task Who_gives_up_waiting_leaves_the_queue()
    {
        var gate = new CallGate(TimeProvider.System);
        var limits = new GateLimits(1, 1, 0);
        using var impatient = new CancellationTokenSource();
        await gate.EnterAsync("user", CallPriority.Interactive, limits, TestContext.Current.CancellationToken);
        var first = gate.EnterAsync("user", CallPriority.Interactive, limits, impatient.Token).AsTask();
        var second = gate.EnterAsync("user", CallPriority.Interactive, limits, TestContext.Current.CancellationToken).AsTask();
        await impatient.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(first);

        gate.Leave("user");
        (await second).ShouldBeTrue();
        gate.Leave("user");

        gate.IsIdle.ShouldBeTrue();
    }

    [Fact]
    public async Task Calls_a_second_are_limited()
    {
        await using var harness = new CrmHarness();
        var rules = CrmHarness.Rules with { CallsPerSecond = 10 };
        var start = harness.Time.GetUtcNow();

        await harness.Time.RunAsync(Task.WhenAll(Enumerable.Range(0, 40).Select(number => harness.ReadAsync(harness.Session(userId: $"user-{number}"), rules))));

        // 40 calls, of which a quarter of a second's worth may come at once.
        (harness.Time.GetUtcNow() - start).TotalSeconds.ShouldBeInRange(3.5, 5);
    }

    // How many calls the CRM saw at the same time, of 20 that were made at once; all of them end.
    private static async Task<int> MeasureAsync(CrmHarness harness, CrmHttpRules rules, Func<int, CrmSession> session)
    {
        harness.Crm.Answer = async (_, _, cancellationToken) =>
        {
            await Task.Delay(20, cancellationToken);
            return FakeCrm.Status(HttpStatusCode.OK);
        };
        foreach (var answer in await Task.WhenAll(Enumerable.Range(0, 20).Select(number => harness.ReadAsync(session(number), rules))))
            answer.Dispose();
        harness.Crm.Count.ShouldBe(20);
        return harness.Crm.MostAtOnce;
    }
}
