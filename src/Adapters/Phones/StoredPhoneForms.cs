namespace Customer360.Adapters.Phones;

internal static class StoredPhoneForms
{
    public static IReadOnlyList<string> Of(PhoneNumber number) =>
        number.IsSubscriber ? [number.E164, number.E164[1..], number.NationalDigits] : [];
}
