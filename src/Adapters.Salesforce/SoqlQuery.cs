using System.Globalization;
using System.Text;

namespace Customer360.Adapters.Salesforce;

/// <summary>One SOQL query.</summary>
internal sealed class SoqlQuery
{
    private readonly StringBuilder _text;

    private SoqlQuery(string entity, IEnumerable<string> fields) =>
        _text = new($"SELECT {string.Join(',', fields.Select(SoqlName.Check).Distinct(StringComparer.OrdinalIgnoreCase))} FROM {SoqlName.Check(entity)}");

    public static SoqlQuery From(string entity, IEnumerable<string> fields) => new(entity, fields);

    public SoqlQuery Where(params IEnumerable<SoqlCondition> conditions) => Append(string.Join(" AND ", conditions), " WHERE ");

    public SoqlQuery NewestFirst(string timeField) => Append($"{SoqlName.Check(timeField)} DESC, Id DESC", " ORDER BY ");

    public SoqlQuery OrderBy(string field) => Append(field is "Id" ? "Id" : $"{SoqlName.Check(field)}, Id", " ORDER BY ");

    public SoqlQuery Limit(int rows) => Append(rows.ToString(CultureInfo.InvariantCulture), " LIMIT ");

    /// <param name="rows">At most 2,000, says Salesforce.</param>
    public SoqlQuery Offset(int rows) => rows == 0 ? this : Append(rows.ToString(CultureInfo.InvariantCulture), " OFFSET ");

    public override string ToString() => _text.ToString();

    private SoqlQuery Append(string text, string keyword)
    {
        if (text.Length > 0)
            _text.Append(keyword).Append(text);
        return this;
    }
}
