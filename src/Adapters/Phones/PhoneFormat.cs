namespace Customer360.Adapters.Phones;

public enum PhoneFormat
{
    /// <summary>+442079460018. Carries no extension.</summary>
    E164,
    /// <summary>020 7946 0018, as dialled inside its region.</summary>
    National,
    /// <summary>+44 20 7946 0018.</summary>
    International,
    /// <summary>tel:+44-20-7946-0018;ext=12.</summary>
    Rfc3966,
}
