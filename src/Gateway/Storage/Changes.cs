namespace Customer360.Gateway.Storage;

/// <summary>
/// Tells this process's caches what to forget: at once what was changed here, and within a second what another replica
/// changed.
/// </summary>
internal sealed partial class Changes(Database database, TimeProvider time, ILogger<Changes> logger)
{
    /// <summary>Table change.</summary>
    public static readonly Retention Retention = Retention.Swept("change", "1 h after it was made");

    /// <summary>Rows of another replica are read this often.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>Without a look at the others' changes for this long, nothing remembered is to be trusted.</summary>
    private static readonly TimeSpan LongestBlindness = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Keep = TimeSpan.FromHours(1);

    private readonly Lock _subscribing = new();
    private volatile Action<string, string?> _changed = (_, _) => { };
    private long _seen;

    /// <summary>Calls <paramref name="forget"/> with each changed item of a topic, or with null when any may have changed. It must be quick.</summary>
    public void Subscribe(string topic, Action<string?> forget)
    {
        lock (_subscribing)
            _changed += (changedTopic, item) =>
            {
                if (changedTopic == topic || item is null)
                    forget(item);
            };
    }

    /// <summary>
    /// Notes a change, to be known when the transaction commits. Call it last: it holds all others up, so that a later
    /// number never commits before an earlier one.
    /// </summary>
    public async Task AppendAsync(SqlTransaction sql, string topic, string item)
    {
        sql.AfterCommit(() => _changed(topic, item));
        if (!database.IsShared)
            return;
        var number = await sql.FindAsync<long>("update change_counter set number = number + 1 where id = 1 returning number");
        await sql.ExecuteAsync(
            "insert into change (number, topic, item, expire_time) values (@number, @topic, @item, @expireTime)",
            new { number, topic, item, expireTime = (time.GetUtcNow() + Keep).ToUnixTimeMilliseconds() });
    }

    /// <summary>Before anything is remembered: what others change from now on will be told.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken) => _seen = await ReadNumberAsync(cancellationToken);

    /// <summary>Follows the other replicas' changes until it is cancelled.</summary>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        if (!database.IsShared)
            return;
        long? blindSince = null;
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            var isBlind = blindSince is { } since && time.GetElapsedTime(since) > LongestBlindness;
            try
            {
                await (isBlind ? StartAnewAsync(cancellationToken) : ReadOnAsync(cancellationToken));
                blindSince = null;
            }
            catch (StorageException failure)
            {
                if (blindSince is null)
                    Log.Blind(logger, failure);
                blindSince ??= time.GetTimestamp();
                if (isBlind)
                    _changed("", null);
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    /// <summary>The number comes first: what is remembered from now on is at least as new.</summary>
    private async Task StartAnewAsync(CancellationToken cancellationToken)
    {
        _seen = await ReadNumberAsync(cancellationToken);
        _changed("", null);
    }

    private async Task ReadOnAsync(CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            sql => sql.ListAsync<Row>("select number, topic, item from change where number > @seen order by number", new { seen = _seen }),
            cancellationToken);
        foreach (var row in rows)
        {
            _changed(row.Topic, row.Item);
            _seen = row.Number;
        }
    }

    private Task<long> ReadNumberAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(sql => sql.FindAsync<long>("select number from change_counter where id = 1"), cancellationToken);

    private sealed record Row(long Number, string Topic, string Item);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The other replicas' changes can't be read.")]
        public static partial void Blind(ILogger logger, Exception failure);
    }
}
