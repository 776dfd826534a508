using Customer360.Gateway.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Customer360.IntegrationTests.Storage;

/// <summary>What holds on both engines.</summary>
public abstract class StorageFacts(TestStorage storage) : IAsyncLifetime
{
    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected TestStorage Storage => storage;

    /// <summary>A gateway that has started.</summary>
    private protected IServiceProvider Gateway { get; private set; } = default!;

    private protected Database Database => Gateway.GetRequiredService<Database>();

    private protected virtual IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>();

    private protected virtual void Configure(IServiceCollection services)
    {
    }

    public async ValueTask InitializeAsync() => Gateway = await storage.StartAsync(Settings, configure: Configure);

    public ValueTask DisposeAsync() => storage.DisposeAsync();

    /// <summary>A second gateway on the same database. Where only one can be, the first stops.</summary>
    private protected async Task<IServiceProvider> StartAnotherAsync(IReadOnlyDictionary<string, string?>? settings = null, TimeProvider? time = null)
    {
        if (!storage.IsShared)
            await storage.StopAsync();
        return await storage.StartAsync(settings ?? Settings, time, configure: Configure);
    }
}
