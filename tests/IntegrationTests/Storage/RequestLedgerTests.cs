using System.Collections.Concurrent;
using System.Text;
using Customer360.Adapters;
using Customer360.Contracts.V1;
using Customer360.Gateway.Errors;
using Customer360.Gateway.Requests;
using Customer360.Gateway.Security;
using Customer360.Gateway.Storage;
using Customer360.UnitTests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Customer360.IntegrationTests.Storage;

public abstract class RequestLedgerFacts(TestStorage storage) : StorageFacts(storage)
{
    private const string Method = "/customer360.v1.Customer360Service/CreateContact";

    private static readonly CreateContactRequest Body = new() { RequestId = "0190f5b4-7c1e-7000-8000-000000000001", AllowDuplicate = true };
    private static readonly CreateContactRequest OtherBody = new() { RequestId = Body.RequestId };
    private static readonly Caller Agent = CallerOf("tenant", "agent");

    private readonly ConcurrentQueue<Guid> _references = new();

    private protected RequestLedger Ledger => Gateway.GetRequiredService<RequestLedger>();

    [Fact]
    public async Task A_repeat_gets_the_first_answer()
    {
        var first = await RunAsync(Ledger, Answer("Ann"));

        var repeat = await RunAsync(Ledger, Answer("Bob"));

        repeat.ShouldBe(first);
        _references.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_repeat_after_a_restart_gets_the_first_answer()
    {
        await RunAsync(Ledger, Answer("Ann"));

        var later = (await StartAnotherAsync()).GetRequiredService<RequestLedger>();

        (await RunAsync(later, Answer("Bob"))).Record.Title.ShouldBe("Ann");
    }

    [Fact]
    public async Task Another_body_under_the_same_id_is_refused()
    {
        await RunAsync(Ledger, Answer("Ann"));

        var refusal = await Should.ThrowAsync<GatewayException>(() => RunAsync(Ledger, Answer("Bob"), OtherBody));

        refusal.Reason.ShouldBe(ErrorReason.RequestIdReused);
        refusal.Fields.ShouldHaveSingleItem().Path.ShouldBe("request_id");
    }

    [Fact]
    public async Task The_same_id_in_capitals_is_the_same()
    {
        await RunAsync(Ledger, Answer("Ann"));

        var repeat = await Ledger.RunOnceAsync(Agent, Method, Body.RequestId.ToUpperInvariant(), Body, Answer("Bob"), Token);

        repeat.Record.Title.ShouldBe("Ann");
    }

    [Theory]
    [InlineData("tenant", "other agent", Method)]
    [InlineData("other tenant", "agent", Method)]
    [InlineData("tenant", "agent", "/customer360.v1.Customer360Service/CreateAccount")]
    public async Task An_id_belongs_to_one_agent_and_one_method(string tenant, string subject, string method)
    {
        await RunAsync(Ledger, Answer("Ann"));

        var other = await Ledger.RunOnceAsync(CallerOf(tenant, subject), method, Body.RequestId, OtherBody, Answer("Bob"), Token);

        other.Record.Title.ShouldBe("Bob");
    }

    [Fact]
    public async Task Of_fifty_at_the_same_time_one_works_and_all_get_its_answer()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => RunAsync(Ledger, Answer($"Ann {i}", TimeSpan.FromMilliseconds(100)))));

        answers.Distinct().ShouldHaveSingleItem();
        _references.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_definite_failure_lets_a_repeat_try_anew_even_with_another_body()
    {
        await Should.ThrowAsync<CrmException>(() => RunAsync(Ledger, Fail(new CrmException(CrmFailure.Validation, "no"))));

        var repeat = await RunAsync(Ledger, Answer("Bob"), OtherBody);

        repeat.Record.Title.ShouldBe("Bob");
        _references.Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task The_same_body_keeps_its_reference_after_a_definite_failure()
    {
        await Should.ThrowAsync<GatewayException>(() => RunAsync(Ledger, Fail(GatewayException.InvalidField("fields", "no"))));

        await RunAsync(Ledger, Answer("Ann"));

        _references.Count.ShouldBe(2);
        _references.Distinct().ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(CrmFailure.OutcomeUnknown)]
    [InlineData(CrmFailure.Timeout)]
    [InlineData(CrmFailure.BadReply)]
    public async Task After_an_unknown_outcome_a_repeat_goes_on_with_the_same_reference_and_connection(CrmFailure failure)
    {
        await Should.ThrowAsync<CrmException>(() => RunAsync(Ledger, Fail(new CrmException(failure, "?"))));

        string? connection = null;
        await Should.ThrowAsync<GatewayException>(() => RunAsync(Ledger, Answer("Bob"), OtherBody));
        await RunAsync(Ledger, (attempt, token) =>
        {
            connection = attempt.ConnectionId;
            return Answer("Ann")(attempt, token);
        });

        connection.ShouldBe("crm-1");
        _references.Count.ShouldBe(2);
        _references.Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_definite_failure_does_not_settle_an_earlier_unknown_outcome()
    {
        await Should.ThrowAsync<CrmException>(() => RunAsync(Ledger, Fail(new CrmException(CrmFailure.OutcomeUnknown, "?"))));
        await Should.ThrowAsync<CrmException>(() => RunAsync(Ledger, Fail(new CrmException(CrmFailure.RateLimited, "no"))));

        var refusal = await Should.ThrowAsync<GatewayException>(() => RunAsync(Ledger, Answer("Bob"), OtherBody));

        refusal.Reason.ShouldBe(ErrorReason.RequestIdReused);
        await RunAsync(Ledger, Answer("Ann"));
        _references.Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_fails_before_a_connection_is_named_has_written_nothing()
    {
        await Should.ThrowAsync<OperationCanceledException>(() => RunAsync(Ledger, (_, _) => throw new OperationCanceledException()));

        (await RunAsync(Ledger, Answer("Bob"), OtherBody)).Record.Title.ShouldBe("Bob");
    }

    [Fact]
    public async Task A_caller_who_gives_up_in_the_middle_leaves_the_outcome_unknown()
    {
        using var caller = new CancellationTokenSource();
        await Should.ThrowAsync<OperationCanceledException>(() => Ledger.RunOnceAsync(Agent, Method, Body.RequestId, Body, async (attempt, token) =>
        {
            await attempt.PinAsync("crm-1", token);
            _references.Enqueue(attempt.Reference);
            await caller.CancelAsync();
            token.ThrowIfCancellationRequested();
            return new CreateContactResponse();
        }, caller.Token));

        await Should.ThrowAsync<GatewayException>(() => RunAsync(Ledger, Answer("Bob"), OtherBody));
        await RunAsync(Ledger, Answer("Ann"));

        _references.Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_waiting_repeat_can_give_up()
    {
        var (begun, done) = (new TaskCompletionSource(), new TaskCompletionSource());
        var first = RunAsync(Ledger, async (attempt, token) =>
        {
            begun.SetResult();
            await done.Task;
            return await Answer("Ann")(attempt, token);
        });
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(10), Token);
        using var impatient = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await Should.ThrowAsync<OperationCanceledException>(() =>
            Ledger.RunOnceAsync(Agent, Method, Body.RequestId, Body, Answer("Bob"), impatient.Token));

        done.SetResult();
        (await first).Record.Title.ShouldBe("Ann");
    }

    [Fact]
    public async Task After_a_day_the_id_is_forgotten()
    {
        await RunAsync(Ledger, Answer("Ann"));
        var later = await StartAnotherAsync(time: new ShiftedTime(TimeSpan.FromHours(25)));

        (await RunAsync(later.GetRequiredService<RequestLedger>(), Answer("Bob"), OtherBody)).Record.Title.ShouldBe("Bob");

        _references.Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task The_sweeper_removes_what_is_forgotten_and_nothing_else()
    {
        await RunAsync(Ledger, Answer("Ann"));
        await Gateway.GetRequiredService<RetentionSweeper>().SweepAsync(Token);
        (await CountAsync(Gateway)).ShouldBe(1);

        var later = await StartAnotherAsync(time: new ShiftedTime(TimeSpan.FromHours(25)));
        await later.GetRequiredService<RetentionSweeper>().SweepAsync(Token);

        (await CountAsync(later)).ShouldBe(0);
    }

    [Fact]
    public async Task A_stored_answer_is_encrypted()
    {
        await RunAsync(Ledger, Answer("Ann Example of +14155550132"));

        var stolen = Encoding.Latin1.GetString(await Storage.StealAsync(Database));

        stolen.ShouldContain(Body.RequestId);
        stolen.ShouldNotContain("Ann Example");
        stolen.ShouldNotContain(Convert.ToHexString("Ann Example"u8), Case.Insensitive);
    }

    [Fact]
    public async Task An_attempt_that_died_is_taken_over_with_its_reference_and_its_late_answer_gives_way()
    {
        var (pinned, revived) = (new TaskCompletionSource(), new TaskCompletionSource());
        var dead = RunAsync(Ledger, async (attempt, token) =>
        {
            await attempt.PinAsync("crm-1", token);
            _references.Enqueue(attempt.Reference);
            pinned.SetResult();
            await revived.Task;
            return new CreateContactResponse { Record = new() { Title = "late" } };
        });
        await pinned.Task.WaitAsync(TimeSpan.FromSeconds(10), Token);
        var survivor = LedgerAt(new ShiftedTime(RequestRows.Lease * 2));

        var answer = await RunAsync(survivor, Answer("Ann"));

        answer.Record.Title.ShouldBe("Ann");
        _references.Distinct().ShouldHaveSingleItem();
        revived.SetResult();
        (await dead).Record.Title.ShouldBe("Ann");
    }

    [Fact]
    public async Task An_attempt_that_lost_its_lease_before_it_wrote_may_not_write()
    {
        var (begun, revived) = (new TaskCompletionSource(), new TaskCompletionSource());
        var paused = RunAsync(Ledger, async (attempt, token) =>
        {
            begun.SetResult();
            await revived.Task;
            return await Answer("late")(attempt, token);
        });
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(10), Token);
        var survivor = LedgerAt(new ShiftedTime(RequestRows.Lease * 2));
        await RunAsync(survivor, Answer("Ann"));

        revived.SetResult();

        await Should.ThrowAsync<StorageException>(() => paused);
        _references.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Work_that_takes_long_keeps_its_lease()
    {
        var time = new ManualTimeProvider();
        var (pinned, done) = (new TaskCompletionSource(), new TaskCompletionSource());
        var running = RunAsync(LedgerAt(time), async (attempt, token) =>
        {
            await attempt.PinAsync("crm-1", token);
            pinned.SetResult();
            await done.Task;
            return new();
        });
        await pinned.Task.WaitAsync(TimeSpan.FromSeconds(10), Token);

        for (var passed = TimeSpan.Zero; passed < RequestRows.Lease * 3; passed += RequestRows.Lease / 3)
        {
            var before = await LeaseTimeAsync();
            time.Advance(RequestRows.Lease / 3);
            for (var tries = 0; tries < 500 && await LeaseTimeAsync() == before; tries++)
                await Task.Delay(10, Token);
        }

        (await LeaseTimeAsync()).ShouldBe((time.GetUtcNow() + RequestRows.Lease).ToUnixTimeMilliseconds());
        done.SetResult();
        await running;
    }

    private protected static Task<CreateContactResponse> RunAsync(
        RequestLedger ledger, Func<WriteAttempt, CancellationToken, Task<CreateContactResponse>> work, CreateContactRequest? body = null) =>
        ledger.RunOnceAsync(Agent, Method, Body.RequestId, body ?? Body, work, Token);

    private protected Func<WriteAttempt, CancellationToken, Task<CreateContactResponse>> Answer(string title, TimeSpan? after = null) => async (attempt, token) =>
    {
        await attempt.PinAsync("crm-1", token);
        _references.Enqueue(attempt.Reference);
        await Task.Delay(after ?? TimeSpan.Zero, token);
        return new() { Record = new() { Title = title } };
    };

    private Func<WriteAttempt, CancellationToken, Task<CreateContactResponse>> Fail(Exception failure) => async (attempt, token) =>
    {
        await attempt.PinAsync("crm-1", token);
        _references.Enqueue(attempt.Reference);
        throw failure;
    };

    private RequestLedger LedgerAt(TimeProvider time) => new(Database, Gateway.GetRequiredService<Vault>(), time, NullLogger<RequestLedger>.Instance);

    private Task<long> LeaseTimeAsync() => Database.ReadAsync(sql => sql.FindAsync<long>("select lease_time from request"), Token);

    private protected int Works => _references.Count;

    private static Task<int> CountAsync(IServiceProvider gateway) =>
        gateway.GetRequiredService<Database>().ReadAsync(sql => sql.FindAsync<int>("select count(*) from request"), Token);

    private static Caller CallerOf(string tenant, string subject) =>
        new(tenant, "https://issuer.example", subject, null, new HashSet<Role> { Role.Agent }, DateTimeOffset.MaxValue);
}

public sealed class RequestLedgerOnSqlite() : RequestLedgerFacts(TestStorage.Sqlite());

public sealed class RequestLedgerOnPostgres(PostgresServer server) : RequestLedgerFacts(TestStorage.Postgres(server))
{
    [Fact]
    public async Task Of_fifty_at_the_same_time_on_two_replicas_one_works()
    {
        RequestLedger[] replicas = [Ledger, (await StartAnotherAsync()).GetRequiredService<RequestLedger>()];

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => RunAsync(replicas[i % 2], Answer($"Ann {i}", TimeSpan.FromMilliseconds(100)))));

        answers.Distinct().ShouldHaveSingleItem();
        Works.ShouldBe(1);
    }
}
