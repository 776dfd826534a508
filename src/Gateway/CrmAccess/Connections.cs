using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Customer360.Adapters;
using Customer360.Contracts.V1;
using Customer360.Gateway.Security;
using Customer360.Gateway.Storage;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Options;

namespace Customer360.Gateway.CrmAccess;

/// <summary>The tenants' connections: in memory, and never more than a second behind the database.</summary>
internal sealed class Connections
{
    public const string Topic = "connection";

    public static readonly Retention Retention = Retention.Kept("connection", "until an admin deletes it");

    private readonly Database _database;
    private readonly Vault _vault;
    private readonly Changes _changes;
    private readonly TimeProvider _time;
    private readonly string _redirectUri;
    private readonly SharedCache<string, FrozenDictionary<string, Connection>> _byTenant;

    public Connections(Database database, Vault vault, Changes changes, IOptions<CrmAccessOptions> options, TimeProvider time)
    {
        (_database, _vault, _changes, _time) = (database, vault, changes, time);
        _redirectUri = options.Value.GetRedirectUri().AbsoluteUri;
        _byTenant = new(LoadAsync, capacity: 10_000);
        changes.Subscribe(Topic, tenant =>
        {
            if (tenant is null)
                _byTenant.ForgetAll();
            else
                _byTenant.Forget(tenant);
        });
    }

    /// <summary>
    /// A tenant's connections by id, without secrets. Their etag is the version of their settings. They are shared: nobody
    /// may change them.
    /// </summary>
    /// <exception cref="StorageException">They aren't in memory and can't be read.</exception>
    public ValueTask<FrozenDictionary<string, Connection>> ListAsync(string tenantId, CancellationToken cancellationToken) =>
        _byTenant.GetAsync(tenantId, cancellationToken);

    /// <summary>A connection as OAuth client, its secret read now.</summary>
    /// <exception cref="CrmException">Misconfigured: it has been deleted.</exception>
    public async Task<OAuthClient> OpenClientAsync(string tenantId, string connectionId, CancellationToken cancellationToken)
    {
        if (!(await ListAsync(tenantId, cancellationToken)).TryGetValue(connectionId, out var connection))
            throw new CrmException(CrmFailure.Misconfigured, "The connection has been deleted.");
        var secret = await _database.ReadAsync(
            sql => sql.FindAsync<byte[]>("select client_secret from connection where tenant_id = @tenantId and id = @connectionId", new { tenantId, connectionId }),
            cancellationToken);
        return new(connection, secret is null ? null : Encoding.UTF8.GetString(_vault.Unprotect(SecretPurpose, [tenantId, connectionId], secret)));
    }

    /// <summary>Makes, or replaces, the connection of this name. Nothing is written when nothing differs.</summary>
    /// <param name="seed">The whole connection with its secret; no secret means that it has none.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Null, or why it can't be.</returns>
    public Task<string?> SeedAsync(ConnectionSeed seed, CancellationToken cancellationToken) => _database.WriteAsync(
        async sql =>
        {
            var (tenantId, wanted) = seed;
            var row = await sql.FindAsync<Row>(
                "select id, settings, client_secret as Secret, enabled, seeded, version, modified_time as ModifiedTime from connection where tenant_id = @tenantId and name = @Name",
                new { tenantId, wanted.Name });
            if (row is not null && Connection.Parser.ParseFrom(row.Settings).SettingsCase != wanted.SettingsCase)
                return "has another kind in the database, and the kind can't change: give it another name";
            var id = row?.Id ?? Guid.CreateVersion7().ToString();
            var settings = Settings(wanted);
            if (row is { Seeded: true } && row.Enabled == wanted.Enabled && row.Settings.AsSpan().SequenceEqual(settings) && IsSecret(row, tenantId, wanted.ClientSecret))
                return null;

            await sql.ExecuteAsync(
                """
                insert into connection (id, tenant_id, name, settings, client_secret, enabled, seeded, version, modified_time)
                values (@id, @tenantId, @Name, @settings, @secret, @Enabled, true, 1, @now)
                on conflict (id) do update set settings = excluded.settings, client_secret = excluded.client_secret,
                    enabled = excluded.enabled, seeded = true, version = connection.version + 1, modified_time = excluded.modified_time
                """,
                new { id, tenantId, wanted.Name, settings, secret = Secret(tenantId, id, wanted.ClientSecret), wanted.Enabled, now = Now });
            await _changes.AppendAsync(sql, Topic, tenantId);
            return null;
        },
        cancellationToken);

    /// <summary>Disables those that configuration had and no longer has: its owner took them away. Their grants stay.</summary>
    public Task<int> RetireSeedsAsync(IReadOnlyCollection<ConnectionSeed> seeds, CancellationToken cancellationToken) => _database.WriteAsync(
        async sql =>
        {
            var seeded = await sql.ListAsync<Name>("select id, tenant_id as TenantId, name as Text from connection where seeded = true");
            var gone = seeded.Where(name => !seeds.Any(seed => seed.TenantId == name.TenantId && seed.Connection.Name == name.Text)).ToList();
            foreach (var name in gone)
            {
                await sql.ExecuteAsync(
                    "update connection set enabled = false, seeded = false, version = version + 1, modified_time = @now where id = @Id",
                    new { name.Id, now = Now });
            }
            foreach (var tenantId in gone.Select(name => name.TenantId).Distinct())
                await _changes.AppendAsync(sql, Topic, tenantId);
            return gone.Count;
        },
        cancellationToken);

    private const string SecretPurpose = "connection.client_secret";

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    private async Task<FrozenDictionary<string, Connection>> LoadAsync(string tenantId)
    {
        var rows = await _database.ReadAsync(
            sql => sql.ListAsync<Row>(
                "select id, settings, client_secret as Secret, enabled, seeded, version, modified_time as ModifiedTime from connection where tenant_id = @tenantId",
                new { tenantId }),
            CancellationToken.None);
        return rows.ToFrozenDictionary(row => row.Id, ToConnection);
    }

    private Connection ToConnection(Row row)
    {
        var connection = Connection.Parser.ParseFrom(row.Settings);
        connection.Id = row.Id;
        connection.Kind = ConnectionRules.KindOf(connection);
        connection.HasClientSecret = row.Secret is not null;
        connection.RedirectUri = _redirectUri;
        connection.Enabled = row.Enabled;
        connection.Etag = row.Version.ToString(CultureInfo.InvariantCulture);
        connection.ModifiedTime = Timestamp.FromDateTimeOffset(DateTimeOffset.FromUnixTimeMilliseconds(row.ModifiedTime));
        return connection;
    }

    /// <summary>What the settings column holds: no secret, and nothing that has a column of its own or is worked out.</summary>
    private static byte[] Settings(Connection connection)
    {
        var settings = connection.Clone();
        settings.ClientSecret = "";
        settings.Enabled = false;
        return settings.ToByteArray();
    }

    private byte[]? Secret(string tenantId, string id, string secret) =>
        secret.Length == 0 ? null : _vault.Protect(SecretPurpose, [tenantId, id], Encoding.UTF8.GetBytes(secret));

    private bool IsSecret(Row row, string tenantId, string secret) =>
        secret == (row.Secret is null ? "" : Encoding.UTF8.GetString(_vault.Unprotect(SecretPurpose, [tenantId, row.Id], row.Secret)));

    private sealed record Row
    {
        public required string Id { get; init; }

        public required byte[] Settings { get; init; }

        public byte[]? Secret { get; init; }

        public bool Enabled { get; init; }

        public bool Seeded { get; init; }

        public long Version { get; init; }

        public long ModifiedTime { get; init; }
    }

    private sealed record Name(string Id, string TenantId, string Text);
}
