using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Customer360.IntegrationTests.Stubs;

/// <summary>That stubs take the documented requests that they name as examples, and nothing else. Plain HTTP, no adapter.</summary>
public abstract class StubSelfTests(StubServer server) : IAsyncLifetime
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });

    public ValueTask InitializeAsync()
    {
        Assert.SkipWhen(server.Missing is not null, server.Missing ?? "");
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Every_stub_answers_its_example()
    {
        var stubs = await server.ListStubsAsync();

        foreach (var stub in stubs)
            await AskAsync(stub.Example);

        var requests = await server.TakeRequestsAsync();
        // Distinct, since .NET itself repeats a read on a kept connection that closes without an answer.
        requests.Select(request => request.Stub).Distinct().ShouldBe(stubs.Select(stub => stub.Name));
        stubs.Count.ShouldBeGreaterThanOrEqualTo(25);
    }

    [Fact]
    public async Task No_stub_answers_what_only_looks_like_its_example()
    {
        var stubs = await server.ListStubsAsync();

        foreach (var (stub, change) in from stub in stubs where !stub.TakesAnyRequest from change in Distort(stub.Example) select (stub, change))
            await AskAsync(change);

        var requests = await server.TakeRequestsAsync();
        requests.ShouldAllBe(request => request.Stub == null);
        requests.Count.ShouldBeGreaterThan(3 * stubs.Count(stub => !stub.TakesAnyRequest));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (server.Missing is null)
            await server.TakeRequestsAsync();
        GC.SuppressFinalize(this);
    }

    private static IEnumerable<JsonObject> Distort(JsonObject example)
    {
        var url = example["url"]!.GetValue<string>();
        yield return With(example, "method", example["method"]!.GetValue<string>() == "DELETE" ? "GET" : "DELETE");
        yield return With(example, "url", url + (url.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "unheardOf=1");
        yield return With(example, "url", "/elsewhere" + url);
        foreach (var header in (string[])["Authorization", "Content-Type"])
            if (example["headers"]![header] is not null)
                yield return With(example, "headers", With(example["headers"]!.AsObject(), header, "x/y"));
        if (example["headers"]!["Accept"] is not null)
            yield return With(example, "headers", With(example["headers"]!.AsObject(), "Accept", "application/xml"));
        if (example["body"] is JsonObject body)
        {
            yield return With(example, "body", With(body, "UnheardOf__x", 1));
            yield return With(example, "body", new JsonArray());
        }
        else if (example["body"] is { } form)
        {
            yield return With(example, "body", form.GetValue<string>() + "&unheardOf=1");
            yield return With(example, "body", "");
        }
    }

    private static JsonObject With(JsonObject original, string name, JsonNode value)
    {
        var copy = original.DeepClone().AsObject();
        copy[name] = value;
        return copy;
    }

    private async Task AskAsync(JsonObject example)
    {
        using var request = new HttpRequestMessage(new HttpMethod(example["method"]!.GetValue<string>()), new Uri(server.Address, example["url"]!.GetValue<string>()));
        if (example["body"] is { } body)
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.GetValueKind() is JsonValueKind.String ? body.GetValue<string>() : body.ToJsonString()));
        foreach (var (name, value) in example["headers"]!.AsObject())
            if (name is "Content-Type")
                request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(value!.GetValue<string>());
            else
                request.Headers.TryAddWithoutValidation(name, value!.GetValue<string>());
        try
        {
            using var answer = await _client.SendAsync(request, TestContext.Current.CancellationToken);
            if (answer.Content.Headers.ContentType?.MediaType is "application/json")
                JsonNode.Parse(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldNotBeNull();
        }
        catch (HttpRequestException)
        {
            // A fault: the journal says which stub made it.
        }
    }
}
