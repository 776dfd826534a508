namespace Customer360.Sandbox;

/// <summary>What the simulated CRMs of one sandbox share.</summary>
internal sealed class SandboxContext(SandboxOptions options)
{
    private volatile SandboxSettings _settings = options.Settings;
    private readonly List<OAuthClient> _clients = [.. options.Clients];

    public SandboxClock Clock { get; } = new(options.TimeProvider);
    public FaultBoard Faults { get; } = new(options.Seed);
    public WriteLedger Ledger { get; } = new();
    public RequestLog Requests { get; } = new();
    public Population Population { get; } = new(options.Seed, options.ContactCount);

    public SandboxSettings Settings
    {
        get => _settings;
        set => _settings = value;
    }

    public OAuthClient? FindClient(string? id)
    {
        lock (_clients)
            return _clients.Find(client => client.ClientId == id);
    }

    /// <summary>Adds an OAuth client, or replaces the one with this id.</summary>
    public void Register(OAuthClient client)
    {
        lock (_clients)
        {
            _clients.RemoveAll(other => other.ClientId == client.ClientId);
            _clients.Add(client);
        }
    }

    public void Reset()
    {
        Settings = options.Settings;
        Clock.DropScheduled();
        Faults.Clear();
        Ledger.Clear();
        Requests.Clear();
    }
}
