using System.Diagnostics.Metrics;
using Customer360.Adapters;
using Customer360.Adapters.OAuth;
using Customer360.Contracts.V1;
using Customer360.UnitTests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Customer360.UnitTests.Adapters;

public sealed class GrantTokensTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly MemoryGrantStore _store = new();
    private readonly RotatingOAuth _oauth;
    private readonly ICrmTokenSource _source;

    public GrantTokensTests()
    {
        _oauth = new RotatingOAuth(_time);
        _store["grant-1"] = new StoredGrant(_oauth.First(), 1, false);
        _source = Replica();
    }

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task A_stored_token_is_used_and_read_once_a_minute()
    {
        (await GetAsync()).Value.ShouldBe("access-1");
        (await GetAsync()).Value.ShouldBe("access-1");
        _store.Reads.ShouldBe(1);

        _time.Advance(GrantTokenSource.Reread);
        await GetAsync();

        _store.Reads.ShouldBe(2);
    }

    [Fact]
    public async Task Fifty_refusals_at_once_make_one_refresh()
    {
        var refused = await GetAsync();
        _oauth.Gate = new TaskCompletionSource();
        var renewals = Enumerable.Range(0, 50).Select(_ => Task.Run(() => RenewAsync(refused))).ToList();
        await Task.Delay(50, TestContext.Current.CancellationToken);

        _oauth.Gate.SetResult();

        (await Task.WhenAll(renewals)).ShouldAllBe(token => token.Value == "access-2");
        (_oauth.Refreshes, _store.Saves).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Fifty_refusals_on_two_replicas_make_one_refresh()
    {
        var other = Replica();
        var refused = await GetAsync();
        await other.GetAsync(TestContext.Current.CancellationToken);

        var renewals = Enumerable.Range(0, 50).Select(number => Task.Run(() => RenewAsync(refused, number % 2 == 0 ? other : _source)));

        (await Task.WhenAll(renewals)).ShouldAllBe(token => token.Value == "access-2");
        (_oauth.Refreshes, _oauth.Reuses).ShouldBe((1, 0));
    }

    [Fact]
    public async Task A_late_refusal_of_the_old_token_gets_the_new_one()
    {
        var refused = await GetAsync();
        await RenewAsync(refused);

        (await RenewAsync(refused)).Value.ShouldBe("access-2");
        _oauth.Refreshes.ShouldBe(1);
    }

    [Fact]
    public async Task A_rotated_refresh_token_is_stored_and_never_used_twice()
    {
        for (var i = 0; i < 4; i++)
            await RenewAsync(await GetAsync());

        (_oauth.Refreshes, _oauth.Reuses).ShouldBe((4, 0));
        _store["grant-1"]!.Grant.RefreshToken.ShouldBe("refresh-5");
    }

    [Fact]
    public async Task Without_rotation_the_old_refresh_token_and_what_else_the_answer_lacks_are_kept()
    {
        _oauth.Rotates = false;

        await RenewAsync(await GetAsync());

        var stored = _store["grant-1"]!.Grant;
        (stored.AccessToken, stored.RefreshToken, stored.Scopes, stored.AccountsBase).ShouldBe(("access-2", "refresh-1", "api", new Uri("https://accounts.crm.example")));
    }

    [Fact]
    public async Task A_token_is_stored_before_anyone_uses_it_though_the_store_fails_first()
    {
        var failures = 2;
        _store.SaveFailure = () => failures-- > 0 ? new IOException("database") : null;

        var renewal = RenewAsync(await GetAsync());

        (await _time.RunAsync(renewal)).Value.ShouldBe("access-2");
        (_store["grant-1"]!.Grant.AccessToken, _oauth.Refreshes).ShouldBe(("access-2", 1));
    }

    [Fact]
    public async Task A_token_that_ends_soon_is_refreshed_without_anyone_waiting()
    {
        _oauth.Gate = new TaskCompletionSource();
        _time.Advance(TimeSpan.FromMinutes(57));

        (await GetAsync()).Value.ShouldBe("access-1");
        _oauth.Gate.SetResult();
        await Eventually(async () => (await GetAsync()).Value == "access-2");

        _oauth.Refreshes.ShouldBe(1);
    }

    [Fact]
    public async Task A_token_that_has_ended_is_not_given_out()
    {
        _time.Advance(TimeSpan.FromHours(2));

        (await GetAsync()).Value.ShouldBe("access-2");
    }

    [Fact]
    public async Task A_failed_refresh_ahead_does_not_harm_while_the_token_is_good_and_is_not_repeated_at_once()
    {
        _time.Advance(TimeSpan.FromMinutes(57));
        _oauth.Failure = () => new CrmException(CrmFailure.Unavailable, "down");

        for (var i = 0; i < 10; i++)
        {
            (await GetAsync()).Value.ShouldBe("access-1");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        _oauth.Refreshes.ShouldBe(1);
    }

    [Fact]
    public async Task A_limited_refresh_is_not_repeated_before_its_time()
    {
        _time.Advance(TimeSpan.FromHours(2));
        _oauth.Failure = () => new CrmException(CrmFailure.RateLimited, "too many") { RetryAfter = TimeSpan.FromMinutes(10) };
        await Should.ThrowAsync<CrmException>(GetAsync());
        _time.Advance(TimeSpan.FromMinutes(9));

        var again = await Should.ThrowAsync<CrmException>(GetAsync());

        (again.Failure, again.RetryAfter, _oauth.Refreshes).ShouldBe((CrmFailure.RateLimited, TimeSpan.FromMinutes(1), 1));
        _oauth.Failure = () => null;
        _time.Advance(TimeSpan.FromMinutes(1));
        (await GetAsync()).Value.ShouldBe("access-3");
    }

    [Fact]
    public async Task A_withdrawn_grant_is_marked_and_the_CRM_never_asked_again()
    {
        var refused = await GetAsync();
        _oauth.Failure = () => new CrmException(CrmFailure.NotAuthorized, "invalid_grant");

        (await Should.ThrowAsync<CrmException>(RenewAsync(refused))).Failure.ShouldBe(CrmFailure.NotAuthorized);
        (await Should.ThrowAsync<CrmException>(RenewAsync(refused))).Failure.ShouldBe(CrmFailure.NotAuthorized);
        (await Should.ThrowAsync<CrmException>(GetAsync())).Failure.ShouldBe(CrmFailure.NotAuthorized);

        (_store["grant-1"]!.Withdrawn, _oauth.Refreshes).ShouldBe((true, 1));
    }

    [Fact]
    public async Task A_grant_given_anew_is_used_at_once()
    {
        var refused = await GetAsync();
        _oauth.Failure = () => new CrmException(CrmFailure.NotAuthorized, "invalid_grant");
        await Should.ThrowAsync<CrmException>(RenewAsync(refused));

        _store["grant-1"] = new StoredGrant(_oauth.First() with { AccessToken = "anew" }, 9, false);

        (await GetAsync()).Value.ShouldBe("anew");
    }

    [Fact]
    public async Task No_grant_is_not_authorized()
    {
        var source = Replica("grant-2");

        (await Should.ThrowAsync<CrmException>(source.GetAsync(TestContext.Current.CancellationToken).AsTask())).Failure.ShouldBe(CrmFailure.NotAuthorized);
    }

    [Fact]
    public async Task A_grant_without_refresh_token_ends_with_its_access_token()
    {
        _store["grant-1"] = new StoredGrant(_oauth.First() with { RefreshToken = null }, 1, false);
        _time.Advance(TimeSpan.FromHours(2));

        (await Should.ThrowAsync<CrmException>(GetAsync())).Failure.ShouldBe(CrmFailure.NotAuthorized);
        (_store["grant-1"]!.Withdrawn, _oauth.Refreshes).ShouldBe((true, 0));
    }

    [Fact]
    public async Task Who_gives_up_waiting_does_not_stop_the_refresh()
    {
        var refused = await GetAsync();
        using var impatient = new CancellationTokenSource();
        _oauth.Gate = new TaskCompletionSource();
        var first = _source.RenewAsync(refused, impatient.Token).AsTask();
        var second = RenewAsync(refused);
        await impatient.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(first);

        _oauth.Gate.SetResult();

        (await second).Value.ShouldBe("access-2");
        (_oauth.Refreshes, _oauth.WasCancellable).ShouldBe((1, false));
    }

    [Fact]
    public async Task A_stop_waits_for_a_refresh_on_its_way()
    {
        var tokens = Tokens();
        var refused = await GetAsync();
        _oauth.Gate = new TaskCompletionSource();
        var renewal = RenewAsync(refused, tokens.Open("grant-1", _oauth, FindClient));
        await Eventually(() => Task.FromResult(_oauth.Refreshes == 1));

        var stop = tokens.DisposeAsync().AsTask();
        await Task.Delay(50, TestContext.Current.CancellationToken);
        stop.IsCompleted.ShouldBeFalse();
        _oauth.Gate.SetResult();
        await stop;

        _store["grant-1"]!.Grant.RefreshToken.ShouldBe("refresh-2");
        await renewal;
    }

    [Fact]
    public async Task A_CRM_that_refuses_each_new_token_does_not_have_us_refresh_for_ever()
    {
        CrmException? failure = null;
        for (var i = 0; i < 20 && failure is null; i++)
        {
            try
            {
                await RenewAsync(await GetAsync());
            }
            catch (CrmException exception)
            {
                failure = exception;
            }
        }

        failure.ShouldNotBeNull().Failure.ShouldBe(CrmFailure.Unavailable);
        _oauth.Refreshes.ShouldBe(5);
    }

    [Fact]
    public async Task A_lock_that_nobody_gives_back_is_a_timeout()
    {
        var refused = await GetAsync();
        await using var held = await _store.LockAsync("grant-1", TestContext.Current.CancellationToken);

        var failure = await Should.ThrowAsync<CrmException>(_time.RunAsync(RenewAsync(refused)));

        (failure.Failure, _oauth.Refreshes).ShouldBe((CrmFailure.Timeout, 0));
    }

    [Fact]
    public async Task A_change_elsewhere_is_read_after_it_is_told()
    {
        var tokens = Tokens();
        var source = tokens.Open("grant-1", _oauth, FindClient);
        await source.GetAsync(TestContext.Current.CancellationToken);
        _store["grant-1"] = new StoredGrant(_oauth.First(), 2, Withdrawn: true);

        tokens.Forget("grant-1");

        await Should.ThrowAsync<CrmException>(source.GetAsync(TestContext.Current.CancellationToken).AsTask());
    }

    private Task<CrmAccessToken> GetAsync() => _source.GetAsync(TestContext.Current.CancellationToken).AsTask();

    private Task<CrmAccessToken> RenewAsync(CrmAccessToken refused, ICrmTokenSource? source = null) =>
        (source ?? _source).RenewAsync(refused, TestContext.Current.CancellationToken).AsTask();

    private ICrmTokenSource Replica(string grantId = "grant-1") => Tokens().Open(grantId, _oauth, FindClient);

    private GrantTokens Tokens() =>
        new(_store, _time, new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>(), NullLogger<GrantTokens>.Instance);

    private static Task<OAuthClient> FindClient(CancellationToken cancellationToken) => Task.FromResult(new OAuthClient(new Connection(), "secret"));

    private static async Task Eventually(Func<Task<bool>> condition)
    {
        for (var i = 0; i < 500 && !await condition(); i++)
            await Task.Delay(10, TestContext.Current.CancellationToken);
        (await condition()).ShouldBeTrue();
    }
}
