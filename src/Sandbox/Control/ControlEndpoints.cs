using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Customer360.Sandbox.Http;

namespace Customer360.Sandbox.Control;

/// <summary>/_sandbox/…: all that tests control in process, for those who run the sandbox as a process of its own.</summary>
internal static class ControlEndpoints
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static void Map(IEndpointRouteBuilder app, SandboxContext context, IReadOnlyList<ICrmSimulator> crms)
    {
        var control = app.MapGroup("/_sandbox");
        control.MapGet("", http => WriteAsync(http, new { crms = crms.Select(crm => crm.Name), now = context.Clock.GetUtcNow(), pendingCommits = context.Clock.Pending }));
        control.MapGet("users", http => WriteAsync(http, DemoUsers.All));
        control.MapGet("customers", http => WriteAsync(http, DemoCustomers.All));
        control.MapGet("settings", http => WriteAsync(http, context.Settings));
        control.MapPatch("settings", http => PatchSettingsAsync(http, context));
        control.MapPost("reset", http => Do(http, () => Reset(context, crms)));
        control.MapPost("clock/advance", http => Do(http, () => context.Clock.Advance(TimeSpan.FromSeconds(Number(http, "seconds") ?? 0))));
        control.MapPost("clients", http => RegisterAsync(http, context));
        control.MapPost("{crm}/token", http => TokenAsync(http, crms));
        control.MapPost("{crm}/expire", http => WriteAsync(http, new { ended = Crm(http, crms).ExpireSessions(http.Request.Query["user"]) }));
        MapFaults(control, context);
        MapRecords(control, context);
    }

    public static void Reset(SandboxContext context, IReadOnlyList<ICrmSimulator> crms)
    {
        context.Reset();
        foreach (var crm in crms)
            crm.Reset();
    }

    private static void MapFaults(RouteGroupBuilder control, SandboxContext context)
    {
        control.MapGet("faults", http => WriteAsync(http, context.Faults.List().Select(each => new { each.Fault, each.Hits })));
        control.MapDelete("faults", http => Do(http, context.Faults.Clear));
        control.MapDelete("faults/{id}", http =>
        {
            http.Response.StatusCode = context.Faults.Remove((string)http.GetRouteValue("id")!) ? 204 : 404;
            return Task.CompletedTask;
        });
        control.MapPost("faults", async http =>
        {
            if (await ReadAsync<Fault>(http) is { } fault)
                await WriteAsync(http, context.Faults.Add(fault));
        });
    }

    private static void MapRecords(RouteGroupBuilder control, SandboxContext context)
    {
        control.MapGet("ledger", http => WriteAsync(http, Ledger(http, context)));
        control.MapGet("ledger/count", http => WriteAsync(http, new { count = Ledger(http, context).Count() }));
        control.MapGet("requests", http => WriteAsync(http, Requests(http, context)));
        control.MapGet("requests/count", http => WriteAsync(http, new { count = Requests(http, context).Count(), total = context.Requests.Count }));
    }

    private static IEnumerable<LedgerEntry> Ledger(HttpContext http, SandboxContext context) =>
        context.Ledger.After((long)(Number(http, "after") ?? 0)).Where(entry => Same(http, "crm", entry.Crm) && Same(http, "user", entry.User)
            && Same(http, "object", entry.ObjectName) && Same(http, "id", entry.Id) && Same(http, "reference", entry.Reference)
            && Same(http, "operation", entry.Operation.ToString()));

    private static IEnumerable<LoggedRequest> Requests(HttpContext http, SandboxContext context) =>
        context.Requests.After((long)(Number(http, "after") ?? 0)).Where(entry => Same(http, "crm", entry.Crm) && Same(http, "user", entry.User)
            && Same(http, "method", entry.Method) && Same(http, "outcome", entry.Outcome.ToString())
            && (http.Request.Query["path"].ToString() is not { Length: > 0 } part || entry.Path.Contains(part, StringComparison.OrdinalIgnoreCase)));

    private static bool Same(HttpContext http, string parameter, string? value) =>
        !http.Request.Query.TryGetValue(parameter, out var wanted) || string.Equals(wanted.ToString(), value, StringComparison.OrdinalIgnoreCase);

    private static double? Number(HttpContext http, string parameter) =>
        double.TryParse(http.Request.Query[parameter], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static ICrmSimulator Crm(HttpContext http, IReadOnlyList<ICrmSimulator> crms) =>
        crms.FirstOrDefault(crm => crm.Name == (string?)http.GetRouteValue("crm")) ?? throw new BadHttpRequestException("There is no such CRM.", 404);

    private static async Task TokenAsync(HttpContext http, IReadOnlyList<ICrmSimulator> crms)
    {
        var clientId = http.Request.Query["client"].ToString() is { Length: > 0 } given ? given : OAuthClient.Default.ClientId;
        var answer = Crm(http, crms).IssueTokens(http.Request.Query["user"].ToString(), clientId, $"{http.Request.Scheme}://{http.Request.Host}");
        if (answer is null)
        {
            await RefuseAsync(http, 404, "There is no such user; GET /_sandbox/users lists them.");
            return;
        }
        http.Response.ContentType = answer.ContentType;
        await http.Response.Body.WriteAsync(answer.Body, http.RequestAborted);
    }

    private static async Task RegisterAsync(HttpContext http, SandboxContext context)
    {
        if (await ReadAsync<OAuthClient>(http) is not { } client)
            return;
        context.Register(client);
        http.Response.StatusCode = 204;
    }

    /// <summary>Only what the body names changes.</summary>
    private static async Task PatchSettingsAsync(HttpContext http, SandboxContext context)
    {
        if (await ReadAsync<JsonElement>(http) is not { ValueKind: JsonValueKind.Object } body)
            return;
        var merged = JsonSerializer.SerializeToNode(context.Settings, Json)!.AsObject();
        foreach (var property in body.EnumerateObject())
            merged[property.Name] = JsonSerializer.SerializeToNode(property.Value);
        try
        {
            context.Settings = merged.Deserialize<SandboxSettings>(Json)!;
            await WriteAsync(http, context.Settings);
        }
        catch (JsonException error)
        {
            await RefuseAsync(http, 400, error.Message);
        }
    }

    private static Task Do(HttpContext http, Action action)
    {
        action();
        http.Response.StatusCode = 204;
        return Task.CompletedTask;
    }

    private static async Task<T?> ReadAsync<T>(HttpContext http)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<T>(http.Request.Body, Json, http.RequestAborted);
        }
        catch (JsonException error)
        {
            await RefuseAsync(http, 400, error.Message);
            return default;
        }
    }

    private static Task RefuseAsync(HttpContext http, int status, string error)
    {
        http.Response.StatusCode = status;
        return WriteAsync(http, new { error });
    }

    private static Task WriteAsync<T>(HttpContext http, T value)
    {
        http.Response.ContentType = SimAnswer.Json;
        return JsonSerializer.SerializeAsync(http.Response.Body, value, Json, http.RequestAborted);
    }
}
