using Customer360.Gateway.Storage;
using Customer360.UnitTests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Customer360.UnitTests.Storage;

public class BlindnessTests
{
    [Fact]
    public async Task Who_cannot_see_the_others_changes_for_ten_seconds_trusts_nothing_remembered()
    {
        var time = new ManualTimeProvider();
        var database = new BrokenDatabase();
        var changes = new Changes(database, time, NullLogger<Changes>.Instance);
        var forgotten = 0;
        changes.Subscribe("topic", item => forgotten += item is null ? 1 : 0);
        using var stopping = new CancellationTokenSource();
        var following = changes.FollowAsync(stopping.Token);

        await PassAsync(TimeSpan.FromSeconds(9));
        var early = forgotten;
        await PassAsync(TimeSpan.FromSeconds(3));

        early.ShouldBe(0);
        forgotten.ShouldBeGreaterThan(0);
        await stopping.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => following);

        async Task PassAsync(TimeSpan span)
        {
            for (var end = time.GetUtcNow() + span; time.GetUtcNow() < end; time.Advance(TimeSpan.FromMilliseconds(250)))
            {
                // The loop runs on other threads: it must have looked before the next moment comes.
                var tries = database.Tries;
                for (var waits = 0; database.Tries == tries && waits < 20; waits++)
                    await Task.Delay(1, TestContext.Current.CancellationToken);
            }
        }
    }
}
