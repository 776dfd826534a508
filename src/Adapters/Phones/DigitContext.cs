namespace Customer360.Adapters.Phones;

/// <summary>What is known of some digits beside themselves.</summary>
/// <param name="IsInternational">A plus preceded them.</param>
/// <param name="Home">Where a national number is from.</param>
/// <param name="Ambiguous">How to read digits that can be read in two ways.</param>
internal readonly record struct DigitContext(bool IsInternational, NumberingRegion? Home, AmbiguousDigits Ambiguous);

/// <summary>In Germany, 4933923456 is 04933 923456 without its trunk prefix, or +49 33923456 without its plus.</summary>
internal enum AmbiguousDigits
{
    /// <summary>National, unless only the other reading is valid or a mobile number.</summary>
    Likeliest,
    WithOwnCode,
    National,
}
