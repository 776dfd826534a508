using System.Collections;
using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace Customer360.Gateway.CrmAccess;

/// <summary>
/// Reads a contract message from configuration, so that settings need no second model. Keys are field names in any case
/// (LoginUri), enum values their names without the prefix (Voice), spans as in 00:05:00. Problems are collected by key.
/// </summary>
internal sealed class MessageBinder(ICollection<string> problems)
{
    public T Bind<T>(IEnumerable<IConfigurationSection> settings)
        where T : IMessage, new()
    {
        var message = new T();
        Fill(message, settings);
        return message;
    }

    private void Fill(IMessage message, IEnumerable<IConfigurationSection> settings)
    {
        var fields = message.Descriptor.Fields.InDeclarationOrder();
        foreach (var setting in settings)
        {
            if (fields.FirstOrDefault(field => field.JsonName.Equals(setting.Key, StringComparison.OrdinalIgnoreCase)) is not { } field)
                problems.Add($"{setting.Path} is no setting. Known: {string.Join(", ", fields.Select(known => known.JsonName))}.");
            else if (field.IsRepeated)
                AddAll((IList)field.Accessor.GetValue(message), field, setting);
            else if (Read(field, setting) is { } value)
                field.Accessor.SetValue(message, value);
        }
    }

    private void AddAll(IList list, FieldDescriptor field, IConfigurationSection setting)
    {
        foreach (var item in setting.GetChildren())
            if (Read(field, item) is { } value)
                list.Add(value);
    }

    private object? Read(FieldDescriptor field, IConfigurationSection setting)
    {
        if (field.FieldType is FieldType.Message && field.MessageType != Duration.Descriptor)
        {
            var nested = field.MessageType.Parser.ParseFrom(ByteString.Empty);
            Fill(nested, setting.GetChildren());
            return nested;
        }
        var text = setting.Value ?? "";
        object? value = field.FieldType switch
        {
            FieldType.String => text,
            FieldType.Bool => bool.TryParse(text, out var flag) ? flag : null,
            FieldType.Int32 => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null,
            FieldType.Enum => Find(field.EnumType, text)?.Number,
            FieldType.Message => TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var span) ? Duration.FromTimeSpan(span) : null,
            _ => throw new NotSupportedException($"{field.FullName} has a type that configuration can't hold."),
        };
        if (value is null)
            problems.Add($"{setting.Path} must be {Describe(field)}.");
        return value;
    }

    private static EnumValueDescriptor? Find(EnumDescriptor type, string text) => type.Values.FirstOrDefault(value =>
        value.Number != 0 && (IsSame(value.Name, text) || IsSame(value.Name, type.Name + text)));

    private static bool IsSame(string name, string text) =>
        name.Replace("_", "", StringComparison.Ordinal).Equals(text.Replace("_", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);

    private static string Describe(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Bool => "true or false",
        FieldType.Int32 => "a number",
        FieldType.Enum => $"one of {string.Join(", ", field.EnumType.Values.Skip(1).Select(value => value.Name))}",
        _ => "a time span such as 00:05:00",
    };
}
