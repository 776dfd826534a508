using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Customer360.Gateway.Storage;

/// <summary>Ready means that storage answers.</summary>
internal sealed class StorageHealthCheck(Database database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        try
        {
            await database.ReadAsync(sql => sql.FindAsync<int>("select max(version) from schema_version"), cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (StorageException failure)
        {
            return new(context.Registration.FailureStatus, failure.Message, failure);
        }
    }
}
