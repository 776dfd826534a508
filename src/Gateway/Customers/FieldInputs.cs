using System.Globalization;
using System.Numerics;
using Customer360.Adapters;
using Customer360.Contracts.V1;

namespace Customer360.Gateway.Customers;

/// <summary>Checks the values of a request against what the CRM says about its fields, since not every CRM does.</summary>
internal static class FieldInputs
{
    /// <summary>Fields by API name, each of the right type, length and choice, and writable by this agent.</summary>
    /// <param name="type">The object, for this agent.</param>
    /// <param name="inputs">From the request, at <c>fields</c>.</param>
    /// <param name="isCreate">Required fields must be there; an update may only not clear them.</param>
    /// <param name="alsoRequired">Fields that the contract requires though the CRM may not.</param>
    /// <exception cref="CrmException">InvalidRequest with every problem; PermissionDenied when only read-only fields are wrong.</exception>
    public static IReadOnlyList<CrmField> Resolve(
        CrmObject type, IReadOnlyList<FieldInput> inputs, bool isCreate, params ReadOnlySpan<WellKnownField> alsoRequired)
    {
        var problems = new List<CrmFieldProblem>();
        var readOnly = new List<CrmFieldProblem>();
        var fields = new Dictionary<string, CrmField>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < inputs.Count; i++)
        {
            var path = $"fields[{i}]";
            if (Find(type, inputs[i].Field) is not { } info)
                problems.Add(new($"{path}.field", $"{type.Type.Object} has no such field that this agent can see"));
            else if (info.ReadOnly)
                readOnly.Add(new($"{path}.field", $"{info.Name} is read-only for this agent"));
            else if (!fields.TryAdd(info.Name, new(info, inputs[i].Value ?? new())))
                problems.Add(new($"{path}.field", $"{info.Name} is named twice"));
            else if (Problem(info, inputs[i].Value, inputs, type) is { } problem)
                problems.Add(new($"{path}.value", $"{info.Name} {problem}"));
        }
        foreach (var info in type.Fields)
            if (IsMissing(info, fields, isCreate, alsoRequired))
                problems.Add(new("fields", $"{info.Name} is required"));

        if (problems.Count > 0)
            throw new CrmException(CrmFailure.InvalidRequest, "Some fields can't be written like this.") { Fields = problems };
        if (readOnly.Count > 0)
            throw new CrmException(CrmFailure.PermissionDenied, "Some fields are read-only for this agent.") { Fields = readOnly };
        return [.. fields.Values];
    }

    /// <summary>The field that a selector names. Null: none that this agent can see.</summary>
    public static FieldInfo? Find(CrmObject type, FieldSelector? selector) => selector?.ByCase switch
    {
        FieldSelector.ByOneofCase.Name => type.Fields.FirstOrDefault(info => info.Name.Equals(selector.Name, StringComparison.OrdinalIgnoreCase)),
        FieldSelector.ByOneofCase.WellKnown when selector.WellKnown is not WellKnownField.Unspecified =>
            type.Fields.FirstOrDefault(info => info.WellKnown == selector.WellKnown),
        _ => null,
    };

    private static bool IsMissing(FieldInfo info, Dictionary<string, CrmField> fields, bool isCreate, ReadOnlySpan<WellKnownField> alsoRequired)
    {
        if (info.ReadOnly || !(info.Required || (info.WellKnown is not WellKnownField.Unspecified && alsoRequired.Contains(info.WellKnown))))
            return false;
        return fields.TryGetValue(info.Name, out var given)
            ? IsEmpty(given.Value)
            : isCreate && IsEmpty(info.DefaultValue);
    }

    private static bool IsEmpty(FieldValue? value) => value?.ValueCase switch
    {
        null or FieldValue.ValueOneofCase.None => true,
        FieldValue.ValueOneofCase.Text => string.IsNullOrWhiteSpace(value.Text),
        FieldValue.ValueOneofCase.Choice => value.Choice.Length == 0,
        FieldValue.ValueOneofCase.Choices => value.Choices.Values.Count == 0,
        _ => false,
    };

    private static string? Problem(FieldInfo info, FieldValue? value, IReadOnlyList<FieldInput> inputs, CrmObject type)
    {
        if (value is null || value.ValueCase is FieldValue.ValueOneofCase.None)
            return null;
        if (value.ValueCase != Expected(info.Type))
            return $"takes {Expected(info.Type)}, not {value.ValueCase}";
        return value.ValueCase switch
        {
            FieldValue.ValueOneofCase.Text => TextProblem(info, value.Text),
            FieldValue.ValueOneofCase.Integer => NumberProblem(info, value.Integer.ToString(CultureInfo.InvariantCulture)),
            FieldValue.ValueOneofCase.Decimal => NumberProblem(info, value.Decimal),
            FieldValue.ValueOneofCase.Money => NumberProblem(info, value.Money.Amount),
            FieldValue.ValueOneofCase.Date => IsDate(value.Date) ? null : "is no date",
            FieldValue.ValueOneofCase.Choice => ChoiceProblem(info, [value.Choice], inputs, type),
            FieldValue.ValueOneofCase.Choices => ChoiceProblem(info, value.Choices.Values, inputs, type),
            FieldValue.ValueOneofCase.Record => LookupProblem(info, [value.Record]),
            FieldValue.ValueOneofCase.Records => LookupProblem(info, value.Records.Records),
            _ => null,
        };
    }

    private static FieldValue.ValueOneofCase Expected(FieldType type) => type switch
    {
        FieldType.Boolean => FieldValue.ValueOneofCase.Boolean,
        FieldType.Integer => FieldValue.ValueOneofCase.Integer,
        FieldType.Decimal or FieldType.Percent => FieldValue.ValueOneofCase.Decimal,
        FieldType.Money => FieldValue.ValueOneofCase.Money,
        FieldType.Date => FieldValue.ValueOneofCase.Date,
        FieldType.DateTime => FieldValue.ValueOneofCase.DateTime,
        FieldType.Duration => FieldValue.ValueOneofCase.Duration,
        FieldType.Choice => FieldValue.ValueOneofCase.Choice,
        FieldType.MultiChoice => FieldValue.ValueOneofCase.Choices,
        FieldType.Lookup => FieldValue.ValueOneofCase.Record,
        FieldType.MultiLookup => FieldValue.ValueOneofCase.Records,
        _ => FieldValue.ValueOneofCase.Text,
    };

    private static string? TextProblem(FieldInfo info, string text)
    {
        if (info.MaxLength > 0 && text.Length > info.MaxLength)
            return $"takes at most {info.MaxLength} characters, not {text.Length}";
        return info.Type is not (FieldType.TextArea or FieldType.RichText) && text.AsSpan().IndexOfAny('\r', '\n') >= 0 ? "takes one line" : null;
    }

    /// <summary>Compared as exact decimals: a double would change what the agent typed.</summary>
    private static string? NumberProblem(FieldInfo info, string text)
    {
        if (!decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return "is no decimal number";
        if (info.Type is not FieldType.Integer && number.Scale > info.Scale && decimal.Round(number, Math.Min(info.Scale, 28)) != number)
            return $"takes {info.Scale} digits after the point";
        if (IsBeyond(info.Min, number, atLeast: true))
            return $"is at least {info.Min}";
        return IsBeyond(info.Max, number, atLeast: false) ? $"is at most {info.Max}" : null;
    }

    private static bool IsBeyond(string limit, decimal number, bool atLeast)
    {
        if (limit.Length == 0 || !BigInteger.TryParse(limit.Split('.')[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            return false;
        return decimal.TryParse(limit, NumberStyles.Number, CultureInfo.InvariantCulture, out var exact)
            ? (atLeast ? number < exact : number > exact)
            : (atLeast ? new BigInteger(number) < whole : new BigInteger(number) > whole);
    }

    private static bool IsDate(Date date) =>
        date.Year is >= 1 and <= 9999 && date.Month is >= 1 and <= 12 && date.Day >= 1 && date.Day <= DateTime.DaysInMonth(date.Year, date.Month);

    private static string? ChoiceProblem(FieldInfo info, IEnumerable<string> values, IReadOnlyList<FieldInput> inputs, CrmObject type)
    {
        foreach (var value in values)
        {
            if (value.Length == 0)
                continue; // clears, as unset does
            if (info.Options.FirstOrDefault(option => option.Value == value) is not { } chosen)
                return "has no such option";
            if (chosen.ValidFor.Count > 0 && Controlling(info, inputs, type) is { } controlling && !chosen.ValidFor.Contains(controlling))
                return $"doesn't allow this option with the value of {info.ControllingField}";
        }
        return null;
    }

    /// <summary>The controlling field's value in the same request. Null: not in it; the CRM then compares with what it has.</summary>
    private static string? Controlling(FieldInfo info, IReadOnlyList<FieldInput> inputs, CrmObject type)
    {
        foreach (var input in inputs)
            if (Find(type, input.Field) is { } other && other.Name == info.ControllingField && input.Value is not null)
                return input.Value.ValueCase is FieldValue.ValueOneofCase.Boolean ? (input.Value.Boolean ? "true" : "false") : input.Value.Choice;
        return null;
    }

    private static string? LookupProblem(FieldInfo info, IEnumerable<RecordRef> records)
    {
        foreach (var record in records)
        {
            if (record.Id.Length == 0)
                return "needs the record's id";
            if (info.LookupObjects.Count > 0 && record.Object.Length > 0 && !info.LookupObjects.Contains(record.Object))
                return $"takes {string.Join(" or ", info.LookupObjects)}";
        }
        return null;
    }
}
