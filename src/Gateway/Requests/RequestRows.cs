using Customer360.Gateway.Storage;

namespace Customer360.Gateway.Requests;

/// <summary>Whose request_id, and of which RPC.</summary>
internal sealed record RequestKey(string TenantId, string Issuer, string Subject, string Method, string RequestId)
{
    /// <summary>What a stored answer is bound to.</summary>
    public IReadOnlyList<string> Parts => [TenantId, Issuer, Subject, Method, RequestId];
}

/// <summary>Table request. Every change names what it has seen, so that of two that try the same one succeeds, on both engines.</summary>
internal sealed class RequestRows(Database database, TimeProvider time)
{
    public static readonly Retention Retention = Retention.Swept("request", "24 h after the answer, or after the last attempt");

    /// <summary>A worker that has not been heard of for this long is taken for dead. If it isn't, the CRM tells the two writes apart.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    private const string IsKey = "tenant_id = @TenantId and issuer = @Issuer and subject = @Subject and method = @Method and request_id = @RequestId";

    private static readonly TimeSpan Keep = TimeSpan.FromHours(24);

    /// <returns>The row as it is now; null when there is none that counts.</returns>
    public async Task<RequestRow?> FindAsync(RequestKey key, CancellationToken cancellationToken) => await database.ReadAsync(
        sql => sql.FindAsync<RequestRow>(
            $"""
            select body_hash as BodyHash, reference, connection_id as ConnectionId, lease, lease_time as LeaseTime, answer
            from request where {IsKey} and expire_time > @now
            """,
            Values(key)),
        cancellationToken);

    /// <summary>Begins the first attempt.</summary>
    /// <returns>False when another has begun one, or the outcome of an expired one must be cleared away first.</returns>
    public async Task<bool> TryAddAsync(RequestKey key, RequestRow row, CancellationToken cancellationToken) => await database.WriteAsync(
        async sql =>
        {
            await sql.ExecuteAsync($"delete from request where {IsKey} and expire_time <= @now", Values(key));
            return await sql.ExecuteAsync(
                """
                insert into request (tenant_id, issuer, subject, method, request_id, body_hash, reference, connection_id, lease, lease_time, expire_time)
                values (@TenantId, @Issuer, @Subject, @Method, @RequestId, @BodyHash, @Reference, '', @Lease, @leaseEnd, @expiry)
                on conflict do nothing
                """,
                Values(key, row));
        },
        cancellationToken) == 1;

    /// <summary>Begins another attempt on a row that nobody works on.</summary>
    /// <returns>False when another was quicker.</returns>
    public async Task<bool> TryTakeAsync(RequestKey key, RequestRow seen, RequestRow row, CancellationToken cancellationToken) => await database.WriteAsync(
        sql => sql.ExecuteAsync(
            $"""
            update request set body_hash = @BodyHash, reference = @Reference, lease = @Lease, lease_time = @leaseEnd, expire_time = @expiry
            where {IsKey} and lease = @SeenLease and lease_time = @SeenTime and answer is null
            """,
            Values(key, row, seen)),
        cancellationToken) == 1;

    /// <summary>Says that the worker lives.</summary>
    public Task<int> RenewAsync(RequestKey key, RequestRow row, CancellationToken cancellationToken) => database.WriteAsync(
        sql => sql.ExecuteAsync($"update request set lease_time = @leaseEnd where {IsKey} and lease = @Lease and answer is null", Values(key, row)),
        cancellationToken);

    /// <summary>Notes where the write goes, while the lease holds.</summary>
    /// <returns>False when another attempt has taken over: nothing may be sent.</returns>
    public async Task<bool> TryPinAsync(RequestKey key, RequestRow row, string connectionId, CancellationToken cancellationToken) => await database.WriteAsync(
        sql => sql.ExecuteAsync(
            $"update request set connection_id = @ConnectionId, lease_time = @leaseEnd where {IsKey} and lease = @Lease and answer is null",
            Values(key, row with { ConnectionId = connectionId })),
        cancellationToken) == 1;

    /// <summary>Ends an attempt without an answer.</summary>
    /// <param name="key">Whose.</param>
    /// <param name="row">With the connection where a write may have gone; empty when none has.</param>
    public Task<int> ReleaseAsync(RequestKey key, RequestRow row) => database.WriteAsync(
        sql => sql.ExecuteAsync(
            $"update request set connection_id = @ConnectionId, lease_time = 0, expire_time = @expiry where {IsKey} and lease = @Lease and answer is null",
            Values(key, row)),
        CancellationToken.None);

    /// <summary>Keeps the answer, even when the lease has passed to another attempt: both wrote with one reference.</summary>
    /// <returns>False when there is an answer already.</returns>
    public async Task<bool> TryCompleteAsync(RequestKey key, RequestRow row) => await database.WriteAsync(
        sql => sql.ExecuteAsync(
            $"update request set answer = @Answer, lease_time = 0, expire_time = @expiry where {IsKey} and reference = @Reference and answer is null",
            Values(key, row)),
        CancellationToken.None) == 1;

    private object Values(RequestKey key, RequestRow? row = null, RequestRow? seen = null)
    {
        var now = time.GetUtcNow();
        return new
        {
            key.TenantId,
            key.Issuer,
            key.Subject,
            key.Method,
            key.RequestId,
            row?.BodyHash,
            row?.Reference,
            row?.ConnectionId,
            row?.Lease,
            row?.Answer,
            SeenLease = seen?.Lease,
            SeenTime = seen?.LeaseTime,
            now = now.ToUnixTimeMilliseconds(),
            leaseEnd = (now + Lease).ToUnixTimeMilliseconds(),
            expiry = (now + Keep).ToUnixTimeMilliseconds(),
        };
    }
}

/// <summary>What is known of a request_id.</summary>
internal sealed record RequestRow
{
    public required byte[] BodyHash { get; init; }

    public required string Reference { get; init; }

    /// <summary>Where a write may have gone. Empty: none has.</summary>
    public string ConnectionId { get; init; } = "";

    /// <summary>Who works on it, or was the last.</summary>
    public required string Lease { get; init; }

    /// <summary>Until when that one is taken to be alive. Unix milliseconds.</summary>
    public long LeaseTime { get; init; }

    /// <summary>Encrypted. Null: not known yet.</summary>
    public byte[]? Answer { get; init; }
}
