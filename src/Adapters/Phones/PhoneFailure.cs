namespace Customer360.Adapters.Phones;

/// <summary>Why a text is not a phone number.</summary>
public enum PhoneFailure
{
    /// <summary>It is one.</summary>
    None,
    /// <summary>Null, empty, or nothing but blanks and control characters.</summary>
    Empty,
    /// <summary>More than <see cref="PhoneNumber.MaxTextLength"/> characters: a document, not a number.</summary>
    TextTooLong,
    /// <summary>No digits that could be a number.</summary>
    NotANumber,
    /// <summary>A national number, and no region was named.</summary>
    RegionNeeded,
    /// <summary>A national number, and the region named is none.</summary>
    UnknownRegion,
    /// <summary>An international number whose calling code nobody has.</summary>
    UnknownCallingCode,
    TooShort,
    /// <summary>Complete only within its town: the area code is missing.</summary>
    LocalOnly,
    TooLong,
    /// <summary>Between the shortest and the longest of its plan, but of a length that the plan does not use.</summary>
    WrongLength,
}
