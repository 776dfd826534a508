using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text.Json;
using Customer360.Adapters.Metadata;

namespace Customer360.Adapters.Salesforce;

/// <summary>What Salesforce says about its objects to each user, kept for a quarter of an hour.</summary>
internal sealed class SalesforceMetadata(SalesforceClient client, TimeProvider time)
{
    private const string AllObjects = "*";

    private readonly UserCache<SalesforceObject?> _objects = new(time, Lifetime);
    private readonly UserCache<FrozenDictionary<string, ObjectAnswer>> _globals = new(time, Lifetime);
    private readonly UserCache<IReadOnlyList<TaskStatus>> _taskStatuses = new(time, Lifetime);

    /// <summary>Users with the same rights and language get the same bytes: they share one object, as long as anybody has it.</summary>
    private readonly ConcurrentDictionary<string, WeakReference<SalesforceObject>> _shared = new();

    private static TimeSpan Lifetime => TimeSpan.FromMinutes(15);

    /// <summary>The object; null when this user may not see it.</summary>
    public ValueTask<SalesforceObject?> FindAsync(CrmSession session, string entity, CancellationToken cancellationToken) =>
        _objects.GetAsync(session, entity, token => LoadAsync(session, entity, token), cancellationToken);

    /// <summary>The objects that a query is about, as far as this user may see them. They are read at the same time.</summary>
    public async Task<SalesforceSchema> GetAsync(CrmSession session, IReadOnlyList<string> entities, CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll(entities.Select(entity => FindAsync(session, entity, cancellationToken).AsTask()));
        return new(entities.Zip(found).ToDictionary(pair => pair.First, pair => pair.Second));
    }

    /// <summary>As <see cref="GetAsync"/>, but only what is known already: the CRM isn't asked. What isn't known counts as visible.</summary>
    public SalesforceSchema GetKnown(CrmSession session, IReadOnlyList<string> entities)
    {
        var known = new Dictionary<string, SalesforceObject?>();
        foreach (var entity in entities)
        {
            if (_objects.TryGet(session, entity, out var found))
                known[entity] = found;
        }
        return new(known);
    }

    /// <summary>
    /// Asks with the fields that this user's metadata shows. When the CRM still refuses one, since rights changed meanwhile,
    /// reads the metadata anew and asks once more.
    /// </summary>
    public async Task<T> AskAsync<T>(
        CrmSession session, SalesforceSchema schema, IReadOnlyList<string> entities, Func<SalesforceSchema, Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await ask(schema);
        }
        catch (CrmException refusal) when (refusal.CrmCode is "INVALID_FIELD" or "INVALID_TYPE")
        {
            foreach (var (entity, outdated) in schema.Known)
                _objects.Forget(session, entity, outdated);
            return await ask((await GetAsync(session, entities, cancellationToken)).AfterRefusal());
        }
    }

    public async Task<T> AskAsync<T>(CrmSession session, IReadOnlyList<string> entities, Func<SalesforceSchema, Task<T>> ask, CancellationToken cancellationToken) =>
        await AskAsync(session, await GetAsync(session, entities, cancellationToken), entities, ask, cancellationToken);

    /// <summary>All objects that this user may see, by name.</summary>
    public ValueTask<FrozenDictionary<string, ObjectAnswer>> GetAllObjectsAsync(CrmSession session, CancellationToken cancellationToken) =>
        _globals.GetAsync(session, AllObjects, async token =>
            (await client.GetAsync(session, "sobjects", SalesforceJson.Default.GlobalDescribeAnswer, token)).Objects.ToFrozenDictionary(each => each.Name), cancellationToken);

    /// <summary>Enhanced notes where the org has them, else classic ones.</summary>
    public async ValueTask<string> GetNoteObjectAsync(CrmSession session, CancellationToken cancellationToken) =>
        (await GetAllObjectsAsync(session, cancellationToken)).ContainsKey("ContentNote") ? "ContentNote" : "Note";

    /// <summary>The statuses that a task can have in this org, in their order.</summary>
    public ValueTask<IReadOnlyList<TaskStatus>> GetTaskStatusesAsync(CrmSession session, CancellationToken cancellationToken) =>
        _taskStatuses.GetAsync(session, "TaskStatus", async token =>
        {
            var query = SoqlQuery.From("TaskStatus", ["Id", "ApiName", "IsClosed", "IsDefault"]).OrderBy("SortOrder");
            var rows = await client.QueryAsync(session, query, token);
            return [.. rows.Select(row => new TaskStatus(row.Text("ApiName") ?? "", row.Flag("IsClosed"), row.Flag("IsDefault")))];
        }, cancellationToken);

    private async Task<SalesforceObject?> LoadAsync(CrmSession session, string entity, CancellationToken cancellationToken)
    {
        try
        {
            return Share(await client.ReadBytesAsync(session, $"sobjects/{SoqlName.Check(entity)}/describe", cancellationToken));
        }
        catch (CrmException hidden) when (hidden.Failure is CrmFailure.NotFound || hidden.CrmCode is "INVALID_TYPE")
        {
            return null;
        }
    }

    private SalesforceObject Share(byte[] body)
    {
        var hash = Convert.ToHexString(SHA256.HashData(body));
        if (_shared.TryGetValue(hash, out var reference) && reference.TryGetTarget(out var shared))
            return shared;
        foreach (var (key, _) in _shared.Where(pair => !pair.Value.TryGetTarget(out _)))
            _shared.TryRemove(key, out _);
        var described = new SalesforceObject(Read(body));
        _shared[hash] = new(described);
        return described;
    }

    private static ObjectAnswer Read(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, SalesforceJson.Default.ObjectAnswer) ?? throw new JsonException();
        }
        catch (JsonException broken)
        {
            throw new CrmException(CrmFailure.BadReply, "Salesforce's description of an object can't be read.", broken);
        }
    }
}

/// <summary>A status of tasks.</summary>
internal sealed record TaskStatus(string Value, bool IsClosed, bool IsDefault);
