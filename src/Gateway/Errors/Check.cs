using Customer360.Contracts.V1;

namespace Customer360.Gateway.Errors;

/// <summary>
/// Collects what is wrong with a request, so that the caller learns all of it at once. What holds for every message
/// (known enum values, readable text, backstop sizes) has been checked before.
/// </summary>
internal sealed class Check
{
    private List<FieldProblem>? _problems;

    /// <summary>Notes a problem.</summary>
    /// <param name="path">As in the proto file: "activity.fields[2].value".</param>
    /// <param name="problem">Continues the path to a sentence ("must be …"), without the value.</param>
    public void Add(string path, string problem) => (_problems ??= []).Add(new(path, problem));

    /// <returns>Whether it holds.</returns>
    public bool That(bool holds, string path, string problem)
    {
        if (!holds)
            Add(path, problem);
        return holds;
    }

    public bool Required(string path, string value) => That(value.Length > 0, path, "is required");

    public bool Required(string path, object? value) => That(value is not null, path, "is required");

    /// <summary>A text of some length, in Unicode code points. With a minimum of 1 or more it is required.</summary>
    public bool Text(string path, string value, int max, int min = 0)
    {
        if (min > 0 && !Required(path, value))
            return false;
        var length = value.EnumerateRunes().Count();
        return That(length >= min && length <= max, path, min > 1 ? $"must have {min} to {max} characters" : $"must have at most {max} characters");
    }

    /// <summary>Required: a UUID in its usual notation.</summary>
    public bool Uuid(string path, string value) =>
        Required(path, value) && That(Guid.TryParseExact(value, "D", out _), path, "must be a UUID");

    public bool Range(string path, long value, long min, long max) =>
        That(value >= min && value <= max, path, $"must be {min} to {max}");

    public bool Range(string path, TimeSpan value, TimeSpan min, TimeSpan max) =>
        That(value >= min && value <= max, path, $"must be {min:c} to {max:c}");

    /// <returns>The size to use: 0 is the default; what is out of range is a problem, never silently changed.</returns>
    public int PageSize(int value, int defaultSize, int max, string path = "page_size")
    {
        That(value >= 0 && value <= max, path, $"must be 1 to {max}, or 0 for the default of {defaultSize}");
        return value == 0 ? defaultSize : value;
    }

    public bool Count(string path, int count, int max, int min = 0) =>
        That(count >= min && count <= max, path, min > 0 ? $"must have {min} to {max} entries" : $"must have at most {max} entries");

    /// <summary>One of the values that the field takes here.</summary>
    public bool OneOf<TEnum>(string path, TEnum value, params ReadOnlySpan<TEnum> allowed)
        where TEnum : struct, Enum
    {
        foreach (var one in allowed)
            if (EqualityComparer<TEnum>.Default.Equals(one, value))
                return true;
        Add(path, $"must be one of {string.Join(", ", allowed.ToArray().Select(ProtoName))}");
        return false;
    }

    /// <summary>Empty, or an absolute https URL without user info.</summary>
    public bool HttpsUri(string path, string value, int max = 1000) =>
        value.Length == 0
        || (Text(path, value, max) && That(
            Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps && uri.UserInfo.Length == 0,
            path, "must be an absolute https URL"));

    /// <summary>A reference that names a record: kind and id, and object for OTHER.</summary>
    public bool Reference(string path, RecordRef? reference, params ReadOnlySpan<RecordKind> allowed)
    {
        if (reference is null)
            return That(false, path, "is required");
        var good = allowed.IsEmpty
            ? That(reference.Kind is not RecordKind.Unspecified, $"{path}.kind", "is required")
            : OneOf($"{path}.kind", reference.Kind, allowed);
        good &= reference.Kind is not RecordKind.Other || Text($"{path}.object", reference.Object, max: 100, min: 1);
        return good & Text($"{path}.id", reference.Id, max: 64, min: 1);
    }

    /// <summary>Ends the checks.</summary>
    /// <exception cref="GatewayException">INVALID_FIELD with every problem.</exception>
    public void ThrowIfAny()
    {
        if (_problems is not null)
            throw GatewayException.InvalidFields(_problems);
    }

    /// <summary>"WrapUp" as the proto file has it, less the prefix: "WRAP_UP".</summary>
    private static string ProtoName<TEnum>(TEnum value)
        where TEnum : struct, Enum =>
        string.Concat(value.ToString().Select((letter, index) =>
            index > 0 && char.IsAsciiLetterUpper(letter) ? $"_{letter}" : $"{char.ToUpperInvariant(letter)}"));
}
