using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Customer360.IntegrationTests.Stubs.Salesforce;

/// <summary>
/// Reads SOQL and SOSL by the published grammar, as far as a client of contacts, accounts, cases and activities needs it. Anything else is refused.
/// </summary>
/// <remarks>Written from the documentation alone: neither the adapter's builder nor the sandbox's parser has a part in it.</remarks>
internal sealed partial class SalesforceQuery
{
    private const int LongestLiteral = 4000, LargestOffset = 2000;
    private static readonly string[] TextTypes = ["string", "textarea", "email", "phone", "url", "picklist", "combobox", "encryptedstring"];
    private static readonly string[] Comparisons = ["=", "!=", "<>", "<", "<=", ">", ">="];

    private readonly SalesforceSchema _schema;
    private readonly List<string> _tokens;
    private int _at;

    private SalesforceQuery(SalesforceSchema schema, string text)
    {
        _schema = schema;
        _tokens = [.. Token().Matches(text).Select(match => match.Value)];
        var unread = Token().Replace(text, "").Trim();
        Require(unread.Length == 0, $"cannot be read: {unread}");
    }

    private string Next => _at < _tokens.Count ? _tokens[_at] : "the end";

    /// <exception cref="FormatException">Salesforce would refuse the query.</exception>
    public static void CheckSoql(SalesforceSchema schema, string soql)
    {
        var query = new SalesforceQuery(schema, soql);
        query.Select();
        query.Require(query._at == query._tokens.Count, $"unexpected '{query.Next}'");
    }

    /// <exception cref="FormatException">Salesforce would refuse the search.</exception>
    public static void CheckSosl(SalesforceSchema schema, string sosl)
    {
        var find = Find().Match(sosl);
        if (!find.Success)
            throw new FormatException($"No FIND {{...}} in: {sosl}");
        if (find.Groups["words"].Value.Trim(' ', '"', '*', '?', '\\').Length < 2)
            throw new FormatException($"A search needs two characters: {sosl}");
        var query = new SalesforceQuery(schema, sosl[find.Length..]);
        if (query.Take("IN"))
        {
            query.Require((string[])["ALL", "NAME", "EMAIL", "PHONE", "SIDEBAR"] is var scopes && scopes.Contains(query.Word().ToUpperInvariant()), "unknown scope");
            query.Expect("FIELDS");
        }
        if (query.Take("RETURNING"))
            do query.Returned();
            while (query.Take(","));
        while (query.Take("WITH"))
            query.With();
        query.Limit();
        query.Require(query._at == query._tokens.Count, $"unexpected '{query.Next}'");
    }

    private void With()
    {
        Expect("SPELL_CORRECTION");
        Expect("=");
        Require(Take("true") || Take("false"), "neither true nor false");
    }

    private void Returned()
    {
        var from = ObjectName();
        if (!Take("("))
            return;
        do Field(from, Word());
        while (Take(","));
        Clauses(from);
        Expect(")");
    }

    private void Select()
    {
        Expect("SELECT");
        var columns = new List<string>();
        do columns.Add(Column());
        while (Take(","));
        Expect("FROM");
        var from = ObjectName();
        foreach (var column in columns.Where(column => column.Length > 0))
            Field(from, column);
        var start = _at;
        Clauses(from);
        if (from == "ContentDocumentLink")
            Require(_tokens[start.._at].Intersect(["Id", "ContentDocumentId", "LinkedEntityId"]).Any(), "ContentDocumentLink needs a filter on Id, ContentDocumentId or LinkedEntityId");
    }

    /// <returns>The field of a column; empty for COUNT().</returns>
    private string Column()
    {
        var name = Word();
        if (!Take("("))
            return name;
        Require(name.ToUpperInvariant() is "TOLABEL" or "FORMAT" or "COUNT", $"unknown function {name}");
        var argument = Next == ")" ? "" : Word();
        Expect(")");
        if (_at < _tokens.Count && Next is not ("," or "FROM"))
            Word(); // an alias
        return argument;
    }

    private void Clauses(string from)
    {
        if (Take("WHERE"))
            Condition(from);
        if (Take("ORDER"))
        {
            Expect("BY");
            do Order(from);
            while (Take(","));
        }
        Limit();
        if (Take("OFFSET"))
            Require(Number() <= LargestOffset, $"OFFSET is at most {LargestOffset}");
    }

    private void Limit()
    {
        if (Take("LIMIT"))
            Number();
    }

    private void Order(string from)
    {
        var name = Word();
        Require(Field(from, name)["sortable"]?.GetValue<bool>() ?? true, $"{name} cannot be sorted by");
        _ = Take("ASC") || Take("DESC");
        if (Take("NULLS"))
            Require(Take("FIRST") || Take("LAST"), "NULLS FIRST or NULLS LAST");
    }

    private void Condition(string from)
    {
        Term(from);
        var joint = Next.ToUpperInvariant();
        while (Next.ToUpperInvariant() is "AND" or "OR")
        {
            Require(string.Equals(joint, Next, StringComparison.OrdinalIgnoreCase), "AND and OR need brackets between them");
            _at++;
            Term(from);
        }
    }

    private void Term(string from)
    {
        if (Take("NOT"))
        {
            Term(from);
            return;
        }
        if (Take("("))
        {
            Condition(from);
            Expect(")");
            return;
        }
        Comparison(from, Word());
    }

    private void Comparison(string from, string name)
    {
        var field = Field(from, name);
        Require(field["filterable"]?.GetValue<bool>() ?? true, $"{name} cannot be filtered by");
        if (Take("LIKE"))
        {
            Require(field.Count == 0 || TextTypes.Contains(Type(field)), $"LIKE needs a text field, and {name} is none");
            Require(Next[0] == '\'', $"LIKE needs a quoted text, not {Next}");
            Value(field, name);
            return;
        }
        var negated = Take("NOT");
        if (Take("IN"))
        {
            Expect("(");
            if (Next.Equals("SELECT", StringComparison.OrdinalIgnoreCase))
                Select();
            else
                do Value(field, name);
                while (Take(","));
            Expect(")");
            return;
        }
        Require(!negated && Comparisons.Contains(Next), $"unexpected '{Next}'");
        _at++;
        Value(field, name);
    }

    private void Value(JsonObject field, string name)
    {
        var value = Next;
        _at++;
        if (value.Equals("null", StringComparison.OrdinalIgnoreCase))
            return;
        Require(value.Length <= LongestLiteral + 2, $"the text for {name} is too long");
        if (field.Count == 0)
            return;
        var fits = Type(field) switch
        {
            "boolean" => value.ToUpperInvariant() is "TRUE" or "FALSE",
            "date" => IsDate().IsMatch(value),
            "datetime" => IsDateTime().IsMatch(value),
            "int" or "double" or "currency" or "percent" => IsNumber().IsMatch(value),
            _ => value[0] == '\'',
        };
        Require(fits, $"{value} is no value for {name} of type {Type(field)}");
    }

    private static string Type(JsonObject field) => field["type"]!.GetValue<string>();

    private JsonObject Field(string from, string path) =>
        _schema.FindField(from, path) ?? throw new FormatException($"No such column '{path}' on entity '{from}'");

    private string ObjectName()
    {
        var name = Word();
        Require(_schema.HasObject(name), $"no such object: {name}");
        return name;
    }

    private string Word()
    {
        Require(char.IsAsciiLetter(Next[0]) && _at < _tokens.Count, $"unexpected '{Next}'");
        return _tokens[_at++];
    }

    private int Number()
    {
        Require(int.TryParse(Next, CultureInfo.InvariantCulture, out var number), $"{Next} is no number");
        _at++;
        return number;
    }

    private bool Take(string word)
    {
        if (_at == _tokens.Count || !string.Equals(_tokens[_at], word, StringComparison.OrdinalIgnoreCase))
            return false;
        _at++;
        return true;
    }

    private void Expect(string word) => Require(Take(word), $"'{word}' expected, not '{Next}'");

    private void Require(bool condition, string problem)
    {
        if (!condition)
            throw new FormatException($"{problem} in: {string.Join(' ', _tokens)}");
    }

    [GeneratedRegex("""[(),]|[<>!]=|<>|[<>=]|'(?:[^'\\]|\\['"\\nrtbfNRTBF_%]|\\u[0-9A-Fa-f]{4})*'|\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d{1,3})?(?:Z|[+-]\d\d:?\d\d))?(?![\w-])|-?\d+(?:\.\d+)?(?![\w-])|[A-Za-z]\w*(?:\.[A-Za-z]\w*)*""")]
    private static partial Regex Token();

    // The words looked for, every reserved character escaped but for wildcards (never first in a word), quotation marks and brackets.
    [GeneratedRegex("""^\s*FIND\s*\{(?<words>(?:[^?&|!{}\[\]()^~*:\\"'+-]|\\[?&|!{}\[\]()^~*:\\"'+-]|(?<=[^\s{("])[*?]|[()"])+)\}""", RegexOptions.IgnoreCase)]
    private static partial Regex Find();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d$")]
    private static partial Regex IsDate();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT")]
    private static partial Regex IsDateTime();

    [GeneratedRegex(@"^-?\d+(\.\d+)?$")]
    private static partial Regex IsNumber();
}
