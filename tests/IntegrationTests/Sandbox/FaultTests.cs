using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Customer360.Sandbox;

namespace Customer360.IntegrationTests.Sandbox;

public sealed class FaultTests : SandboxTest
{
    private const string Reference = $"{SalesforceUser.Data}/sobjects/Task/Gateway_Reference__c/once";

    [Theory]
    [InlineData(FaultKind.RateLimited, "403 REQUEST_LIMIT_EXCEEDED")]
    [InlineData(FaultKind.SessionExpired, "401 INVALID_SESSION_ID")]
    [InlineData(FaultKind.RowLocked, "400 UNABLE_TO_LOCK_ROW")]
    [InlineData(FaultKind.ServerError, "503 SERVER_UNAVAILABLE")]
    public async Task A_refusal_on_demand_hits_as_often_as_told(FaultKind kind, string error)
    {
        var user = await LogInAsync();
        Server.Faults.Add(new(kind) { Method = "PATCH", Skip = 1, Times = 1 });

        var statuses = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            var reply = await user.SendAsync("PATCH", Reference, new { Subject = "x" });
            statuses.Add(reply.Status < 300 ? "done" : reply.Error);
        }

        statuses.ShouldBe(["done", error, "done"]);
        Server.Faults.List().Single().Hits.ShouldBe(1);
    }

    [Theory]
    [InlineData(FaultKind.Reset, 0)]
    [InlineData(FaultKind.LostAnswer, 1)]
    [InlineData(FaultKind.TruncatedBody, 1)]
    public async Task A_broken_connection_may_or_may_not_have_committed(FaultKind kind, int written)
    {
        var user = await LogInAsync();
        Server.Faults.Add(new(kind) { Times = 1 });

        await Should.ThrowAsync<HttpRequestException>(() => user.SendAsync("PATCH", Reference, new { Subject = "x" }));

        Server.Ledger.Count.ShouldBe(written);
        Server.Requests.Where(request => request.Outcome is RequestOutcome.Broken).Count.ShouldBe(1);
        (await user.SendAsync("PATCH", Reference, new { Subject = "x" })).Status.ShouldBe(written == 1 ? 200 : 201);
    }

    [Fact]
    public async Task A_late_commit_comes_when_its_time_has_come()
    {
        var user = await LogInAsync();
        Server.Faults.Add(new(FaultKind.LateCommit) { Times = 1 });

        await Should.ThrowAsync<HttpRequestException>(() => user.SendAsync("PATCH", Reference, new { Subject = "x" }));

        Server.Clock.Advance(TimeSpan.FromSeconds(29));
        Server.Ledger.Count.ShouldBe(0);
        Server.Clock.Advance(TimeSpan.FromSeconds(1));
        Server.Ledger.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_late_commit_comes_by_itself()
    {
        await using var server = await SandboxServer.StartAsync(new() { ContactCount = 30 }, TestContext.Current.CancellationToken);
        using var user = await SalesforceUser.LogInAsync(server, DemoUsers.Full);
        server.Faults.Add(new(FaultKind.LateCommit) { Times = 1, Delay = TimeSpan.FromMilliseconds(200) });

        await Should.ThrowAsync<HttpRequestException>(() => user.SendAsync("PATCH", Reference, new { Subject = "x" }));

        server.Ledger.Count.ShouldBe(0);
        await UntilAsync(() => server.Ledger.Count == 1);
    }

    [Fact]
    public async Task A_late_commit_after_a_retry_changes_the_same_record()
    {
        var user = await LogInAsync();
        Server.Faults.Add(new(FaultKind.LateCommit) { Times = 1 });
        await Should.ThrowAsync<HttpRequestException>(() => user.SendAsync("PATCH", Reference, new { Subject = "x" }));

        (await user.SendAsync("PATCH", Reference, new { Subject = "x" })).Status.ShouldBe(201);
        Server.Clock.Advance(TimeSpan.FromSeconds(30));

        Server.Ledger.After().Select(entry => entry.Operation).ShouldBe([WriteOperation.Create, WriteOperation.Update]);
    }

    [Fact]
    public async Task A_client_that_gives_up_is_seen()
    {
        var user = await LogInAsync();
        Server.Faults.Add(new(FaultKind.Hang) { Times = 1, PathContains = "/query" });
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMilliseconds(200));
        using var http = new HttpClient(new SocketsHttpHandler());
        http.DefaultRequestHeaders.Authorization = new("Bearer", user.AccessToken);

        await Should.ThrowAsync<OperationCanceledException>(() => http.GetAsync(new Uri(Server.BaseAddress, $"{SalesforceUser.Data}/query?q=x"), patience.Token));

        await UntilAsync(() => Server.Requests.Where(request => request.Outcome is RequestOutcome.ClientGone).Count == 1);
    }

    [Fact]
    public async Task Garbage_and_pages_are_no_JSON()
    {
        var user = await LogInAsync();
        Server.Faults.Add(new(FaultKind.GarbageBody) { Times = 1 });
        Server.Faults.Add(new(FaultKind.ServerError) { Times = 1, Html = true, Status = 502 });

        var garbage = await user.GetAsync("sobjects");
        var page = await user.GetAsync("sobjects");

        garbage.Status.ShouldBe(200);
        Should.Throw<JsonException>(() => garbage.Json);
        page.Status.ShouldBe(502);
        page.Headers["Content-Type"].ShouldStartWith("text/html");
    }

    [Fact]
    public async Task Faults_choose_their_user_and_latency_adds_up()
    {
        var victim = await LogInAsync(DemoUsers.Second);
        var other = await LogInAsync();
        Server.Faults.Add(new(FaultKind.Latency) { User = "second", Delay = TimeSpan.FromMilliseconds(150) });
        Server.Faults.Add(new(FaultKind.RateLimited) { User = "second", Crm = "salesforce" });
        var time = Stopwatch.StartNew();

        (await victim.GetAsync("sobjects")).Status.ShouldBe(403);

        time.ElapsedMilliseconds.ShouldBeGreaterThanOrEqualTo(145);
        (await other.GetAsync("sobjects")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task The_daily_limit_refuses_calls_until_a_day_has_passed()
    {
        Server.Settings = Server.Settings with { DailyApiLimit = 2 };
        var user = await LogInAsync();

        var replies = new[] { await user.GetAsync("sobjects"), await user.GetAsync("sobjects"), await user.GetAsync("sobjects") };

        replies.Select(reply => reply.Status).ShouldBe([200, 200, 403]);
        replies[2].Headers["Sforce-Limit-Info"].ShouldBe("api-usage=2/2");
        Server.Settings = Server.Settings with { AccessTokenLifetime = TimeSpan.FromDays(3) };
        user = await LogInAsync();
        Server.Clock.Advance(TimeSpan.FromHours(25));
        (await user.GetAsync("sobjects")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task All_is_controlled_over_HTTP_too()
    {
        var user = await LogInAsync();
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = Server.BaseAddress };
        var cancelled = TestContext.Current.CancellationToken;

        await http.PostAsJsonAsync("/_sandbox/faults", new { kind = "LostAnswer", times = 1, pathContains = "/sobjects/Task" }, cancelled);
        await http.PatchAsJsonAsync("/_sandbox/settings", new { indexLag = "00:15:00" }, cancelled);
        await Should.ThrowAsync<HttpRequestException>(() => user.SendAsync("PATCH", Reference, new { Subject = "x" }));
        await http.PostAsync("/_sandbox/clock/advance?seconds=60", null, cancelled);

        (await http.GetStringAsync("/_sandbox/ledger/count?object=Task&reference=once&operation=create", cancelled)).ShouldBe("""{"count":1}""");
        (await http.GetStringAsync("/_sandbox/requests/count?outcome=broken", cancelled)).ShouldContain("\"count\":1");
        Server.Settings.IndexLag.ShouldBe(TimeSpan.FromMinutes(15));
        Server.Clock.GetUtcNow().ShouldBe(Time.GetUtcNow().AddMinutes(1));
        (await http.PostAsJsonAsync("/_sandbox/faults", new { kind = "Nonsense" }, cancelled)).StatusCode.ShouldBe(System.Net.HttpStatusCode.BadRequest);

        await http.PostAsync("/_sandbox/reset", null, cancelled);
        (await http.GetStringAsync("/_sandbox/ledger", cancelled)).ShouldBe("[]");
        Server.Settings.IndexLag.ShouldBe(TimeSpan.Zero);
        (await user.GetAsync("sobjects")).Error.ShouldBe("401 INVALID_SESSION_ID");
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var i = 0; i < 100 && !condition(); i++)
            await Task.Delay(20, TestContext.Current.CancellationToken);
        condition().ShouldBeTrue();
    }
}
