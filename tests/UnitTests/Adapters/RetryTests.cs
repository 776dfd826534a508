using System.Net;
using Customer360.Adapters.Http;

namespace Customer360.UnitTests.Adapters;

public sealed class RetryTests
{
    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.BadGateway)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.GatewayTimeout)]
    [InlineData(HttpStatusCode.RequestTimeout)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    public async Task A_read_is_sent_again_after(HttpStatusCode status)
    {
        await using var harness = new CrmHarness();
        harness.Crm.Answers(status, status, HttpStatusCode.OK);

        using var answer = await harness.Time.RunAsync(harness.ReadAsync());

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        harness.Crm.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.NotImplemented)]
    [InlineData(HttpStatusCode.Found)]
    public async Task A_decision_of_the_CRM_is_not_questioned(HttpStatusCode status)
    {
        await using var harness = new CrmHarness();
        harness.Crm.Answers(status, HttpStatusCode.OK);

        using var answer = await harness.Time.RunAsync(harness.ReadAsync());

        answer.StatusCode.ShouldBe(status);
        harness.Crm.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_read_that_fails_to_the_end_gives_the_last_answer_with_its_body()
    {
        await using var harness = new CrmHarness();
        harness.Crm.Answers(() => FakeCrm.Status(HttpStatusCode.ServiceUnavailable, """{"code":"MAINTENANCE"}"""));

        using var answer = await harness.Time.RunAsync(harness.ReadAsync());

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe("""{"code":"MAINTENANCE"}""");
        harness.Crm.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    public async Task A_write_is_never_sent_twice(HttpStatusCode status)
    {
        await using var harness = new CrmHarness();
        harness.Crm.Answers(status, HttpStatusCode.OK);

        using var answer = await harness.Time.RunAsync(harness.WriteAsync());

        answer.StatusCode.ShouldBe(status);
        harness.Crm.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_idempotent_write_is_sent_again_with_its_body()
    {
        await using var harness = new CrmHarness();
        harness.Crm.Answers(HttpStatusCode.ServiceUnavailable, HttpStatusCode.Created);

        using var answer = await harness.Time.RunAsync(harness.WriteAsync(CallSafety.RepeatableWrite));

        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        harness.Crm.Bodies.ShouldBe(["body", "body"]);
    }

    [Fact]
    public async Task A_lost_connection_is_tried_again()
    {
        await using var harness = new CrmHarness();
        harness.Crm.Answer = (_, number, _) => number < 3 ? throw new HttpRequestException("reset") : Task.FromResult(FakeCrm.Status(HttpStatusCode.OK));

        using var answer = await harness.Time.RunAsync(harness.ReadAsync());

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Pauses_grow_and_differ()
    {
        await using var harness = new CrmHarness();
        var times = new List<DateTimeOffset>();
        harness.Crm.Answer = (_, _, _) =>
        {
            times.Add(harness.Time.GetUtcNow());
            return Task.FromResult(FakeCrm.Status(HttpStatusCode.BadGateway));
        };

        using var answer = await harness.Time.RunAsync(harness.ReadAsync());

        (times[1] - times[0]).TotalMilliseconds.ShouldBeInRange(100, 250);
        (times[2] - times[1]).TotalMilliseconds.ShouldBeInRange(200, 450);
    }

    [Fact]
    public async Task The_CRM_is_not_asked_again_before_it_wants_to_be()
    {
        await using var harness = new CrmHarness();
        var times = new List<DateTimeOffset>();
        harness.Crm.Answer = (_, number, _) =>
        {
            times.Add(harness.Time.GetUtcNow());
            return Task.FromResult(number == 1 ? FakeCrm.Status(HttpStatusCode.TooManyRequests, "{}", ("Retry-After", "3")) : FakeCrm.Status(HttpStatusCode.OK));
        };

        using var answer = await harness.Time.RunAsync(harness.ReadAsync());

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (times[1] - times[0]).TotalSeconds.ShouldBeInRange(3, 3.5);
    }

    [Theory]
    [InlineData("11")]
    [InlineData("3600")]
    [InlineData("2147483647")]
    [InlineData("99999999999999999999")]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT")]
    public async Task A_CRM_that_wants_a_long_rest_gets_it(string retryAfter)
    {
        await using var harness = new CrmHarness();
        harness.Crm.Answers(() => FakeCrm.Status(HttpStatusCode.TooManyRequests, "{}", ("Retry-After", retryAfter)));
        var start = harness.Time.GetUtcNow();

        using var answer = await harness.Time.RunAsync(harness.ReadAsync());

        answer.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        harness.Crm.Count.ShouldBe(1);
        (harness.Time.GetUtcNow() - start).TotalSeconds.ShouldBeLessThan(1);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("soon")]
    [InlineData("")]
    [InlineData("Thu, 01 Jan 1970 00:00:00 GMT")]
    public async Task A_senseless_Retry_After_is_a_usual_pause(string retryAfter)
    {
        await using var harness = new CrmHarness();
        harness.Crm.Answers(
            () => FakeCrm.Status(HttpStatusCode.TooManyRequests, "{}", ("Retry-After", retryAfter)),
            () => FakeCrm.Status(HttpStatusCode.OK));
        var start = harness.Time.GetUtcNow();

        using var answer = await harness.Time.RunAsync(harness.ReadAsync());

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (harness.Time.GetUtcNow() - start).TotalSeconds.ShouldBeLessThan(1);
    }

    [Fact]
    public async Task No_pause_goes_beyond_the_callers_deadline()
    {
        await using var harness = new CrmHarness();
        harness.Crm.Answers(() => FakeCrm.Status(HttpStatusCode.TooManyRequests, "{}", ("Retry-After", "5")));
        var start = harness.Time.GetUtcNow();

        using var answer = await harness.Time.RunAsync(harness.ReadAsync(harness.Session() with { Deadline = start.AddSeconds(4) }));

        answer.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (harness.Time.GetUtcNow() - start).TotalSeconds.ShouldBeLessThan(1);
    }

    [Fact]
    public async Task Retries_of_a_connection_have_a_budget()
    {
        await using var harness = new CrmHarness();
        harness.Crm.Answers(HttpStatusCode.TooManyRequests);
        await harness.Time.RunAsync(Task.WhenAll(Enumerable.Range(0, 100).Select(number => harness.ReadAsync(harness.Session(userId: $"user-{number}")))));

        harness.Crm.Count.ShouldBeInRange(110, 150);
    }

    [Fact]
    public async Task The_budget_of_one_connection_is_not_anothers()
    {
        await using var harness = new CrmHarness();
        harness.Crm.Answers(HttpStatusCode.TooManyRequests);
        await harness.Time.RunAsync(Task.WhenAll(Enumerable.Range(0, 30).Select(_ => harness.ReadAsync(harness.Session("connection-2")))));
        var before = harness.Crm.Count;

        using var answer = await harness.Time.RunAsync(harness.ReadAsync());

        (harness.Crm.Count - before).ShouldBe(3);
    }
}
