using Customer360.Adapters.Http;

namespace Customer360.Gateway.Storage;

/// <summary>Counts the gateways that live on this database, since they share the limits on calls to a CRM.</summary>
internal sealed partial class Replicas(Database database, ReplicaCount count, TimeProvider time, ILogger<Replicas> logger)
{
    public static readonly Retention Retention = Retention.Swept("replica", "30 s after it was last heard of");

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Keep = TimeSpan.FromSeconds(30);

    private readonly string _id = Guid.CreateVersion7().ToString();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!database.IsShared)
            return;
        try
        {
            using var timer = new PeriodicTimer(Interval, time);
            do
                await TryBeatAsync(cancellationToken);
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        finally
        {
            await TryLeaveAsync();
        }
    }

    /// <summary>Says that this one lives, and counts.</summary>
    public async Task BeatAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        count.Value = await database.WriteAsync(
            async sql =>
            {
                await sql.ExecuteAsync(
                    "insert into replica (id, expire_time) values (@_id, @expiry) on conflict (id) do update set expire_time = excluded.expire_time",
                    new { _id, expiry = (now + Keep).ToUnixTimeMilliseconds() });
                return await sql.FindAsync<int>("select count(*) from replica where expire_time > @now", new { now = now.ToUnixTimeMilliseconds() });
            },
            cancellationToken);
    }

    private async Task TryBeatAsync(CancellationToken cancellationToken)
    {
        try
        {
            await BeatAsync(cancellationToken);
        }
        catch (StorageException failure)
        {
            Log.NotCounted(logger, failure); // The last count is the best guess.
        }
    }

    private async Task TryLeaveAsync()
    {
        try
        {
            await database.WriteAsync(sql => sql.ExecuteAsync("delete from replica where id = @_id", new { _id }), CancellationToken.None);
        }
        catch (StorageException failure)
        {
            Log.NotCounted(logger, failure);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The replicas can't be counted.")]
        public static partial void NotCounted(ILogger logger, Exception failure);
    }
}
