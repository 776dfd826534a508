using Customer360.Gateway.Storage;

namespace Customer360.UnitTests.Storage;

public class SharedCacheTests
{
    private readonly Queue<TaskCompletionSource<string>> _loads = new();
    private readonly SharedCache<string, string> _cache;
    private int _count;

    public SharedCacheTests() => _cache = new(_ =>
    {
        _count++;
        return _loads.Dequeue().Task;
    }, capacity: 2);

    [Fact]
    public async Task What_was_loaded_is_remembered()
    {
        Loads("a");

        (await GetAsync()).ShouldBe("a");
        (await GetAsync()).ShouldBe("a");

        _count.ShouldBe(1);
    }

    [Fact]
    public async Task Those_who_ask_at_the_same_time_share_a_load()
    {
        var load = Load();
        var first = GetAsync();
        var second = GetAsync();

        load.SetResult("a");

        (await first).ShouldBe("a");
        (await second).ShouldBe("a");
        _count.ShouldBe(1);
    }

    [Fact]
    public async Task What_was_forgotten_during_its_load_is_loaded_anew()
    {
        var old = Load();
        Loads("new");
        var early = GetAsync();

        _cache.Forget("key");
        var late = GetAsync();
        old.SetResult("old");

        (await early).ShouldBe("old");
        (await late).ShouldBe("new");
        (await GetAsync()).ShouldBe("new");
    }

    [Fact]
    public async Task A_failure_is_not_remembered_even_when_nobody_waits_for_it()
    {
        var load = Load();
        using var impatient = new CancellationTokenSource();
        var waiting = _cache.GetAsync("key", impatient.Token).AsTask();
        await impatient.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => waiting);

        load.SetException(new InvalidOperationException());
        Loads("a");

        (await GetAsync()).ShouldBe("a");
    }

    [Fact]
    public async Task A_caller_who_gives_up_does_not_end_the_load()
    {
        var load = Load();
        using var impatient = new CancellationTokenSource();
        var impatiently = _cache.GetAsync("key", impatient.Token).AsTask();
        var patiently = GetAsync();

        await impatient.CancelAsync();
        load.SetResult("a");

        await Should.ThrowAsync<OperationCanceledException>(() => impatiently);
        (await patiently).ShouldBe("a");
    }

    [Fact]
    public async Task It_does_not_grow_beyond_its_capacity()
    {
        foreach (var key in new[] { "1", "2", "3" })
        {
            Loads(key);
            await _cache.GetAsync(key, TestContext.Current.CancellationToken);
        }
        Loads("1 again");

        (await _cache.GetAsync("1", TestContext.Current.CancellationToken)).ShouldBe("1 again");
    }

    private Task<string> GetAsync() => _cache.GetAsync("key", TestContext.Current.CancellationToken).AsTask();

    private void Loads(string value) => Load().SetResult(value);

    private TaskCompletionSource<string> Load()
    {
        var load = new TaskCompletionSource<string>();
        _loads.Enqueue(load);
        return load;
    }
}
