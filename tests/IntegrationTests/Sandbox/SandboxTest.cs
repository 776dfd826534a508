using Customer360.Sandbox;

namespace Customer360.IntegrationTests.Sandbox;

/// <summary>A sandbox of its own for each test, with few made-up people.</summary>
public abstract class SandboxTest : IAsyncLifetime
{
    private readonly List<IDisposable> _users = [];

    private protected SandboxServer Server { get; private set; } = null!;

    private protected ManualClock Time { get; } = new();

    public virtual async ValueTask InitializeAsync() =>
        Server = await SandboxServer.StartAsync(new() { ContactCount = 60, TimeProvider = Time }, TestContext.Current.CancellationToken);

    private protected async Task<SalesforceUser> LogInAsync(SandboxUser? user = null)
    {
        var loggedIn = await SalesforceUser.LogInAsync(Server, user ?? DemoUsers.Full);
        _users.Add(loggedIn);
        return loggedIn;
    }

    public virtual async ValueTask DisposeAsync()
    {
        _users.ForEach(user => user.Dispose());
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Starts at a fixed time and runs on with real timers.</summary>
    private protected sealed class ManualClock : TimeProvider
    {
        private DateTimeOffset _now = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => _now;

        public void Advance(TimeSpan by) => _now += by;
    }
}
