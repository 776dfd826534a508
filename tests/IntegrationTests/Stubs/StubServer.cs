using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace Customer360.IntegrationTests.Stubs;

/// <summary>One CRM's stubs, served by a WireMock of this fixture's own.</summary>
/// <param name="crm">The folder with mappings/ and __files/.</param>
public abstract class StubServer(string crm) : IAsyncLifetime
{
    private readonly HashSet<string> _hit = [];
    private WireMockProcess? _process;
    private HttpClient? _admin;

    /// <summary>Why there is no server. Never set in CI: what is missing fails there.</summary>
    public string? Missing { get; private set; }

    public Uri Address => (_process ?? throw new InvalidOperationException(Missing)).Address;

    public string Folder { get; } = Path.Combine(WireMockProcess.TestsFolder, "IntegrationTests", "Stubs", crm);

    /// <summary>Names of the stubs that answered so far.</summary>
    public IReadOnlySet<string> Hit => _hit;

    public async ValueTask InitializeAsync()
    {
        Missing = WireMockProcess.FindWhatIsMissing();
        if (Missing is not null && string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
            throw new InvalidOperationException(Missing);
        if (Missing is not null)
            return;
        _process = await WireMockProcess.StartAsync(Folder, TestContext.Current.CancellationToken);
        _admin = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(Address, "__admin/") };
        var health = await _admin.GetFromJsonAsync<JsonObject>("health", TestContext.Current.CancellationToken);
        health!["status"]!.GetValue<string>().ShouldBe("healthy");
    }

    /// <summary>The stubs, in the order of their files. Read there, since WireMock's own list drops nulls.</summary>
    public async Task<IReadOnlyList<Stub>> ListStubsAsync()
    {
        var stubs = new List<Stub>();
        foreach (var file in Directory.GetFiles(Path.Combine(Folder, "mappings"), "*.json").Order(StringComparer.Ordinal))
            stubs.AddRange(JsonNode.Parse(await File.ReadAllBytesAsync(file))!["mappings"]!.AsArray().Select(mapping => Stub.Read(mapping!.AsObject())));
        var loaded = await _admin!.GetFromJsonAsync<JsonObject>("mappings?limit=1000", TestContext.Current.CancellationToken);
        loaded!["mappings"]!.AsArray().Select(mapping => mapping!["name"]!.GetValue<string>()).ShouldBe(stubs.Select(stub => stub.Name), ignoreOrder: true);
        return stubs;
    }

    /// <summary>What was asked since the last time, in order. The journal and the scenarios begin anew.</summary>
    public async Task<IReadOnlyList<StubRequest>> TakeRequestsAsync()
    {
        // Not the test's token: what a timed-out test asked is wanted, too.
        var answer = await _admin!.GetFromJsonAsync<JsonObject>("requests", CancellationToken.None);
        var unmatched = await _admin!.GetFromJsonAsync<JsonObject>("requests/unmatched", CancellationToken.None);
        var requests = answer!["requests"]!.AsArray().Reverse().Select(entry => StubRequest.Read(entry!.AsObject())).ToList();
        unmatched!["requests"]!.AsArray().Count.ShouldBe(requests.Count(request => request.Stub is null));
        (await _admin!.DeleteAsync(new Uri("requests", UriKind.Relative), CancellationToken.None)).EnsureSuccessStatusCode();
        (await _admin!.PostAsync(new Uri("scenarios/reset", UriKind.Relative), content: null, CancellationToken.None)).EnsureSuccessStatusCode();
        _hit.UnionWith(requests.Select(request => request.Stub).OfType<string>());
        return requests;
    }

    public async ValueTask DisposeAsync()
    {
        _admin?.Dispose();
        if (_process is not null)
            await _process.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

/// <summary>A documented request and the documented answer to it.</summary>
/// <param name="Name">Unique.</param>
/// <param name="IsRefusal">What an adapter must never provoke: the answer to a malformed request.</param>
/// <param name="TakesAnyRequest">The state of a session, in which every request is answered so.</param>
/// <param name="Example">The request as the documentation has it.</param>
public sealed record Stub(string Name, bool IsRefusal, bool TakesAnyRequest, JsonObject Example)
{
    public static Stub Read(JsonObject mapping)
    {
        var metadata = mapping["metadata"]!.AsObject();
        return new(mapping["name"]!.GetValue<string>(), metadata["refusal"] is not null, metadata["anyRequest"] is not null, metadata["example"]!.AsObject());
    }

    /// <summary>The example as WireMock would note it.</summary>
    public StubRequest ToRequest()
    {
        var url = Example["url"]!.GetValue<string>();
        return new(
            Name,
            Example["method"]!.GetValue<string>(),
            url,
            Example["headers"]!.AsObject().ToDictionary(header => header.Key, header => header.Value!.GetValue<string>()),
            QueryHelpers.ParseQuery(url.Contains('?', StringComparison.Ordinal) ? url[url.IndexOf('?', StringComparison.Ordinal)..] : "").ToDictionary(pair => pair.Key, pair => pair.Value.ToString()),
            Example["body"] is JsonValue form ? form.GetValue<string>() : Example["body"]?.ToJsonString() ?? "");
    }
}

/// <summary>What WireMock was asked.</summary>
/// <param name="Stub">The stub that answered; null when none did.</param>
/// <param name="Method">The method.</param>
/// <param name="Url">Path and query as sent.</param>
/// <param name="Headers">By name, ignoring case.</param>
/// <param name="Query">The query's parameters, decoded.</param>
/// <param name="Body">The body as text.</param>
public sealed record StubRequest(
    string? Stub, string Method, string Url, IReadOnlyDictionary<string, string> Headers, IReadOnlyDictionary<string, string> Query, string Body)
{
    public static StubRequest Read(JsonObject entry)
    {
        var request = entry["request"]!.AsObject();
        return new(
            entry["wasMatched"]!.GetValue<bool>() ? entry["stubMapping"]!["name"]!.GetValue<string>() : null,
            request["method"]!.GetValue<string>(),
            request["url"]!.GetValue<string>(),
            request["headers"]!.AsObject().ToDictionary(header => header.Key, header => AsText(header.Value!), StringComparer.OrdinalIgnoreCase),
            request["queryParams"]!.AsObject().ToDictionary(parameter => parameter.Key, parameter => AsText(parameter.Value!["values"]!)),
            request["body"]?.GetValue<string>() ?? "");
    }

    public override string ToString() => $"{Method} {Uri.UnescapeDataString(Url.Replace('+', ' '))} {Body} -> {Stub ?? "no stub"}";

    private static string AsText(JsonNode value) =>
        value.GetValueKind() is JsonValueKind.Array ? string.Join(", ", value.AsArray().Select(item => item!.GetValue<string>())) : value.GetValue<string>();
}
