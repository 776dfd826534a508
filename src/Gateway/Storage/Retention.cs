namespace Customer360.Gateway.Storage;

/// <summary>How long the rows of a table are kept. Every table has one; a test asks the schema.</summary>
/// <param name="Table">The table.</param>
/// <param name="Rule">In words, for people.</param>
/// <param name="IsSwept">Rows go when their <c>expire_time</c> is past.</param>
internal sealed record Retention(string Table, string Rule, bool IsSwept)
{
    public static Retention Swept(string table, string rule) => new(table, rule, IsSwept: true);

    public static Retention Kept(string table, string rule) => new(table, rule, IsSwept: false);
}

/// <summary>Deletes what is past its time, a portion at a time, so that no caller waits long behind it.</summary>
internal sealed partial class RetentionSweeper(
    Database database, IEnumerable<Retention> retentions, TimeProvider time, ILogger<RetentionSweeper> logger)
{
    private const int Portion = 500;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                await SweepAsync(cancellationToken);
            }
            catch (StorageException failure)
            {
                Log.Postponed(logger, failure);
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        foreach (var retention in retentions.Where(retention => retention.IsSwept))
        {
            var rowId = database.Dialect.RowId;
            var delete = $"delete from {retention.Table} where {rowId} in (select {rowId} from {retention.Table} where expire_time <= @now limit {Portion})";
            var now = time.GetUtcNow().ToUnixTimeMilliseconds();
            int deleted;
            do
                deleted = await database.WriteAsync(sql => sql.ExecuteAsync(delete, new { now }), cancellationToken);
            while (deleted == Portion);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Expired rows can't be deleted now; they will be later.")]
        public static partial void Postponed(ILogger logger, Exception failure);
    }
}
