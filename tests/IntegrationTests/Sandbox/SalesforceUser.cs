using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Customer360.Sandbox;

namespace Customer360.IntegrationTests.Sandbox;

/// <summary>One user's calls to the simulated Salesforce over real HTTP.</summary>
internal sealed class SalesforceUser : IDisposable
{
    public const string Data = "/services/data/v67.0";

    private readonly HttpClient _http;

    private SalesforceUser(HttpClient http) => _http = http;

    public string AccessToken { get; private init; } = "";
    public string RefreshToken { get; private init; } = "";

    public static async Task<SalesforceUser> LogInAsync(SandboxServer server, SandboxUser user)
    {
        var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = server.BaseAddress };
        var answer = await http.PostAsync($"/_sandbox/salesforce/token?user={user.Key}", null, TestContext.Current.CancellationToken);
        var token = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        http.DefaultRequestHeaders.Authorization = new("Bearer", token.GetProperty("access_token").GetString());
        return new(http) { AccessToken = token.GetProperty("access_token").GetString()!, RefreshToken = token.GetProperty("refresh_token").GetString()! };
    }

    public Task<Reply> QueryAsync(string soql) => SendAsync("GET", $"{Data}/query?q={Uri.EscapeDataString(soql)}");

    public Task<Reply> SearchAsync(string sosl) => SendAsync("GET", $"{Data}/search?q={Uri.EscapeDataString(sosl)}");

    public Task<Reply> CreateAsync(string type, object fields, params (string, string)[] headers) => SendAsync("POST", $"{Data}/sobjects/{type}", fields, headers);

    public Task<Reply> GetAsync(string path, params (string, string)[] headers) => SendAsync("GET", path.StartsWith('/') ? path : $"{Data}/{path}", null, headers);

    public async Task<Reply> SendAsync(string method, string path, object? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new(method), path);
        if (body is not null)
            request.Content = body is string text ? new StringContent(text, new MediaTypeHeaderValue("application/json")) : JsonContent.Create(body);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        var content = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new((int)response.StatusCode, content, response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(',', header.Value)));
    }

    public void Dispose() => _http.Dispose();
}

internal sealed record Reply(int Status, string Body, Dictionary<string, string> Headers)
{
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Body);

    /// <summary>Status and code of a refusal, such as <c>400 INVALID_FIELD</c>.</summary>
    public string Error => $"{Status} {Json[0].GetProperty("errorCode").GetString()}";

    public string Id => Json.GetProperty("id").GetString()!;

    /// <summary>One column of a query's or a search's rows.</summary>
    public string?[] Column(string field) =>
        [.. Json.GetProperty(Json.TryGetProperty("records", out _) ? "records" : "searchRecords").EnumerateArray().Select(row => row.GetProperty(field).ToString())];
}
