using Customer360.Sandbox.Salesforce.Data;
using Customer360.Sandbox.Salesforce.Schema;

namespace Customer360.Sandbox.Salesforce.Query;

/// <summary>Literals against the types of fields.</summary>
internal static class Values
{
    /// <summary>The literal as a value of this field's type, or the refusal for a wrong one.</summary>
    public static object? Of(PathBinder paths, FieldPath path, Field field, Literal literal)
    {
        if (literal.Kind is LiteralKind.Null)
            return null;
        return field.Type switch
        {
            FieldType.Id or FieldType.Reference when literal.Kind is LiteralKind.Text =>
                SalesforceId.Normalize((string)literal.Value!) ?? throw paths.At(literal.Position, "INVALID_QUERY_FILTER_OPERATOR", $"invalid ID field: {literal.Value}"),
            _ when field.IsText && literal.Kind is LiteralKind.Text => TextLiteral.Unescape((string)literal.Value!),
            FieldType.Boolean when literal.Kind is LiteralKind.Boolean => literal.Value,
            FieldType.Int when literal.Kind is LiteralKind.Number => literal.Value,
            FieldType.Double or FieldType.Currency when literal.Kind is LiteralKind.Number => literal.Value,
            FieldType.Date when literal.Kind is LiteralKind.Date => literal.Value,
            FieldType.Datetime when literal.Kind is LiteralKind.DateTime => literal.Value,
            _ => throw WrongType(paths, path, field),
        };
    }

    public static SalesforceException WrongType(PathBinder paths, FieldPath path, Field field)
    {
        var quotes = field.IsText || field.Type is FieldType.Id or FieldType.Reference ? "should be enclosed in quotes" : "should not be enclosed in quotes";
        return paths.At(path, "INVALID_FIELD", $"value of filter criterion for field '{path}' must be of type {TypeName(field)} and {quotes}");
    }

    public static string TypeName(Field field) => field.Type switch
    {
        FieldType.Datetime => "dateTime",
        _ => field.Type.ToString().ToLowerInvariant(),
    };

    /// <summary>An empty text is the same as none.</summary>
    public static bool Same(object? value, object? wanted) => (value, wanted) switch
    {
        (string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase),
        (null, "") => true,
        (long a, decimal b) => a == b,
        _ => Equals(value, wanted),
    };

    /// <summary>Null when there is nothing to compare.</summary>
    public static int? Order(object? value, object? wanted) => (value, wanted) switch
    {
        (null, _) or (_, null) => null,
        (string a, string b) => string.Compare(a, b, StringComparison.OrdinalIgnoreCase),
        (long a, decimal b) => ((decimal)a).CompareTo(b),
        (IComparable a, _) => a.CompareTo(wanted),
        _ => null,
    };
}
