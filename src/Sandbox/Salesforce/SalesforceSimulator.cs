using System.Globalization;
using System.Text;
using Customer360.Sandbox.Http;
using Customer360.Sandbox.Salesforce.Api;
using Customer360.Sandbox.Salesforce.Data;
using Customer360.Sandbox.Salesforce.OAuth;

namespace Customer360.Sandbox.Salesforce;

/// <summary>One Salesforce org: OAuth under /services/oauth2 and /id, the API under /services/data.</summary>
internal sealed class SalesforceSimulator : ICrmSimulator
{
    public const string CrmName = "salesforce";
    private const int OldestVersion = 60;
    private const int NewestVersion = 68;
    private const int MaxUri = 16_384;

    private readonly SandboxContext _context;
    private State _state;

    public SalesforceSimulator(SandboxContext context)
    {
        _context = context;
        _state = new(context);
    }

    public string Name => CrmName;

    public bool Owns(PathString path) => path.StartsWithSegments("/services", StringComparison.Ordinal) || path.StartsWithSegments("/id", StringComparison.Ordinal);

    public string? UserOf(SimRequest request)
    {
        var state = _state;
        lock (state.Org.Gate)
            return state.Tokens.FindSession(request.BearerToken)?.UserKey;
    }

    public void Reset() => _state = new(_context);

    public SimAnswer Answer(SimRequest request)
    {
        var state = _state;
        lock (state.Org.Gate)
        {
            try
            {
                return request.Segments is ["services", "data", ..] ? AnswerApi(state, request) : state.OAuth.Answer(request);
            }
            catch (SalesforceException refusal)
            {
                return WithUsage(state, refusal.ToAnswer());
            }
        }
    }

    public SimAnswer? IssueTokens(string userKey, string clientId, string origin)
    {
        var state = _state;
        lock (state.Org.Gate)
            return state.OAuth.IssueDirectly(userKey, clientId, origin);
    }

    public int ExpireSessions(string? userKey)
    {
        var state = _state;
        lock (state.Org.Gate)
            return state.Tokens.EndSessions(userKey);
    }

    public SimAnswer Refuse(Fault fault) => fault.Kind switch
    {
        FaultKind.RateLimited => LimitExceeded().ToAnswer(),
        FaultKind.SessionExpired => NoSession().ToAnswer(),
        FaultKind.RowLocked => new SalesforceException(fault.Status is 500 ? 500 : 400, "UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record").ToAnswer(),
        _ when fault.Html => SimAnswer.Page(fault.Status, "<html><head><title>Down for Maintenance</title></head><body><h1>We'll be back soon</h1></body></html>"),
        _ => new SalesforceException(fault.Status, fault.Status == 503 ? "SERVER_UNAVAILABLE" : "UNKNOWN_EXCEPTION", "An unexpected error occurred.").ToAnswer(),
    };

    private static SimAnswer AnswerApi(State state, SimRequest request)
    {
        CheckSize(request);
        if (request.Segments.Length == 2)
            return Versions();
        var version = request.Segments[2];
        if (!IsServed(version))
            throw SalesforceException.NotFound();
        var grant = state.Tokens.FindSession(request.BearerToken) ?? throw NoSession();
        var access = state.Org.AccessOf(grant.UserKey);
        if (!access.User.CanUseApi)
            throw new SalesforceException(403, "API_DISABLED_FOR_ORG", "The REST API is not enabled for this Organization.");
        if (!state.Usage.TryCount(state.Org.Settings().DailyApiLimit))
            throw LimitExceeded();
        return WithUsage(state, state.Router.Route(new(request, state.Org, access, version, request.Segments[3..], null)));
    }

    private static SimAnswer WithUsage(State state, SimAnswer answer)
    {
        answer.Headers["Sforce-Limit-Info"] = string.Create(CultureInfo.InvariantCulture, $"api-usage={state.Usage.Count}/{state.Org.Settings().DailyApiLimit}");
        return answer;
    }

    private static void CheckSize(SimRequest request)
    {
        var uri = request.TargetLength;
        if (uri > MaxUri)
            throw new SalesforceException(414, "URI_TOO_LONG", "The length of the URI exceeds the 16,384-byte limit");
        if (uri + request.Headers.Sum(header => header.Key.Length + 4 + Encoding.UTF8.GetByteCount(header.Value.ToString())) > MaxUri)
            throw new SalesforceException(431, "REQUEST_HEADER_FIELDS_TOO_LARGE", "The combined length of the URI and headers exceeds the 16,384-byte limit");
    }

    private static bool IsServed(string version) =>
        version.StartsWith('v') && version.EndsWith(".0", StringComparison.Ordinal)
        && int.TryParse(version[1..^2], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= OldestVersion and <= NewestVersion;

    private static SimAnswer Versions() => SimAnswer.Of(200, json =>
    {
        string[] seasons = ["Spring", "Summer", "Winter"];
        json.WriteStartArray();
        for (var version = OldestVersion; version <= NewestVersion; version++)
        {
            var release = version - OldestVersion;
            json.WriteStartObject();
            json.WriteString("label", $"{seasons[release % 3]} '{24 + (release / 3) + (release % 3 == 2 ? 1 : 0)}");
            json.WriteString("url", $"/services/data/v{version}.0");
            json.WriteString("version", $"{version}.0");
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });

    private static SalesforceException NoSession() => new(401, "INVALID_SESSION_ID", "Session expired or invalid");

    private static SalesforceException LimitExceeded() => new(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");

    /// <summary>All that a reset replaces.</summary>
    private sealed class State
    {
        public State(SandboxContext context)
        {
            Org = new(context.Clock, context.Ledger, () => context.Settings);
            Seed.Fill(Org, context.Population);
            Tokens = new(context.Clock, () => context.Settings, Org.Id);
            OAuth = new(Org, Tokens, context);
            Usage = new(context.Clock);
            Router = new(new(), Usage, new());
        }

        public Org Org { get; }
        public TokenStore Tokens { get; }
        public OAuthEndpoints OAuth { get; }
        public ApiUsage Usage { get; }
        public ApiRouter Router { get; }
    }
}
