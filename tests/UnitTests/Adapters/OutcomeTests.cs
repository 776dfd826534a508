using System.Net;
using Customer360.Adapters;
using Customer360.Adapters.Http;

namespace Customer360.UnitTests.Adapters;

/// <summary>What a call that wasn't answered means.</summary>
public sealed class OutcomeTests
{
    [Fact]
    public async Task A_read_without_an_answer_is_unavailable()
    {
        await using var harness = new CrmHarness();
        harness.Crm.Answer = (_, _, _) => throw new HttpRequestException("reset");

        (await harness.FailAsync(harness.ReadAsync())).Failure.ShouldBe(CrmFailure.Unavailable);
        harness.Crm.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_read_that_takes_too_long_is_a_timeout()
    {
        await using var harness = new CrmHarness();
        harness.Crm.Answer = (_, _, cancellationToken) => FakeCrm.HangAsync(cancellationToken);
        var start = harness.Time.GetUtcNow();

        (await harness.FailAsync(harness.ReadAsync())).Failure.ShouldBe(CrmFailure.Timeout);

        (harness.Time.GetUtcNow() - start).TotalSeconds.ShouldBeInRange(29, 31);
    }

    [Fact]
    public async Task An_attempt_that_hangs_leaves_time_for_another()
    {
        await using var harness = new CrmHarness();
        harness.Crm.Answer = (_, number, cancellationToken) => number == 1 ? FakeCrm.HangAsync(cancellationToken) : Task.FromResult(FakeCrm.Status(HttpStatusCode.OK));

        using var answer = await harness.Time.RunAsync(harness.ReadAsync());

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_callers_deadline_less_a_margin_ends_the_call()
    {
        await using var harness = new CrmHarness();
        harness.Crm.Answer = (_, _, cancellationToken) => FakeCrm.HangAsync(cancellationToken);
        var start = harness.Time.GetUtcNow();

        (await harness.FailAsync(harness.ReadAsync(harness.Session() with { Deadline = start.AddSeconds(3) }))).Failure.ShouldBe(CrmFailure.Timeout);

        (harness.Time.GetUtcNow() - start).TotalSeconds.ShouldBeInRange(2.5, 2.95);
        harness.Crm.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-60)]
    public async Task A_deadline_that_is_over_asks_nobody(int seconds)
    {
        await using var harness = new CrmHarness();

        (await harness.FailAsync(harness.WriteAsync(session: harness.Session() with { Deadline = harness.Time.GetUtcNow().AddSeconds(seconds) }))).Failure.ShouldBe(CrmFailure.Timeout);
        harness.Crm.Count.ShouldBe(0);
    }

    [Fact]
    public async Task A_write_that_never_left_did_not_happen()
    {
        await using var harness = new CrmHarness();
        harness.Crm.Answer = (_, _, _) => throw new HttpRequestException(HttpRequestError.ConnectionError);

        (await harness.FailAsync(harness.WriteAsync())).Failure.ShouldBe(CrmFailure.Unavailable);
    }

    [Fact]
    public async Task A_write_that_waited_for_a_connection_too_long_did_not_happen()
    {
        await using var harness = new CrmHarness();
        harness.Crm.Answer = (_, _, cancellationToken) => FakeCrm.HangAsync(cancellationToken);

        (await harness.FailAsync(harness.WriteAsync())).Failure.ShouldBe(CrmFailure.Timeout);
    }

    [Fact]
    public async Task A_write_that_left_and_was_not_answered_may_have_happened()
    {
        await using var harness = new CrmHarness();
        harness.Crm.Answer = async (request, _, _) =>
        {
            await request.Content!.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken);
            throw new HttpRequestException("reset");
        };

        (await harness.FailAsync(harness.WriteAsync())).Failure.ShouldBe(CrmFailure.OutcomeUnknown);
        harness.Crm.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_write_that_left_and_timed_out_may_have_happened()
    {
        await using var harness = new CrmHarness();
        harness.Crm.Answer = async (request, _, cancellationToken) =>
        {
            await request.Content!.CopyToAsync(Stream.Null, cancellationToken);
            return await FakeCrm.HangAsync(cancellationToken);
        };

        (await harness.FailAsync(harness.WriteAsync())).Failure.ShouldBe(CrmFailure.OutcomeUnknown);
        harness.Crm.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_repeated_write_whose_first_attempt_may_have_happened_stays_unknown_whatever_comes_after()
    {
        await using var harness = new CrmHarness();
        harness.Crm.Answer = async (request, number, cancellationToken) =>
        {
            if (number > 1)
                return FakeCrm.Status(HttpStatusCode.ServiceUnavailable);
            await request.Content!.CopyToAsync(Stream.Null, cancellationToken);
            throw new HttpRequestException("reset");
        };

        (await harness.FailAsync(harness.WriteAsync(CallSafety.RepeatableWrite))).Failure.ShouldBe(CrmFailure.OutcomeUnknown);
        harness.Crm.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_repeated_write_that_is_decided_in_the_end_is_known()
    {
        await using var harness = new CrmHarness();
        harness.Crm.Answer = async (request, number, cancellationToken) =>
        {
            if (number > 1)
                return FakeCrm.Status(HttpStatusCode.PreconditionFailed);
            await request.Content!.CopyToAsync(Stream.Null, cancellationToken);
            throw new HttpRequestException("reset");
        };

        using var answer = await harness.Time.RunAsync(harness.WriteAsync(CallSafety.RepeatableWrite));

        answer.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
    }

    [Theory]
    [InlineData(CallSafety.Repeatable)]
    [InlineData(CallSafety.Once)]
    public async Task A_caller_who_gives_up_gets_a_cancellation(CallSafety safety)
    {
        await using var harness = new CrmHarness();
        using var caller = new CancellationTokenSource();
        harness.Crm.Answer = (_, _, cancellationToken) => FakeCrm.HangAsync(cancellationToken);
        var call = harness.SendAsync(safety, harness.Session(), CrmHarness.Rules, caller.Token);

        await caller.CancelAsync();

        (await Should.ThrowAsync<OperationCanceledException>(harness.Time.RunAsync(call))).CancellationToken.ShouldBe(caller.Token);
        harness.Crm.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_caller_who_gives_up_during_a_pause_gets_a_cancellation()
    {
        await using var harness = new CrmHarness();
        using var caller = new CancellationTokenSource();
        harness.Crm.Answers(() => FakeCrm.Status(HttpStatusCode.TooManyRequests, "{}", ("Retry-After", "8")));
        var call = harness.SendAsync(CallSafety.Repeatable, harness.Session(), CrmHarness.Rules, caller.Token);
        harness.Time.Advance(TimeSpan.FromSeconds(1));

        await caller.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(call.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken));
    }
}
