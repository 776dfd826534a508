namespace Customer360.Adapters.Phones;

/// <summary>One way to understand some digits. Of several ways a valid one is the best, then a possible one, then the first.</summary>
internal readonly record struct Reading(PhoneNumber Number, PhoneFailure Failure)
{
    public bool IsValid => Number.IsValid;

    public bool IsPossible => Failure is PhoneFailure.None;

    public static Reading Of(PhoneNumber number) => new(number, PhoneFailure.None);

    public static Reading Failed(PhoneFailure failure) => new(default, failure);

    public Reading Or(Reading other) =>
        IsValid || (IsPossible && !other.IsValid) || (!IsPossible && !other.IsPossible) ? this : other;
}
