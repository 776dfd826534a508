using Customer360.Adapters;
using Customer360.Adapters.Metadata;
using Customer360.UnitTests.Support;

namespace Customer360.UnitTests.Matching;

public sealed class UserCacheTests
{
    private readonly ManualTimeProvider _time = new();
    private int _loads;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_value_is_loaded_once_in_its_lifetime()
    {
        var cache = new UserCache<string>(_time, TimeSpan.FromMinutes(15));

        (await GetAsync(cache, "ada")).ShouldBe("value 1");
        _time.Advance(TimeSpan.FromMinutes(14));
        (await GetAsync(cache, "ada")).ShouldBe("value 1");
        _time.Advance(TimeSpan.FromMinutes(2));
        (await GetAsync(cache, "ada")).ShouldBe("value 2");
    }

    [Fact]
    public async Task What_one_grant_sees_is_not_shown_to_another()
    {
        var cache = new UserCache<string>(_time, TimeSpan.FromMinutes(15));

        (await GetAsync(cache, "ada")).ShouldBe("value 1");
        (await GetAsync(cache, "ben")).ShouldBe("value 2");
        cache.TryGet(Session("cora"), "Contact", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Concurrent_misses_make_one_load()
    {
        var cache = new UserCache<string>(_time, TimeSpan.FromMinutes(15));
        var answer = new TaskCompletionSource<string>();

        var waiting = Enumerable.Range(0, 20).Select(_ => cache.GetAsync(Session("ada"), "Contact", _ => { _loads++; return answer.Task; }, Cancelled).AsTask()).ToList();
        answer.SetResult("x");

        (await Task.WhenAll(waiting)).ShouldAllBe(value => value == "x");
        _loads.ShouldBe(1);
    }

    [Fact]
    public async Task A_failure_is_not_kept_and_a_cancelled_load_is_taken_over()
    {
        var cache = new UserCache<string>(_time, TimeSpan.FromMinutes(15));
        using var impatient = new CancellationTokenSource();

        await Should.ThrowAsync<CrmException>(async () => await cache.GetAsync(Session("ada"), "Contact", _ => throw CrmException.NotFound(), Cancelled));
        var first = cache.GetAsync(Session("ada"), "Contact", async token => { await Task.Delay(Timeout.Infinite, token); return ""; }, impatient.Token).AsTask();
        var second = GetAsync(cache, "ada");
        await impatient.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(first);
        (await second).ShouldBe("value 1");
    }

    [Fact]
    public async Task An_outdated_value_is_forgotten_once_for_all_who_hold_it()
    {
        var cache = new UserCache<string>(_time, TimeSpan.FromMinutes(15));
        var outdated = await GetAsync(cache, "ada");

        cache.Forget(Session("ada"), "Contact", outdated);
        var renewed = await GetAsync(cache, "ada");
        cache.Forget(Session("ada"), "Contact", outdated);

        renewed.ShouldBe("value 2");
        (await GetAsync(cache, "ada")).ShouldBe("value 2");
    }

    [Fact]
    public async Task Beyond_its_capacity_the_oldest_go()
    {
        var cache = new UserCache<string>(_time, TimeSpan.FromMinutes(15), capacity: 10);
        for (var i = 0; i < 30; i++)
        {
            await GetAsync(cache, $"user {i}");
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Enumerable.Range(0, 30).Count(i => cache.TryGet(Session($"user {i}"), "Contact", out _)).ShouldBeLessThanOrEqualTo(11);
        cache.TryGet(Session("user 29"), "Contact", out _).ShouldBeTrue();
    }

    private async Task<string> GetAsync(UserCache<string> cache, string grant) =>
        await cache.GetAsync(Session(grant), "Contact", _ => Task.FromResult($"value {++_loads}"), Cancelled);

    private static CrmSession Session(string grant) => new()
    {
        TenantId = "t",
        Connection = new() { Id = "c", Etag = "1" },
        GrantId = grant,
        User = new(),
        Tokens = Substitute.For<ICrmTokenSource>(),
    };
}
