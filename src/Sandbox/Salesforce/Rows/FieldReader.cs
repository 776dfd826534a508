using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Customer360.Sandbox.Salesforce.Data;
using Customer360.Sandbox.Salesforce.Schema;

namespace Customer360.Sandbox.Salesforce.Rows;

/// <summary>JSON values to field values, or the refusal that the API gives.</summary>
internal sealed partial class FieldReader(Org org, Access access, SObjectType type)
{
    /// <summary>The fields of a request body. Fields that this user can't set are refused all at once.</summary>
    public Dictionary<Field, object?> Read(JsonElement body, bool creating)
    {
        if (body.ValueKind is not JsonValueKind.Object)
            throw new SalesforceException(400, "JSON_PARSER_ERROR", "Cannot deserialize request body: an object is expected");
        var named = new List<(Field Field, JsonElement Value)>();
        foreach (var property in body.EnumerateObject().Where(property => property.Name is not "attributes"))
        {
            if (property.Value.ValueKind is JsonValueKind.Object && type.FindRelationship(property.Name) is not null)
                throw SalesforceException.NotSimulated("references by external id in a body");
            if (type.Find(property.Name) is not { } field || !access.CanSee(type, field))
                throw new SalesforceException(400, "INVALID_FIELD", $"No such column '{property.Name}' on sobject of type {type.Name}");
            named.Add((field, property.Value));
        }
        RefuseUnsettable(named, creating);
        var values = new Dictionary<Field, object?>();
        foreach (var (field, value) in named)
            values[field] = Value(field, value); // of a field named twice the last value counts
        return values;
    }

    private void RefuseUnsettable(List<(Field Field, JsonElement Value)> named, bool creating)
    {
        if (named.Exists(pair => pair.Field.Type is FieldType.Id))
            throw new SalesforceException(400, "INVALID_FIELD", "The Id field should not be specified in the sobject data.");
        string[] refused = [.. named.Where(pair => !access.CanSet(type, pair.Field, creating)).Select(pair => pair.Field.Name)];
        if (refused.Length > 0)
        {
            throw new SalesforceException(400, "INVALID_FIELD_FOR_INSERT_UPDATE",
                $"Unable to create/update fields: {string.Join(", ", refused)}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.", refused);
        }
    }

    private object? Value(Field field, JsonElement json)
    {
        if (json.ValueKind is JsonValueKind.Null)
            return null;
        switch (field.Type)
        {
            case FieldType.Boolean:
                return json.ValueKind is JsonValueKind.True or JsonValueKind.False ? json.GetBoolean() : throw Unreadable(field, json, "boolean");
            case FieldType.Int:
                return Whole(field, json);
            case FieldType.Double or FieldType.Currency:
                return json.ValueKind is JsonValueKind.Number && json.TryGetDecimal(out var number) ? number : throw Unreadable(field, json, "double");
            default:
                var text = json.ValueKind is JsonValueKind.String ? json.GetString()!.Trim() : throw Unreadable(field, json, TypeOf(field));
                return text.Length == 0 ? null : FromText(field, text, json);
        }
    }

    private object FromText(Field field, string text, JsonElement json) => field.Type switch
    {
        FieldType.Date => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : throw Unreadable(field, json, "date"),
        FieldType.Datetime => Time(text) ?? throw Unreadable(field, json, "datetime"),
        FieldType.Reference => Reference(field, text),
        FieldType.Base64 => Base64(field, text, json),
        _ => Text(field, text),
    };

    private static long Whole(Field field, JsonElement json)
    {
        if (json.ValueKind is not JsonValueKind.Number || !json.TryGetDecimal(out var value) || value != decimal.Truncate(value))
            throw Unreadable(field, json, "int");
        return Math.Abs(value) <= int.MaxValue
            ? (long)value
            : throw new SalesforceException(400, "NUMBER_OUTSIDE_VALID_RANGE", $"{field.Label}: value outside of valid range on numeric field: {value}", field.Name);
    }

    private static DateTime? Time(string text)
    {
        string[] formats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd"];
        // The API writes offsets without a colon and reads both.
        var colon = OffsetWithoutColon().Replace(text, "$1:$2");
        return DateTimeOffset.TryParseExact(colon, formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? new DateTime(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerSecond), DateTimeKind.Utc)
            : null;
    }

    private string Reference(Field field, string text)
    {
        var id = SalesforceId.Normalize(text);
        if (id is null || !field.ReferenceTo.Contains(OrgSchema.Instance.ByPrefix(id)?.Name ?? ""))
            throw new SalesforceException(400, "MALFORMED_ID", $"{field.Label}: id value of incorrect type: {text}", field.Name);
        if (org.Find(id) is not { IsDeleted: false } target)
            throw new SalesforceException(400, "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id");
        return access.CanRead(target)
            ? id
            : throw new SalesforceException(400, "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY", $"insufficient access rights on cross-reference id: {id[..15]}");
    }

    private static string Base64(Field field, string text, JsonElement json)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out _) ? text : throw Unreadable(field, json, "base64Binary");
    }

    private static string Text(Field field, string text)
    {
        if (text.Length > field.Length)
            throw new SalesforceException(400, "STRING_TOO_LONG", $"{field.Label}: data value too large: {text} (max length={field.Length})", field.Name);
        if (field.Type is FieldType.Email && !Email().IsMatch(text))
            throw new SalesforceException(400, "INVALID_EMAIL_ADDRESS", $"{field.Label}: invalid email address: {text}", field.Name);
        if (field.RestrictedPicklist && text.Split(';').FirstOrDefault(value => !field.Picklist.Any(entry => entry.Value == value)) is { } bad)
            throw new SalesforceException(400, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", $"{field.Label}: bad value for restricted picklist field: {bad}", field.Name);
        return text;
    }

    private static string TypeOf(Field field) => field.Type switch
    {
        FieldType.Date or FieldType.Datetime => field.Type.ToString().ToLowerInvariant(),
        FieldType.Reference => "reference",
        _ => "string",
    };

    private static SalesforceException Unreadable(Field field, JsonElement json, string wanted) => new(400, "JSON_PARSER_ERROR",
        $"Cannot deserialize instance of {wanted} from {Token(json)} value {json.GetRawText()} or request may be missing a required field at [{field.Name}]");

    private static string Token(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => "VALUE_STRING",
        JsonValueKind.Number => "VALUE_NUMBER_INT",
        JsonValueKind.True => "VALUE_TRUE",
        JsonValueKind.False => "VALUE_FALSE",
        JsonValueKind.Array => "START_ARRAY",
        _ => "START_OBJECT",
    };

    [GeneratedRegex(@"([+-]\d{2})(\d{2})$")]
    private static partial Regex OffsetWithoutColon();

    [GeneratedRegex(@"^[^\s@""(),:;<>\[\]\\]+@[^\s@.""(),:;<>\[\]\\]+(\.[^\s@.""(),:;<>\[\]\\]+)+$")]
    private static partial Regex Email();
}
