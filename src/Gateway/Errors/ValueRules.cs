using System.Buffers;
using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Customer360.Contracts.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using FieldType = Google.Protobuf.Reflection.FieldType;

namespace Customer360.Gateway.Errors;

/// <summary>What a value of a field must be, whichever RPC it comes with. Each rule answers a problem, or null.</summary>
internal static partial class ValueRules
{
    /// <summary>More than any list of the contract takes.</summary>
    public const int MostEntries = 500;

    private const char NotUtf8 = '\uFFFD'; // The parser puts it where bytes are not UTF-8, and doesn't say so.
    private const int LongestLine = 2_000;
    private const int LongestToken = 16_384; // A page token holds the CRM's own.
    private const int LongestText = 131_072; // The largest text field of a CRM that agents write (Salesforce's long text area).

    private static readonly SearchValues<char> LineControls = SearchValues.Create(
        [.. Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(char.IsControl)]);

    private static readonly SearchValues<char> TextControls = SearchValues.Create(
        [.. Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(code => char.IsControl(code) && code is not ('\t' or '\n' or '\r'))]);

    /// <summary>Fields that people write paragraphs into.</summary>
    private static readonly FrozenSet<string> Paragraphs = FrozenSet.Create(
        Name(FieldValue.Descriptor, FieldValue.TextFieldNumber),
        Name(Activity.Descriptor, Activity.DescriptionFieldNumber),
        Name(Activity.Descriptor, Activity.SummaryFieldNumber),
        Name(Activity.Descriptor, Activity.TranscriptFieldNumber),
        Name(StartInteractionRequest.Descriptor, StartInteractionRequest.CommentFieldNumber),
        Name(Interaction.Descriptor, Interaction.CommentFieldNumber),
        Name(AddInteractionOutcomeRequest.Descriptor, AddInteractionOutcomeRequest.TranscriptFieldNumber),
        Name(AddInteractionOutcomeRequest.Descriptor, AddInteractionOutcomeRequest.SummaryFieldNumber),
        Name(ActivityRule.Descriptor, ActivityRule.DescriptionTemplateFieldNumber),
        Name(DiscardDeliveryRequest.Descriptor, DiscardDeliveryRequest.WhyFieldNumber));

    private static readonly FrozenSet<string> Decimals = FrozenSet.Create(
        Name(FieldValue.Descriptor, FieldValue.DecimalFieldNumber),
        Name(Money.Descriptor, Money.AmountFieldNumber));

    private static readonly FrozenSet<string> Tokens = FrozenSet.Create("page_token", "etag");

    public static Func<object, string?>? OfField(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Enum => value => field.EnumType.FindValueByNumber((int)value) is null ? "is a value that this version doesn't know" : null,
        FieldType.String when Decimals.Contains(field.FullName) => value => DecimalProblem((string)value),
        FieldType.String when Paragraphs.Contains(field.FullName) => value => TextProblem((string)value, TextControls, LongestText),
        FieldType.String when Tokens.Contains(field.Name) => value => TextProblem((string)value, LineControls, LongestToken),
        FieldType.String => value => TextProblem((string)value, LineControls, LongestLine),
        FieldType.Float or FieldType.Double or FieldType.Bytes => throw new NotSupportedException($"{field.FullName}: its type has no rule yet."),
        _ => null,
    };

    public static Func<IMessage, string?>? OfMessage(MessageDescriptor message) => message.FullName switch
    {
        "google.protobuf.Timestamp" => value => TimestampProblem((Timestamp)value),
        "google.protobuf.Duration" => value => DurationProblem((Duration)value),
        "customer360.v1.Date" => value => DateProblem((Date)value),
        _ => null,
    };

    private static string? TextProblem(string value, SearchValues<char> controls, int longest)
    {
        if (value.Length > longest)
            return $"must have at most {longest} characters";
        if (value.Contains(NotUtf8, StringComparison.Ordinal))
            return "must be UTF-8 text without U+FFFD";
        return value.AsSpan().ContainsAny(controls) ? "must have no control characters" : null;
    }

    private static string? DecimalProblem(string value) =>
        Decimal().IsMatch(value) ? null : "must be a decimal number with a point and without grouping, of at most 28 digits";

    // The range of the type: 0001-01-01 to 9999-12-31.
    private static string? TimestampProblem(Timestamp time) =>
        time.Seconds is >= -62_135_596_800 and <= 253_402_300_799 && time.Nanos is >= 0 and <= 999_999_999
            ? null : "must be a time in the years 1 to 9999";

    // The range of the type is 10,000 years; nothing here lasts longer than one.
    private static string? DurationProblem(Duration duration) =>
        duration.Seconds is >= 0 and <= 31_622_400 && duration.Nanos is >= 0 and <= 999_999_999
            ? null : "must be a span from 0 to 366 days";

    private static string? DateProblem(Date date) =>
        date.Year is >= 1 and <= 9999 && date.Month is >= 1 and <= 12 && date.Day >= 1 && date.Day <= DateTime.DaysInMonth(date.Year, date.Month)
            ? null : "must be a date of the years 1 to 9999";

    private static string Name(MessageDescriptor message, int field) => message.FindFieldByNumber(field).FullName;

    [GeneratedRegex(@"\A-?(?=[0-9.]{1,29}\z)[0-9]{1,28}(?:\.[0-9]{1,27})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Decimal();
}
