using System.Globalization;
using System.Text;

namespace Customer360.Adapters.Salesforce;

/// <summary>A condition of a query. Field names are checked for their form, every value is escaped.</summary>
internal sealed class SoqlCondition
{
    private readonly string _text;

    private SoqlCondition(string text) => _text = text;

    public static SoqlCondition Is(string field, string value) => new($"{SoqlName.Check(field)} = {Quote(value)}");

    public static SoqlCondition Is(string field, SalesforceId id) => new($"{SoqlName.Check(field)} = '{id}'");

    public static SoqlCondition Is(string field, bool value) => new($"{SoqlName.Check(field)} = {(value ? "true" : "false")}");

    /// <summary>Empty values count as different.</summary>
    public static SoqlCondition IsNot(string field, string value) => new($"{SoqlName.Check(field)} != {Quote(value)}");

    public static SoqlCondition IsEmpty(string field) => new($"{SoqlName.Check(field)} = null");

    public static SoqlCondition In(string field, IEnumerable<string> values) =>
        new($"{SoqlName.Check(field)} IN ({string.Join(',', values.Select(Quote))})");

    public static SoqlCondition AtMost(string field, DateTimeOffset time) => new($"{SoqlName.Check(field)} <= {Write(time)}");

    public static SoqlCondition AtLeast(string field, DateTimeOffset time) => new($"{SoqlName.Check(field)} >= {Write(time)}");

    public static SoqlCondition Before(string field, DateTimeOffset time) => new($"{SoqlName.Check(field)} < {Write(time)}");

    public static SoqlCondition StartsWith(string field, string value) => new($"{SoqlName.Check(field)} LIKE '{EscapePattern(value)}%'");

    public static SoqlCondition Contains(string field, string value) => new($"{SoqlName.Check(field)} LIKE '%{EscapePattern(value)}%'");

    /// <summary>Has these digits in this order, whatever stands between, before or after them.</summary>
    public static SoqlCondition HasDigits(string field, string digits) =>
        new($"{SoqlName.Check(field)} LIKE '%{string.Join('%', digits.Where(char.IsAsciiDigit))}%'");

    public static SoqlCondition All(params IEnumerable<SoqlCondition> conditions) => Join(" AND ", conditions);

    public static SoqlCondition Any(params IEnumerable<SoqlCondition> conditions) => Join(" OR ", conditions);

    public override string ToString() => _text;

    private static SoqlCondition Join(string by, IEnumerable<SoqlCondition> conditions)
    {
        var parts = conditions.ToList();
        return parts is [var single] ? single : new($"({string.Join(by, parts)})");
    }

    private static string Write(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string Quote(string value) => $"'{Escape(value, inPattern: false)}'";

    private static string EscapePattern(string value) => Escape(value, inPattern: true);

    private static string Escape(string value, bool inPattern)
    {
        var escaped = new StringBuilder(value.Length + 8);
        foreach (var c in value)
        {
            _ = c switch
            {
                '\\' or '\'' or '"' => escaped.Append('\\').Append(c),
                '%' or '_' when inPattern => escaped.Append('\\').Append(c),
                _ when char.IsControl(c) => escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"),
                _ => escaped.Append(c),
            };
        }
        return escaped.ToString();
    }
}
