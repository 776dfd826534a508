using System.Text.Json;
using Customer360.Contracts.V1;

namespace Customer360.Adapters.Salesforce;

/// <summary>The options of a pick list, and what a form starts with.</summary>
internal static class SalesforcePicklists
{
    public static IEnumerable<ChoiceOption> Of(FieldAnswer field, IReadOnlyList<FieldAnswer> siblings)
    {
        var controlling = ControllingValues(field, siblings);
        foreach (var option in (field.Options ?? []).Where(option => option.Active))
        {
            var validFor = ValidFor(option.ValidFor, controlling).ToList();
            if (controlling.Count > 0 && validFor.Count == 0)
                continue; // it can never be chosen
            yield return new ChoiceOption
            {
                Value = option.Value,
                Label = option.Label ?? option.Value,
                IsDefault = option.IsDefault,
                ValidFor = { validFor },
            };
        }
    }

    public static FieldValue? DefaultOf(FieldInfo field, JsonElement said)
    {
        if (field.Options.FirstOrDefault(option => option.IsDefault) is { } option)
        {
            return field.Type is FieldType.MultiChoice
                ? new FieldValue { Choices = new ChoiceList { Values = { field.Options.Where(each => each.IsDefault).Select(each => each.Value) } } }
                : new FieldValue { Choice = option.Value };
        }
        return (field.Type, said.ValueKind) switch
        {
            (FieldType.Boolean, JsonValueKind.True) => new FieldValue { Boolean = true },
            (FieldType.Boolean, _) => new FieldValue { Boolean = false },
            (FieldType.Text, JsonValueKind.String) => new FieldValue { Text = said.GetString() },
            _ => null,
        };
    }

    /// <summary>All values of the controlling field, inactive ones too: the bits count them all.</summary>
    private static IReadOnlyList<string> ControllingValues(FieldAnswer field, IReadOnlyList<FieldAnswer> siblings)
    {
        if (field.ControllerName is not { } name || siblings.FirstOrDefault(one => one.Name == name) is not { } controller)
            return [];
        return controller.Type is "boolean" ? ["false", "true"] : [.. (controller.Options ?? []).Select(option => option.Value)];
    }

    /// <summary>A bit for each controlling value, highest bit of the first byte first, in Base64.</summary>
    private static IEnumerable<string> ValidFor(string? bits, IReadOnlyList<string> controlling)
    {
        if (string.IsNullOrEmpty(bits) || controlling.Count == 0)
            return [];
        var bytes = new byte[bits.Length];
        if (!Convert.TryFromBase64String(bits, bytes, out var length))
            return [];
        return controlling.Where((_, i) => i / 8 < length && (bytes[i / 8] & (0x80 >> (i % 8))) != 0);
    }
}
