using Customer360.Sandbox.Salesforce.Schema;
using Customer360.Sandbox.Salesforce.Search;

namespace Customer360.Sandbox.Salesforce.Data;

/// <summary>The simulated org: its rows, users and search index. Every use is under <see cref="Gate"/>.</summary>
internal sealed class Org
{
    private readonly Dictionary<string, Table> _tables;
    private readonly Dictionary<string, Access> _access = new(StringComparer.OrdinalIgnoreCase);

    private int _caseNumber = 1000;

    public Org(SandboxClock clock, WriteLedger ledger, Func<SandboxSettings> settings)
    {
        Clock = clock;
        Ledger = ledger;
        Settings = settings;
        _tables = OrgSchema.Instance.Types.ToDictionary(type => type.Name, type => new Table(type), StringComparer.OrdinalIgnoreCase);
        Index = new(this);
    }

    public Lock Gate { get; } = new();
    public SandboxClock Clock { get; }
    public WriteLedger Ledger { get; }
    public Func<SandboxSettings> Settings { get; }
    public SearchIndex Index { get; }
    public string Id { get; } = SalesforceId.Make("00D", 1);
    public string ConfidentialOwnerId => _access[DemoUsers.Confidential.Key].UserId;

    /// <summary>When the metadata last changed: never, while it runs.</summary>
    public DateTime MetadataChanged { get; } = new(2026, 9, 1, 0, 0, 0, DateTimeKind.Utc);

    public DateTime Now
    {
        get
        {
            // The API keeps whole seconds.
            var now = Clock.GetUtcNow().UtcDateTime;
            return new(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Utc);
        }
    }

    public Table Table(string type) => _tables[type];

    public Record? Find(string id) => OrgSchema.Instance.ByPrefix(id) is { } type ? _tables[type.Name].Find(id) : null;

    public Access AccessOf(string userKey) => _access[userKey];

    public Access? FindAccess(string userKey) => _access.GetValueOrDefault(userKey);

    public void AddUser(SandboxUser user, Record record) => _access.Add(user.Key, new(this, user, record));

    public int NextCaseNumber() => ++_caseNumber;

    public Transaction Begin(Access access) => new(this, access);

    /// <summary>A value as read: what is stored, or what the org computes from other rows.</summary>
    public object? Value(Record record, Field field) => !field.IsComputed ? record[field] : field.Name switch
    {
        "IsDeleted" => record.IsDeleted,
        "ContactPhone" => OfContact(record, "Phone"),
        "ContactMobile" => OfContact(record, "MobilePhone"),
        "ContactEmail" => OfContact(record, "Email"),
        _ => OfContact(record, "Fax"),
    };

    private object? OfContact(Record record, string field) => record.Text("ContactId") is { } id ? Find(id)?[field] : null;

    /// <summary>A field of the Name object that polymorphic lookups show.</summary>
    public static object? NameValue(Record record, Field field) => field.Name switch
    {
        "Type" => record.Type.Name,
        "Name" => record.Type.NameField is { } name ? record[name] : null,
        _ => record[field.Name],
    };

    public DateOnly TodayOf(Access access) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(Clock.GetUtcNow().UtcDateTime, Zone(access)));

    /// <summary>Midnight in the user's time zone, in UTC.</summary>
    public static DateTime StartOfDay(Access access, DateOnly day) =>
        TimeZoneInfo.ConvertTimeToUtc(day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Unspecified), Zone(access));

    private static TimeZoneInfo Zone(Access access) => TimeZoneInfo.FindSystemTimeZoneById(access.User.TimeZone);
}
