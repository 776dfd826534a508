using Customer360.Contracts.V1;

namespace Customer360.Gateway.Customers;

/// <summary>One input that counts: the value of the strongest source that has one.</summary>
/// <param name="Value">The value, trimmed.</param>
/// <param name="Use">What becomes of it, for the answer.</param>
internal sealed record IdentificationInput(string Value, InputUse Use)
{
    public InputField Field => Use.Field;

    /// <summary>The inputs in the order in which they decide: phone, e-mail, name; then the case number.</summary>
    public static IReadOnlyList<IdentificationInput> Of(IdentificationContext context) =>
        [.. new[]
        {
            Strongest(context, InputField.Phone, inputs => inputs.Phone),
            Strongest(context, InputField.Email, inputs => inputs.Email),
            Strongest(context, InputField.Name, inputs => inputs.Name),
            Strongest(context, InputField.CaseNumber, inputs => inputs.CaseNumber),
        }.OfType<IdentificationInput>()];

    private static IdentificationInput? Strongest(IdentificationContext context, InputField field, Func<IdentificationInputs, string> read)
    {
        (InputSource Source, IdentificationInputs? Inputs)[] sources =
            [(InputSource.Custom, context.Custom), (InputSource.PreConversation, context.PreConversation), (InputSource.Bot, context.Bot)];
        foreach (var (source, inputs) in sources)
            if (inputs is not null && read(inputs).Trim() is { Length: > 0 } value)
                return new(value, new() { Field = field, Source = source });
        return null;
    }
}
