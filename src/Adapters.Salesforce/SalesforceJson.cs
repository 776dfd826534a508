using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Customer360.Adapters.Salesforce;

internal sealed record QueryAnswer(
    [property: JsonPropertyName("totalSize")] int TotalSize,
    [property: JsonPropertyName("records")] IReadOnlyList<JsonElement> Records,
    [property: JsonPropertyName("nextRecordsUrl")] string? NextRecordsUrl = null);

internal sealed record SearchAnswer(
    [property: JsonPropertyName("searchRecords")] IReadOnlyList<JsonElement> SearchRecords);

internal sealed record CompositeRequest(
    [property: JsonPropertyName("allOrNone")] bool AllOrNone,
    [property: JsonPropertyName("compositeRequest")] IReadOnlyList<Subrequest> Subrequests);

internal sealed record Subrequest(
    [property: JsonPropertyName("method")] string Method,
    [property: JsonPropertyName("url")] string Url,
    [property: JsonPropertyName("referenceId")] string ReferenceId,
    [property: JsonPropertyName("body"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonObject? Body = null);

internal sealed record CompositeAnswer(
    [property: JsonPropertyName("compositeResponse")] IReadOnlyList<Subanswer> Subanswers);

internal sealed record Subanswer(
    [property: JsonPropertyName("body")] JsonElement Body,
    [property: JsonPropertyName("httpStatusCode")] int Status,
    [property: JsonPropertyName("referenceId")] string ReferenceId);

/// <param name="Id">The new or changed record.</param>
internal sealed record SavedAnswer([property: JsonPropertyName("id")] string? Id);

internal sealed record ErrorAnswer(
    [property: JsonPropertyName("errorCode")] string? ErrorCode,
    [property: JsonPropertyName("message")] string? Message,
    [property: JsonPropertyName("fields")] IReadOnlyList<string>? Fields,
    [property: JsonPropertyName("duplicateResut")] DuplicateAnswer? MisspeltDuplicates, // so spelt by Salesforce
    [property: JsonPropertyName("duplicateResult")] DuplicateAnswer? Duplicates);

internal sealed record DuplicateAnswer(
    [property: JsonPropertyName("allowSave")] bool AllowSave,
    [property: JsonPropertyName("matchResults")] IReadOnlyList<DuplicateRuleAnswer>? MatchResults);

internal sealed record DuplicateRuleAnswer(
    [property: JsonPropertyName("matchRecords")] IReadOnlyList<DuplicateRecordAnswer>? MatchRecords);

internal sealed record DuplicateRecordAnswer([property: JsonPropertyName("record")] JsonElement Record);

internal sealed record GlobalDescribeAnswer([property: JsonPropertyName("sobjects")] IReadOnlyList<ObjectAnswer> Objects);

internal sealed record ObjectAnswer(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("label")] string? Label,
    [property: JsonPropertyName("labelPlural")] string? LabelPlural,
    [property: JsonPropertyName("createable")] bool Createable,
    [property: JsonPropertyName("updateable")] bool Updateable,
    [property: JsonPropertyName("deletable")] bool Deletable,
    [property: JsonPropertyName("queryable")] bool Queryable,
    [property: JsonPropertyName("fields")] IReadOnlyList<FieldAnswer>? Fields);

internal sealed record FieldAnswer(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("label")] string? Label,
    [property: JsonPropertyName("type")] string Type)
{
    [JsonPropertyName("length")] public int Length { get; init; }
    [JsonPropertyName("digits")] public int Digits { get; init; }
    [JsonPropertyName("precision")] public int Precision { get; init; }
    [JsonPropertyName("scale")] public int Scale { get; init; }
    [JsonPropertyName("nillable")] public bool Nillable { get; init; }
    [JsonPropertyName("defaultedOnCreate")] public bool DefaultedOnCreate { get; init; }
    [JsonPropertyName("createable")] public bool Createable { get; init; }
    [JsonPropertyName("updateable")] public bool Updateable { get; init; }
    [JsonPropertyName("custom")] public bool Custom { get; init; }
    [JsonPropertyName("calculated")] public bool Calculated { get; init; }
    [JsonPropertyName("autoNumber")] public bool AutoNumber { get; init; }
    [JsonPropertyName("htmlFormatted")] public bool HtmlFormatted { get; init; }
    [JsonPropertyName("filterable")] public bool Filterable { get; init; }
    [JsonPropertyName("sortable")] public bool Sortable { get; init; }
    [JsonPropertyName("unique")] public bool Unique { get; init; }
    [JsonPropertyName("mask")] public string? Mask { get; init; }
    [JsonPropertyName("controllerName")] public string? ControllerName { get; init; }
    [JsonPropertyName("relationshipName")] public string? RelationshipName { get; init; }
    [JsonPropertyName("referenceTo")] public IReadOnlyList<string>? ReferenceTo { get; init; }
    [JsonPropertyName("defaultValue")] public JsonElement DefaultValue { get; init; }
    [JsonPropertyName("picklistValues")] public IReadOnlyList<OptionAnswer>? Options { get; init; }
}

internal sealed record OptionAnswer(
    [property: JsonPropertyName("value")] string Value,
    [property: JsonPropertyName("label")] string? Label,
    [property: JsonPropertyName("active")] bool Active,
    [property: JsonPropertyName("defaultValue")] bool IsDefault,
    [property: JsonPropertyName("validFor")] string? ValidFor);

internal sealed record UserInfoAnswer(
    [property: JsonPropertyName("user_id")] string? UserId,
    [property: JsonPropertyName("name")] string? Name,
    [property: JsonPropertyName("email")] string? Email,
    [property: JsonPropertyName("zoneinfo")] string? Zone,
    [property: JsonPropertyName("language")] string? Language,
    [property: JsonPropertyName("locale")] string? Locale);

[JsonSerializable(typeof(QueryAnswer))]
[JsonSerializable(typeof(SearchAnswer))]
[JsonSerializable(typeof(CompositeRequest))]
[JsonSerializable(typeof(CompositeAnswer))]
[JsonSerializable(typeof(SavedAnswer))]
[JsonSerializable(typeof(IReadOnlyList<ErrorAnswer>))]
[JsonSerializable(typeof(GlobalDescribeAnswer))]
[JsonSerializable(typeof(ObjectAnswer))]
[JsonSerializable(typeof(UserInfoAnswer))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class SalesforceJson : JsonSerializerContext;
