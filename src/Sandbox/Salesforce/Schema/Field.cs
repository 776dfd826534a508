namespace Customer360.Sandbox.Salesforce.Schema;

internal enum FieldType { Id, Reference, String, Textarea, Picklist, Multipicklist, Combobox, Phone, Email, Url, Boolean, Int, Double, Currency, Date, Datetime, Address, Base64 }

/// <param name="ValidFor">The values of the controlling field with which this one may be chosen.</param>
internal sealed record PicklistEntry(string Value, bool IsDefault, IReadOnlyList<string> ValidFor);

/// <summary>One field as describe tells it.</summary>
internal sealed record Field(string Name, string Label, FieldType Type, int Length)
{
    /// <summary>The field's place in a record's values.</summary>
    public int Index { get; init; }
    public bool Nillable { get; init; }
    public bool Createable { get; init; }
    public bool Updateable { get; init; }
    public bool DefaultedOnCreate { get; init; }
    public bool RestrictedPicklist { get; init; }

    /// <summary>An external id; ours are all unique, compared without case.</summary>
    public bool ExternalId { get; init; }
    public IReadOnlyList<PicklistEntry> Picklist { get; init; } = [];

    /// <summary>The picklist that this one depends on.</summary>
    public string? Controller { get; init; }
    public IReadOnlyList<string> ReferenceTo { get; init; } = [];
    public string? RelationshipName { get; init; }

    /// <summary>What the referenced object calls its rows that point to it by this field.</summary>
    public string? ChildRelationshipName { get; init; }

    /// <summary>Not stored: other rows, or the state of its own, tell it.</summary>
    public bool IsComputed { get; } = Name is "IsDeleted" or "ContactPhone" or "ContactMobile" or "ContactEmail" or "ContactFax";

    public bool IsCustom => Name.EndsWith("__c", StringComparison.Ordinal);
    public bool IsPolymorphic => ReferenceTo.Count > 1;
    public bool IsText => Type is FieldType.String or FieldType.Textarea or FieldType.Picklist or FieldType.Multipicklist or FieldType.Combobox
        or FieldType.Phone or FieldType.Email or FieldType.Url;

    /// <summary>Long text, binary and compound fields can't be in WHERE.</summary>
    public bool Filterable => Type is not (FieldType.Base64 or FieldType.Address) && !(Type is FieldType.Textarea && Length > 255);
    public bool Sortable => Filterable && Type is not FieldType.Multipicklist;
    public bool Required => Createable && !Nillable && !DefaultedOnCreate;
}
