using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Customer360.Adapters.Http;

namespace Customer360.Adapters.Salesforce;

/// <summary>The operations of Salesforce's REST API that this adapter uses.</summary>
internal sealed class SalesforceClient(SalesforceTransport transport)
{
    /// <summary>A longer query goes into a composite's body: at 16 KB of address and headers Salesforce refuses, proxies sooner.</summary>
    private const int MaxQueryInAddress = 2_000;

    public async Task<IReadOnlyList<SalesforceRow>> QueryAsync(CrmSession session, SoqlQuery query, CancellationToken cancellationToken)
    {
        var address = $"query?q={Uri.EscapeDataString(query.ToString())}";
        if (address.Length > MaxQueryInAddress)
            return (await QueryTogetherAsync(session, [query], cancellationToken))[0].RowsOrThrow();
        return await AllRowsAsync(session, await GetAsync(session, address, SalesforceJson.Default.QueryAnswer, cancellationToken), cancellationToken);
    }

    /// <summary>At most 5 queries in one call, which counts once against the org's limit.</summary>
    public async Task<IReadOnlyList<QueryPart>> QueryTogetherAsync(CrmSession session, IReadOnlyList<SoqlQuery> queries, CancellationToken cancellationToken)
    {
        var parts = queries.Select((query, i) =>
            new Subrequest("GET", SalesforceTransport.Path(session, $"query?q={Uri.EscapeDataString(query.ToString())}"), $"q{i}"));
        var answers = await ComposeAsync(session, new(AllOrNone: false, [.. parts]), CallSafety.Repeatable, cancellationToken);
        var results = new List<QueryPart>(queries.Count);
        for (var i = 0; i < queries.Count; i++)
            results.Add(await ToPartAsync(session, answers.FirstOrDefault(answer => answer.ReferenceId == $"q{i}"), cancellationToken));
        return results;
    }

    public async Task<IReadOnlyList<SalesforceRow>> SearchAsync(CrmSession session, SoslQuery search, CancellationToken cancellationToken) =>
        Rows((await GetAsync(session, $"search?q={Uri.EscapeDataString(search.ToString())}", SalesforceJson.Default.SearchAnswer, cancellationToken)).SearchRecords);

    public Task<T> GetAsync<T>(CrmSession session, string resource, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        transport.SendAsync(session, new(HttpMethod.Get, SalesforceTransport.Path(session, resource), CallSafety.Repeatable), type, cancellationToken);

    /// <summary>A file's content, or an answer to be read by somebody else.</summary>
    public async Task<byte[]> ReadBytesAsync(CrmSession session, string resource, CancellationToken cancellationToken)
    {
        var call = new SalesforceCall(HttpMethod.Get, SalesforceTransport.Path(session, resource), CallSafety.Repeatable);
        using var answer = await transport.SendAsync(session, call, cancellationToken);
        return await answer.Content.ReadAsByteArrayAsync(cancellationToken);
    }

    /// <summary>Several operations in one call; <see cref="Error"/> says how each went.</summary>
    public async Task<IReadOnlyList<Subanswer>> ComposeAsync(CrmSession session, CompositeRequest composite, CallSafety safety, CancellationToken cancellationToken)
    {
        var call = new SalesforceCall(HttpMethod.Post, SalesforceTransport.Path(session, "composite"), safety)
        {
            Body = CrmJson.Write(composite, SalesforceJson.Default.CompositeRequest),
        };
        return (await transport.SendAsync(session, call, SalesforceJson.Default.CompositeAnswer, cancellationToken)).Subanswers;
    }

    /// <summary>A part's failure; null when it succeeded.</summary>
    public static CrmException? Error(CrmSession session, Subanswer part, CallSafety safety) => part.Status is >= 200 and < 300
        ? null
        : SalesforceErrors.ToException((HttpStatusCode)part.Status, JsonSerializer.SerializeToUtf8Bytes(part.Body), safety, session.Connection.Id);

    /// <returns>The new record's id.</returns>
    public Task<string> CreateAsync(CrmSession session, string entity, JsonObject fields, bool? allowDuplicate, CancellationToken cancellationToken) =>
        SaveAsync(session, new(HttpMethod.Post, SalesforceTransport.Path(session, $"sobjects/{SoqlName.Check(entity)}"), CallSafety.Once)
        {
            Body = CrmJson.Write(fields, SalesforceJson.Default.JsonObject),
            AllowDuplicate = allowDuplicate,
        }, cancellationToken);

    /// <returns>The id of the record whose external-id field has the key: a new one, or the one that was there.</returns>
    public Task<string> UpsertAsync(
        CrmSession session, string entity, string keyField, Guid key, JsonObject fields, bool? allowDuplicate, CancellationToken cancellationToken) =>
        SaveAsync(session, new(
            HttpMethod.Patch,
            SalesforceTransport.Path(session, $"sobjects/{SoqlName.Check(entity)}/{SoqlName.Check(keyField)}/{key:D}"),
            CallSafety.RepeatableWrite)
        {
            Body = CrmJson.Write(fields, SalesforceJson.Default.JsonObject),
            AllowDuplicate = allowDuplicate,
        }, cancellationToken);

    /// <param name="session">Whose rights apply.</param>
    /// <param name="entity">The object.</param>
    /// <param name="id">The record.</param>
    /// <param name="fields">The new values.</param>
    /// <param name="allowDuplicate">As <see cref="SalesforceCall.AllowDuplicate"/>.</param>
    /// <param name="unmodifiedSince">As <see cref="SalesforceCall.UnmodifiedSince"/>.</param>
    /// <param name="cancellationToken">Carried to the CRM.</param>
    public async Task UpdateAsync(
        CrmSession session, string entity, SalesforceId id, JsonObject fields, bool? allowDuplicate, DateTimeOffset? unmodifiedSince, CancellationToken cancellationToken)
    {
        // Under a condition, the repeat of what has succeeded would be refused as somebody else's change.
        var safety = unmodifiedSince is null ? CallSafety.RepeatableWrite : CallSafety.Once;
        var call = new SalesforceCall(HttpMethod.Patch, SalesforceTransport.Path(session, $"sobjects/{SoqlName.Check(entity)}/{id}"), safety)
        {
            Body = CrmJson.Write(fields, SalesforceJson.Default.JsonObject),
            AllowDuplicate = allowDuplicate,
            UnmodifiedSince = unmodifiedSince,
        };
        (await transport.SendAsync(session, call, cancellationToken)).Dispose(); // 204: nothing to read
    }

    private async Task<string> SaveAsync(CrmSession session, SalesforceCall call, CancellationToken cancellationToken) =>
        (await transport.SendAsync(session, call, SalesforceJson.Default.SavedAnswer, cancellationToken)).Id
        ?? throw new CrmException(CrmFailure.OutcomeUnknown, "Salesforce did not name the record that it saved.");

    private async Task<QueryPart> ToPartAsync(CrmSession session, Subanswer? answer, CancellationToken cancellationToken)
    {
        if (answer is null)
            return new([], new CrmException(CrmFailure.BadReply, "Salesforce left a part of a composite unanswered."));
        if (Error(session, answer, CallSafety.Repeatable) is { } error)
            return new([], error);
        return answer.Body.Deserialize(SalesforceJson.Default.QueryAnswer) is { } read
            ? new(await AllRowsAsync(session, read, cancellationToken), null)
            : new([], null);
    }

    /// <summary>Salesforce may end an answer before the query's LIMIT; the other rows are under nextRecordsUrl.</summary>
    private async Task<IReadOnlyList<SalesforceRow>> AllRowsAsync(CrmSession session, QueryAnswer answer, CancellationToken cancellationToken)
    {
        var rows = Rows(answer.Records);
        while (answer.NextRecordsUrl is { } next)
        {
            if (!next.StartsWith("/services/data/", StringComparison.Ordinal))
                throw new CrmException(CrmFailure.BadReply, "Salesforce continues a query outside its API.");
            answer = await transport.SendAsync(session, new(HttpMethod.Get, next, CallSafety.Repeatable), SalesforceJson.Default.QueryAnswer, cancellationToken);
            rows = [.. rows, .. Rows(answer.Records)];
        }
        return rows;
    }

    private static IReadOnlyList<SalesforceRow> Rows(IReadOnlyList<JsonElement> records) => [.. records.Select(record => new SalesforceRow(record))];
}

/// <summary>One of several queries: its rows, or why there are none.</summary>
internal sealed record QueryPart(IReadOnlyList<SalesforceRow> Rows, CrmException? Error)
{
    public IReadOnlyList<SalesforceRow> RowsOrThrow() => Error is null ? Rows : throw Error;
}
