namespace Customer360.Adapters.Phones;

/// <summary>A text is not a phone number. The message does not repeat the text: it may be a customer's.</summary>
public sealed class PhoneFormatException(PhoneFailure reason) : FormatException($"Not a phone number: {reason}.")
{
    public PhoneFailure Reason { get; } = reason;
}
