using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Customer360.Adapters;
using Customer360.Adapters.OAuth;
using Customer360.Contracts.V1;
using Customer360.Gateway.Security;
using Customer360.Gateway.Storage;
using Google.Protobuf;

namespace Customer360.Gateway.CrmAccess;

/// <summary>What agents gave us at their CRMs: one grant for an agent and connection, encrypted, and opened for these alone.</summary>
internal sealed partial class Grants(Database database, Vault vault, Changes changes, TimeProvider time, ILogger<Grants> logger) : IGrantStore
{
    /// <summary>Changes of what an agent may use; the item is <see cref="Agent.ToItem"/>.</summary>
    public const string Topic = "agent";

    public static readonly Retention Retention =
        Retention.Swept("crm_grant", "180 days after its last refresh; 30 days after it was withdrawn, without its tokens");

    private const string TokensPurpose = "crm_grant.tokens";
    private const string UserPurpose = "crm_grant.crm_user";
    private const string Columns =
        "id, tenant_id as TenantId, issuer, subject, connection_id as ConnectionId, tokens, crm_user as CrmUser, version";

    private static readonly TimeSpan KeepUnused = TimeSpan.FromDays(180);
    private static readonly TimeSpan KeepWithdrawn = TimeSpan.FromDays(30);

    /// <summary>The agent's good grants.</summary>
    public async Task<IReadOnlyList<Grant>> ListAsync(Agent agent, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            sql => sql.ListAsync<Row>(
                $"select {Columns} from crm_grant where tenant_id = @TenantId and issuer = @Issuer and subject = @Subject and tokens is not null", agent),
            cancellationToken);
        return [.. rows.Select(ToGrant).OfType<Grant>()];
    }

    /// <summary>Stores what the CRM gave, in place of an earlier grant of this agent and connection.</summary>
    /// <returns>The grant's id: a new one, so that nothing that was remembered for the earlier one is shown to this one.</returns>
    public Task<string> ActivateAsync(Agent agent, string connectionId, CrmGrant grant, CrmUser user, CancellationToken cancellationToken) => database.WriteAsync(
        async sql =>
        {
            var row = new Row
            {
                Id = Guid.CreateVersion7().ToString(),
                TenantId = agent.TenantId,
                Issuer = agent.Issuer,
                Subject = agent.Subject,
                ConnectionId = connectionId,
            };
            await sql.ExecuteAsync(
                """
                insert into crm_grant (id, tenant_id, issuer, subject, connection_id, tokens, crm_user, version, modified_time, expire_time)
                values (@Id, @TenantId, @Issuer, @Subject, @ConnectionId, @Tokens, @CrmUser, 1, @now, @expiry)
                on conflict (tenant_id, issuer, subject, connection_id) do update set id = excluded.id, tokens = excluded.tokens,
                    crm_user = excluded.crm_user, version = 1, modified_time = excluded.modified_time, expire_time = excluded.expire_time
                """,
                new
                {
                    row.Id,
                    row.TenantId,
                    row.Issuer,
                    row.Subject,
                    row.ConnectionId,
                    Tokens = Seal(row, grant),
                    CrmUser = vault.Protect(UserPurpose, row.Place, user.ToByteArray()),
                    now = Now,
                    expiry = Expiry(KeepUnused),
                });
            await changes.AppendAsync(sql, Topic, agent.ToItem());
            return row.Id;
        },
        cancellationToken);

    /// <summary>Forgets the agent's grant.</summary>
    /// <returns>What it was, to be revoked at the CRM; null when there was none.</returns>
    public Task<CrmGrant?> RemoveAsync(Agent agent, string connectionId, CancellationToken cancellationToken) => database.WriteAsync(
        async sql =>
        {
            var row = await sql.FindAsync<Row>(
                $"delete from crm_grant where tenant_id = @TenantId and issuer = @Issuer and subject = @Subject and connection_id = @connectionId returning {Columns}",
                new { agent.TenantId, agent.Issuer, agent.Subject, connectionId });
            await changes.AppendAsync(sql, Topic, agent.ToItem());
            return Open(row);
        },
        cancellationToken);

    public async Task<StoredGrant?> ReadAsync(string grantId, CancellationToken cancellationToken)
    {
        var row = await database.ReadAsync(
            sql => sql.FindAsync<Row>($"select {Columns} from crm_grant where id = @grantId", new { grantId }), cancellationToken);
        return row is not null && Open(row) is { } grant ? new(grant, row.Version, Withdrawn: false) : null;
    }

    public Task<IAsyncDisposable> LockAsync(string grantId, CancellationToken cancellationToken) =>
        database.LockAsync($"grant {grantId}", cancellationToken);

    /// <summary>What agents may use stays the same, so nobody else needs to know: a replica with the old token reads the new one when it needs it.</summary>
    public Task<bool> SaveAsync(string grantId, long expectedVersion, CrmGrant grant, CancellationToken cancellationToken) => database.WriteAsync(
        async sql =>
        {
            var row = await sql.FindAsync<Row>($"select {Columns} from crm_grant where id = @grantId", new { grantId });
            return row is not null && await sql.ExecuteAsync(
                """
                update crm_grant set tokens = @tokens, version = version + 1, modified_time = @now, expire_time = @expiry
                where id = @grantId and version = @expectedVersion and tokens is not null
                """,
                new { grantId, expectedVersion, tokens = Seal(row, grant), now = Now, expiry = Expiry(KeepUnused) }) == 1;
        },
        cancellationToken);

    public Task MarkWithdrawnAsync(string grantId, long expectedVersion, CancellationToken cancellationToken) => database.WriteAsync(
        async sql =>
        {
            var row = await sql.FindAsync<Row>(
                $"""
                update crm_grant set tokens = null, crm_user = null, version = version + 1, modified_time = @now, expire_time = @expiry
                where id = @grantId and version = @expectedVersion and tokens is not null
                returning {Columns}
                """,
                new { grantId, expectedVersion, now = Now, expiry = Expiry(KeepWithdrawn) });
            if (row is not null)
                await changes.AppendAsync(sql, Topic, new Agent(row.TenantId, row.Issuer, row.Subject).ToItem());
            return row is not null;
        },
        cancellationToken);

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private long Expiry(TimeSpan keep) => (time.GetUtcNow() + keep).ToUnixTimeMilliseconds();

    private byte[] Seal(Row row, CrmGrant grant) =>
        vault.Protect(TokensPurpose, row.Place, JsonSerializer.SerializeToUtf8Bytes(grant, GrantJson.Default.CrmGrant));

    /// <returns>Null when there are no tokens, or none that open: the agent can authorise anew.</returns>
    private CrmGrant? Open(Row? row) =>
        TryUnprotect(row, TokensPurpose, row?.Tokens) is { } tokens ? JsonSerializer.Deserialize(tokens, GrantJson.Default.CrmGrant) : null;

    private Grant? ToGrant(Row row) =>
        TryUnprotect(row, UserPurpose, row.CrmUser) is { } user ? new(row.Id, row.ConnectionId, CrmUser.Parser.ParseFrom(user)) : null;

    private byte[]? TryUnprotect(Row? row, string purpose, byte[]? value)
    {
        if (row is null || value is null)
            return null;
        try
        {
            return vault.Unprotect(purpose, row.Place, value);
        }
        catch (CryptographicException failure)
        {
            Log.Unreadable(logger, row.Id, failure); // One bad row must not keep an agent from its other CRMs.
            return null;
        }
    }

    private sealed record Row
    {
        public required string Id { get; init; }

        public required string TenantId { get; init; }

        public required string Issuer { get; init; }

        public required string Subject { get; init; }

        public required string ConnectionId { get; init; }

        public byte[]? Tokens { get; init; }

        public byte[]? CrmUser { get; init; }

        public long Version { get; init; }

        /// <summary>All that an encrypted value is bound to.</summary>
        public IReadOnlyList<string> Place => [TenantId, Issuer, Subject, ConnectionId, Id];
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Grant {GrantId} can't be decrypted: it was moved or changed, or its key is gone.")]
        public static partial void Unreadable(ILogger logger, string grantId, Exception failure);
    }
}

/// <summary>A good grant, without its tokens.</summary>
/// <param name="User">The CRM user that it acts as.</param>
internal sealed record Grant(string Id, string ConnectionId, CrmUser User);

[JsonSerializable(typeof(CrmGrant))]
internal sealed partial class GrantJson : JsonSerializerContext;
