using System.Net;
using Customer360.Adapters;
using Customer360.Adapters.Http;

namespace Customer360.UnitTests.Adapters;

public sealed class BreakerTests
{
    [Fact]
    public async Task Server_faults_open_the_circuit_and_the_CRM_is_left_alone()
    {
        await using var harness = new CrmHarness();
        await OpenAsync(harness);
        var asked = harness.Crm.Count;

        var failure = await harness.FailAsync(harness.WriteAsync());

        failure.Failure.ShouldBe(CrmFailure.Unavailable);
        failure.RetryAfter.ShouldNotBeNull().ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));
        harness.Crm.Count.ShouldBe(asked);
        harness.Http.FindUsage("tenant-1", "connection-1").ShouldNotBeNull().CircuitOpen.ShouldBeTrue();
        harness.Log.Text.ShouldContain("connection-1 fails too often");
    }

    [Fact]
    public async Task Time_outs_open_it()
    {
        await using var harness = new CrmHarness();
        harness.Crm.Answer = (_, _, cancellationToken) => FakeCrm.HangAsync(cancellationToken);
        await Should.ThrowAsync<CrmException>(harness.Time.RunAsync(Task.WhenAll(Enumerable.Range(0, 8).Select(_ => harness.WriteAsync()))));

        (await harness.FailAsync(harness.WriteAsync())).Message.ShouldContain("failed too often");
    }

    [Fact]
    public async Task Lost_connections_open_it()
    {
        await using var harness = new CrmHarness();
        harness.Crm.Answer = (_, _, _) => throw new HttpRequestException(HttpRequestError.ConnectionError);
        for (var i = 0; i < 8; i++)
            await harness.FailAsync(harness.WriteAsync());

        (await harness.FailAsync(harness.WriteAsync())).Message.ShouldContain("failed too often");
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.NotFound)]
    public async Task Refusals_never_open_it(HttpStatusCode status)
    {
        await using var harness = new CrmHarness();
        harness.Crm.Answers(status);

        for (var i = 0; i < 40; i++)
            (await harness.Time.RunAsync(harness.WriteAsync())).Dispose();

        harness.Http.FindUsage("tenant-1", "connection-1").ShouldNotBeNull().CircuitOpen.ShouldBeFalse();
    }

    [Fact]
    public async Task Callers_in_a_hurry_do_not_open_it()
    {
        await using var harness = new CrmHarness();
        harness.Crm.Answer = (_, _, cancellationToken) => FakeCrm.HangAsync(cancellationToken);

        for (var i = 0; i < 20; i++)
            (await harness.FailAsync(harness.ReadAsync(harness.Session() with { Deadline = harness.Time.GetUtcNow().AddSeconds(0.4) }))).Failure.ShouldBe(CrmFailure.Timeout);

        harness.Http.FindUsage("tenant-1", "connection-1").ShouldNotBeNull().CircuitOpen.ShouldBeFalse();
    }

    [Fact]
    public async Task Another_connection_goes_on()
    {
        await using var harness = new CrmHarness();
        await OpenAsync(harness);
        harness.Crm.Answers(HttpStatusCode.OK);

        using var answer = await harness.Time.RunAsync(harness.ReadAsync(harness.Session("connection-2")));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_answer_on_trial_closes_it()
    {
        await using var harness = new CrmHarness();
        await OpenAsync(harness);
        harness.Crm.Answers(HttpStatusCode.OK);
        harness.Time.Advance(TimeSpan.FromSeconds(6));

        using var answer = await harness.Time.RunAsync(harness.ReadAsync());

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        harness.Http.FindUsage("tenant-1", "connection-1").ShouldNotBeNull().CircuitOpen.ShouldBeFalse();
        harness.Log.Text.ShouldContain("answers again");
    }

    [Fact]
    public async Task A_trial_that_its_caller_cancels_proves_nothing()
    {
        await using var harness = new CrmHarness();
        using var caller = new CancellationTokenSource();
        await OpenAsync(harness);
        harness.Crm.Answer = (_, _, cancellationToken) => FakeCrm.HangAsync(cancellationToken);
        harness.Time.Advance(TimeSpan.FromSeconds(6));
        var trial = harness.SendAsync(CallSafety.Repeatable, harness.Session(), CrmHarness.Rules, caller.Token);
        await caller.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(trial);

        harness.Http.FindUsage("tenant-1", "connection-1").ShouldNotBeNull().CircuitOpen.ShouldBeTrue();
    }

    [Fact]
    public async Task A_token_server_in_trouble_does_not_open_it()
    {
        await using var harness = new CrmHarness();
        harness.Tokens.GetFailure = () => new CrmException(CrmFailure.Unavailable, "accounts server down");

        for (var i = 0; i < 10; i++)
            (await harness.FailAsync(harness.WriteAsync())).Message.ShouldBe("accounts server down");

        harness.Http.FindUsage("tenant-1", "connection-1").ShouldNotBeNull().CircuitOpen.ShouldBeFalse();
    }

    private static async Task OpenAsync(CrmHarness harness)
    {
        harness.Crm.Answers(HttpStatusCode.ServiceUnavailable);
        for (var i = 0; i < 8; i++)
            (await harness.Time.RunAsync(harness.WriteAsync())).Dispose();
    }
}
