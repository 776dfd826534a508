using System.Globalization;
using System.Text.RegularExpressions;
using Customer360.Sandbox.Http;
using Customer360.Sandbox.Salesforce.Api;
using Customer360.Sandbox.Salesforce.Data;

namespace Customer360.Sandbox.Salesforce.Query;

/// <summary>/query, /queryAll and their next pages.</summary>
internal sealed partial class QueryEndpoints
{
    private const int DefaultPage = 2000;
    private const int SmallestPage = 200;
    private const int KeptCursors = 200;

    private readonly Dictionary<string, Cursor> _cursors = [];
    private readonly Queue<string> _oldest = new();
    private int _last;

    // A cursor belongs to its user, and keeps the rows found; their values are read with each page.
    private sealed record Cursor(string UserId, BoundQuery Query, List<Record> Rows, string Resource);

    public SimAnswer Query(ApiCall call, bool withDeleted)
    {
        var statement = call.Request.Parameter("q");
        if (string.IsNullOrWhiteSpace(statement))
            throw new SalesforceException(400, "MALFORMED_QUERY", "A query string has to be specified");
        var query = new QueryBinder(statement, call.Org, call.Access).Bind(SoqlParser.Parse(statement));
        var rows = QueryRunner.Run(call.Org, call.Access, query, withDeleted);
        if (query.IsCount)
            return Page(call, query, [], rows.Count, null);
        return KeepRest(call, query, rows, withDeleted ? "queryAll" : "query") is { } next
            ? Page(call, query, rows.GetRange(0, next.Shown), rows.Count, next.Url)
            : Page(call, query, rows, rows.Count, null);
    }

    private (string Url, int Shown)? KeepRest(ApiCall call, BoundQuery query, List<Record> rows, string resource)
    {
        var page = PageSize(call);
        if (rows.Count <= page)
            return null;
        var locator = Keep(new(call.Access.UserId, query, rows, resource));
        return ($"{call.Base}/{resource}/{locator}-{page}", page);
    }

    public SimAnswer More(ApiCall call, string locator)
    {
        var dash = locator.LastIndexOf('-');
        if (dash < 0 || !_cursors.TryGetValue(locator[..dash], out var cursor) || cursor.UserId != call.Access.UserId
            || !int.TryParse(locator[(dash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var from) || from >= cursor.Rows.Count)
        {
            throw new SalesforceException(400, "INVALID_QUERY_LOCATOR", "invalid query locator");
        }
        var count = Math.Min(PageSize(call), cursor.Rows.Count - from);
        var next = from + count < cursor.Rows.Count ? $"{call.Base}/{cursor.Resource}/{locator[..dash]}-{from + count}" : null;
        return Page(call, cursor.Query, cursor.Rows.GetRange(from, count), cursor.Rows.Count, next);
    }

    private string Keep(Cursor cursor)
    {
        if (_oldest.Count == KeptCursors)
            _cursors.Remove(_oldest.Dequeue());
        var locator = SalesforceId.Make("01g", ++_last);
        _cursors.Add(locator, cursor);
        _oldest.Enqueue(locator);
        return locator;
    }

    private static int PageSize(ApiCall call)
    {
        var wish = call.Request.Header("Sforce-Query-Options") is { } options && BatchSize().Match(options) is { Success: true } match
            ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)
            : DefaultPage;
        return Math.Min(Math.Clamp(wish, SmallestPage, DefaultPage), call.Org.Settings().MaxPageSize);
    }

    private SimAnswer Page(ApiCall call, BoundQuery query, List<Record> rows, int total, string? next) => SimAnswer.Of(200, json =>
    {
        json.WriteStartObject();
        json.WriteNumber("totalSize", total);
        json.WriteBoolean("done", next is null);
        if (next is not null)
            json.WriteString("nextRecordsUrl", next);
        json.WriteStartArray("records");
        var writer = new RowWriter(json, call.Org, call.Access, call.Version) { KeepRest = (children, found) => KeepRest(call, children, found, "query") };
        foreach (var row in rows)
            writer.Write(row, query.Projection);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    [GeneratedRegex(@"batchSize\s*=\s*(\d{1,6})", RegexOptions.IgnoreCase)]
    private static partial Regex BatchSize();
}
