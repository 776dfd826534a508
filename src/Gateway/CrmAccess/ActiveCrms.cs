using Customer360.Gateway.Storage;

namespace Customer360.Gateway.CrmAccess;

/// <summary>The CRM that each agent chose to work in.</summary>
internal sealed class ActiveCrms(Database database, Changes changes, TimeProvider time)
{
    public static readonly Retention Retention = Retention.Swept("active_crm", "a year after the choice");

    private static readonly TimeSpan Keep = TimeSpan.FromDays(365);

    /// <returns>The connection's id; null when the agent never chose, or what it chose is gone.</returns>
    public Task<string?> FindAsync(Agent agent, CancellationToken cancellationToken) => database.ReadAsync(
        sql => sql.FindAsync<string>(
            "select connection_id from active_crm where tenant_id = @TenantId and issuer = @Issuer and subject = @Subject", agent),
        cancellationToken);

    /// <param name="agent">Who chooses.</param>
    /// <param name="connectionId">One of its tenant's.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task SelectAsync(Agent agent, string connectionId, CancellationToken cancellationToken) => database.WriteAsync(
        async sql =>
        {
            await sql.ExecuteAsync(
                """
                insert into active_crm (tenant_id, issuer, subject, connection_id, expire_time)
                values (@TenantId, @Issuer, @Subject, @connectionId, @expiry)
                on conflict (tenant_id, issuer, subject) do update set connection_id = excluded.connection_id, expire_time = excluded.expire_time
                """,
                new { agent.TenantId, agent.Issuer, agent.Subject, connectionId, expiry = (time.GetUtcNow() + Keep).ToUnixTimeMilliseconds() });
            await changes.AppendAsync(sql, Grants.Topic, agent.ToItem());
            return true;
        },
        cancellationToken);
}
