using System.Globalization;
using System.Text;

namespace Customer360.Adapters.Salesforce;

/// <summary>One SOSL search.</summary>
internal sealed class SoslQuery
{
    private readonly StringBuilder _text;
    private char _before = ' ';

    private SoslQuery(SoslTerm term, string scope) => _text = new($"FIND {{{term}}} IN {scope} FIELDS RETURNING");

    public static SoslQuery InAllFields(SoslTerm term) => new(term, "ALL");

    public static SoslQuery InPhoneFields(SoslTerm term) => new(term, "PHONE");

    /// <summary>
    /// Looks in this object too. With an order by time Salesforce takes 2,000 candidates before it drops those that the user
    /// may not see; without one only 250.
    /// </summary>
    public SoslQuery Returning(string entity, IEnumerable<string> fields, int limit)
    {
        _text.Append(_before).Append(CultureInfo.InvariantCulture,
            $"{SoqlName.Check(entity)}({string.Join(',', fields.Select(SoqlName.Check))} ORDER BY LastModifiedDate DESC LIMIT {limit})");
        _before = ',';
        return this;
    }

    public override string ToString() => _text.ToString();
}
