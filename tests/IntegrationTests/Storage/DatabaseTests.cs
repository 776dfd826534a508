using Customer360.Adapters.Http;
using Customer360.Gateway.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Customer360.IntegrationTests.Storage;

public abstract class DatabaseFacts(TestStorage storage) : StorageFacts(storage)
{
    private const string Insert = "insert into vault_secret (name, value) values (@name, @value)";

    [Fact]
    public async Task A_committed_write_is_read()
    {
        await Database.WriteAsync(sql => sql.ExecuteAsync(Insert, new { name = "a", value = "x"u8.ToArray() }), Token);

        var value = await Database.ReadAsync(sql => sql.FindAsync<byte[]>("select value from vault_secret where name = 'a'"), Token);

        value.ShouldBe("x"u8.ToArray());
    }

    [Fact]
    public async Task A_failed_write_leaves_nothing_and_tells_nobody()
    {
        var told = false;

        await Should.ThrowAsync<InvalidOperationException>(() => Database.WriteAsync<int>(
            async sql =>
            {
                sql.AfterCommit(() => told = true);
                await sql.ExecuteAsync(Insert, new { name = "b", value = "x"u8.ToArray() });
                throw new InvalidOperationException();
            },
            Token));

        told.ShouldBeFalse();
        (await Database.ReadAsync(sql => sql.FindAsync<int>("select count(*) from vault_secret where name = 'b'"), Token)).ShouldBe(0);
    }

    [Fact]
    public async Task A_duplicate_key_is_known_as_such()
    {
        Task<int> Write() => Database.WriteAsync(sql => sql.ExecuteAsync(Insert, new { name = "c", value = "x"u8.ToArray() }), Token);
        await Write();

        var failure = await Should.ThrowAsync<System.Data.Common.DbException>(Write);

        Database.Dialect.IsDuplicateKey(failure).ShouldBeTrue();
    }

    [Fact]
    public async Task Writes_at_the_same_time_all_happen()
    {
        await Database.WriteAsync(sql => sql.ExecuteAsync("create table counter (n integer not null)"), Token);
        await Database.WriteAsync(sql => sql.ExecuteAsync("insert into counter (n) values (0)"), Token);

        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Database.WriteAsync(sql => sql.ExecuteAsync("update counter set n = n + 1"), Token)));

        (await Database.ReadAsync(sql => sql.FindAsync<int>("select n from counter"), Token)).ShouldBe(100);
    }

    [Fact]
    public async Task A_cancelled_wait_for_a_lock_ends_and_leaves_the_lock_usable()
    {
        using var impatient = new CancellationTokenSource();
        await using (await Database.LockAsync("name", Token))
        {
            var waiting = Database.LockAsync("name", impatient.Token);
            await impatient.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(() => waiting);
            await using var other = await Database.LockAsync("another name", Token);
        }

        await using var again = await Database.LockAsync("name", Token).WaitAsync(TimeSpan.FromSeconds(5), Token);
    }

    [Fact]
    public async Task One_holds_a_lock_at_a_time()
    {
        var holders = 0;
        var most = 0;

        await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            await using var held = await Database.LockAsync("busy", Token);
            most = Math.Max(most, Interlocked.Increment(ref holders));
            await Task.Delay(2, Token);
            Interlocked.Decrement(ref holders);
        }));

        most.ShouldBe(1);
    }

    [Fact]
    public async Task Every_table_states_how_long_its_rows_are_kept()
    {
        var catalog = Storage.IsShared
            ? "select table_name from information_schema.tables where table_schema = 'public'"
            : "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'";
        var tables = await Database.ReadAsync(sql => sql.ListAsync<string>(catalog), Token);

        Gateway.GetServices<Retention>().Select(retention => retention.Table).ShouldBe(tables, ignoreOrder: true);
    }

    [Fact]
    public async Task Every_statement_of_the_sweeper_runs()
    {
        await Gateway.GetRequiredService<RetentionSweeper>().SweepAsync(Token);
    }

    [Fact]
    public async Task A_gateway_that_starts_again_keeps_the_schema()
    {
        var again = await StartAnotherAsync();

        var versions = await again.GetRequiredService<Database>().ReadAsync(sql => sql.ListAsync<int>("select version from schema_version order by version"), Token);
        versions.ShouldBe(Enumerable.Range(1, Migrator.CodeVersion));
    }

    [Fact]
    public async Task A_schema_from_the_future_is_refused()
    {
        await Database.WriteAsync(sql => sql.ExecuteAsync("insert into schema_version (version, name, apply_time) values (9999, 'later', 0)"), Token);

        var refusal = await Should.ThrowAsync<StorageException>(() => StartAnotherAsync());

        refusal.Message.ShouldContain("a newer gateway wrote it");
    }

    [Fact]
    public async Task It_is_ready_when_it_answers()
    {
        var report = await Gateway.GetRequiredService<HealthCheckService>().CheckHealthAsync(check => check.Tags.Contains("ready"), Token);

        report.Status.ShouldBe(HealthStatus.Healthy);
    }
}

public sealed class DatabaseOnSqlite() : DatabaseFacts(TestStorage.Sqlite())
{
    [Fact]
    public async Task What_is_committed_is_on_the_disk()
    {
        (await Database.ReadAsync(sql => sql.FindAsync<string>("pragma journal_mode"), Token)).ShouldBe("wal");
        (await Database.ReadAsync(sql => sql.FindAsync<int>("pragma synchronous"), Token)).ShouldBe(2); // FULL
    }

    [Fact]
    public async Task A_second_gateway_on_the_file_is_refused()
    {
        var refusal = await Should.ThrowAsync<StorageException>(() => Storage.StartAsync());

        refusal.Message.ShouldContain("Another process uses");
        refusal.Message.ShouldContain("ConnectionStrings:Postgres");
    }
}

public sealed class DatabaseOnPostgres(PostgresServer server) : DatabaseFacts(TestStorage.Postgres(server))
{
    [Fact]
    public async Task A_lock_holds_on_all_replicas()
    {
        var other = (await StartAnotherAsync()).GetRequiredService<Database>();
        Task<IAsyncDisposable> waiting;
        await using (await Database.LockAsync("name", Token))
        {
            waiting = other.LockAsync("name", Token);
            await Task.Delay(200, Token);
            waiting.IsCompleted.ShouldBeFalse();
        }

        await using var held = await waiting.WaitAsync(TimeSpan.FromSeconds(5), Token);
    }

    [Fact]
    public async Task A_lock_ends_with_its_holders_connection()
    {
        var other = (await StartAnotherAsync()).GetRequiredService<Database>();
        await using var held = await Database.LockAsync("name", Token);

        await KillLocksAsync(other);

        await using var taken = await other.LockAsync("name", Token).WaitAsync(TimeSpan.FromSeconds(5), Token);
    }

    [Fact]
    public async Task Replicas_count_each_other()
    {
        var other = await StartAnotherAsync();
        await other.GetRequiredService<Replicas>().BeatAsync(Token);
        await Gateway.GetRequiredService<Replicas>().BeatAsync(Token);
        Gateway.GetRequiredService<ReplicaCount>().Value.ShouldBe(2);

        var later = await StartAnotherAsync(time: new ShiftedTime(TimeSpan.FromMinutes(1)));
        await later.GetRequiredService<Replicas>().BeatAsync(Token);

        later.GetRequiredService<ReplicaCount>().Value.ShouldBe(1);
    }

    [Fact]
    public async Task Many_waiters_for_locks_leave_room_for_the_holders_work()
    {
        await Task.WhenAll(Enumerable.Range(0, 150).Select(async i =>
        {
            await using var held = await Database.LockAsync($"grant {i}", Token);
            await Database.ReadAsync(sql => sql.FindAsync<int>("select 1"), Token);
        })).WaitAsync(TimeSpan.FromSeconds(30), Token);
    }

    [Fact]
    public async Task A_read_survives_a_restart_of_the_servers_connections()
    {
        var other = (await StartAnotherAsync()).GetRequiredService<Database>();
        await Database.ReadAsync(sql => sql.FindAsync<int>("select 1"), Token);
        await other.ReadAsync(
            sql => sql.ListAsync<bool>("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"), Token);

        (await Database.ReadAsync(sql => sql.FindAsync<int>("select 1"), Token)).ShouldBe(1);
    }

    [Fact]
    public async Task A_server_that_is_away_makes_storage_unavailable_and_not_ready()
    {
        await using var nowhere = new PostgresDatabase("Host=/nonexistent;Database=x;Username=x");

        await Should.ThrowAsync<StorageException>(() => nowhere.ReadAsync(sql => sql.FindAsync<int>("select 1"), Token));
        await Should.ThrowAsync<StorageException>(() => nowhere.WriteAsync(sql => sql.ExecuteAsync("select 1"), Token));
        await Should.ThrowAsync<StorageException>(() => nowhere.LockAsync("name", Token));
    }

    private static Task<IReadOnlyList<bool>> KillLocksAsync(Database database) => database.ReadAsync(
        sql => sql.ListAsync<bool>("select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted and database = (select oid from pg_database where datname = current_database())"),
        Token);
}
