namespace Customer360.Adapters.Http;

/// <summary>The connections that this process calls, each with its own limits, budget and circuit.</summary>
internal sealed class CrmConnections
{
    private readonly RecentTable<(string Tenant, string Connection), CrmConnection> _connections = new(most: 4096);
    private readonly CrmPipeline _pipeline;

    public CrmConnections(CrmPipeline pipeline, CrmTelemetry telemetry)
    {
        _pipeline = pipeline;
        telemetry.Observe(() => _connections.Values);
    }

    public CrmConnection Get(CrmSession session, CrmHttpRules rules)
    {
        var key = (session.TenantId, session.Connection.Id);
        return _connections.Find(key) ?? _connections.GetOrAdd(key, _pipeline.Build(session.Connection, rules));
    }

    public CrmConnection? Find(string tenantId, string connectionId) => _connections.Find((tenantId, connectionId));
}
