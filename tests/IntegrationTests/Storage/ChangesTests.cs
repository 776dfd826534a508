using System.Collections.Concurrent;
using Customer360.Gateway.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Customer360.IntegrationTests.Storage;

public abstract class ChangesFacts(TestStorage storage) : StorageFacts(storage)
{
    [Fact]
    public async Task A_change_is_known_here_as_soon_as_it_is_committed()
    {
        var seen = Follow(Gateway, "topic");

        await AppendAsync(Gateway, "topic", "item");

        seen.ShouldContain("item");
    }

    [Fact]
    public async Task A_change_of_another_topic_is_not_told()
    {
        var seen = Follow(Gateway, "topic");

        await AppendAsync(Gateway, "other topic", "item");

        seen.ShouldNotContain("item");
    }

    [Fact]
    public async Task A_change_that_was_undone_is_not_told()
    {
        var seen = Follow(Gateway, "topic");

        await Should.ThrowAsync<InvalidOperationException>(() => Database.WriteAsync<int>(
            async sql =>
            {
                await Gateway.GetRequiredService<Changes>().AppendAsync(sql, "topic", "item");
                throw new InvalidOperationException();
            },
            Token));

        seen.ShouldNotContain("item");
    }

    private protected static ConcurrentQueue<string?> Follow(IServiceProvider gateway, string topic)
    {
        var seen = new ConcurrentQueue<string?>();
        gateway.GetRequiredService<Changes>().Subscribe(topic, seen.Enqueue);
        return seen;
    }

    private protected static Task AppendAsync(IServiceProvider gateway, string topic, string item) => gateway.GetRequiredService<Database>().WriteAsync(
        async sql =>
        {
            await gateway.GetRequiredService<Changes>().AppendAsync(sql, topic, item);
            return 0;
        },
        Token);
}

public sealed class ChangesOnSqlite() : ChangesFacts(TestStorage.Sqlite());

public sealed class ChangesOnPostgres(PostgresServer server) : ChangesFacts(TestStorage.Postgres(server))
{
    [Fact]
    public async Task Other_replicas_learn_every_change_in_order_within_a_second()
    {
        var other = await StartAnotherAsync();
        var seen = Follow(other, "topic");
        var expected = Enumerable.Range(0, 20).Select(i => $"item {i}").ToList();

        foreach (var item in expected)
            await AppendAsync(Gateway, "topic", item);

        var since = TimeProvider.System.GetTimestamp();
        while (seen.LastOrDefault() != expected[^1] && TimeProvider.System.GetElapsedTime(since) < TimeSpan.FromSeconds(10))
            await Task.Delay(10, Token);
        seen.Where(item => expected.Contains(item!)).ShouldBe(expected);
    }

    [Fact]
    public async Task Changes_made_at_the_same_time_are_all_told()
    {
        var other = await StartAnotherAsync();
        var seen = Follow(other, "topic");
        var expected = Enumerable.Range(0, 40).Select(i => $"item {i}").ToList();

        await Task.WhenAll(expected.Select((item, i) => AppendAsync(i % 2 == 0 ? Gateway : other, "topic", item)));

        var since = TimeProvider.System.GetTimestamp();
        while (seen.Distinct().Count() < 40 && TimeProvider.System.GetElapsedTime(since) < TimeSpan.FromSeconds(10))
            await Task.Delay(10, Token);
        seen.Distinct().ShouldBe(expected, ignoreOrder: true);
    }
}
