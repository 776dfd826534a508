using System.Globalization;
using Customer360.Contracts.V1;

namespace Customer360.Adapters.Salesforce;

/// <summary>A field as describe tells it to one user.</summary>
/// <param name="Info">For the contract; shared, never changed.</param>
/// <param name="Type">Salesforce's own type.</param>
internal sealed record SalesforceField(FieldInfo Info, string Type)
{
    public string Name => Info.Name;

    public bool Createable { get; private init; }

    public bool Updateable { get; private init; }

    /// <summary>A unique external id, or the like: an upsert can name it.</summary>
    public bool Unique { get; private init; }

    /// <summary>The character that masks the value from users without the right to see it. Null: never masked.</summary>
    public char? Mask { get; private init; }

    /// <summary>The name by which a query reaches the record that a lookup points to.</summary>
    public string? Relationship { get; private init; }

    /// <summary>A query of many rows can select it.</summary>
    public bool IsSelectable => Type is not ("base64" or "anyType" or "complexvalue");

    /// <param name="entity">The field's object.</param>
    /// <param name="field">What Salesforce said.</param>
    /// <param name="siblings">All fields of the object, for dependent options.</param>
    public static SalesforceField Of(string entity, FieldAnswer field, IReadOnlyList<FieldAnswer> siblings)
    {
        var info = new FieldInfo
        {
            Name = field.Name,
            WellKnown = SalesforceFields.MeaningOf(entity, field.Name),
            Label = field.Label ?? field.Name,
            Type = TypeOf(field),
            Required = field is { Createable: true, Nillable: false, DefaultedOnCreate: false } && field.Type is not "boolean",
            ReadOnly = !field.Createable && !field.Updateable,
            Custom = field.Custom,
            MaxLength = field.Length,
            Scale = field.Scale,
            ControllingField = field.ControllerName ?? "",
            LookupObjects = { field.ReferenceTo ?? [] },
            Filterable = field.Filterable,
            Sortable = field.Sortable,
        };
        if (LargestNumber(field) is { } largest)
            (info.Min, info.Max) = ("-" + largest, largest);
        if (info.Type is FieldType.Choice or FieldType.MultiChoice)
            info.Options.Add(SalesforcePicklists.Of(field, siblings));
        if (SalesforcePicklists.DefaultOf(info, field.DefaultValue) is { } initial)
            info.DefaultValue = initial;
        return new(info, field.Type)
        {
            Createable = field.Createable,
            Updateable = field.Updateable,
            Unique = field.Unique,
            Mask = field.Type is not "encryptedstring" ? null : field.Mask is "X" ? 'X' : '*',
            Relationship = field.Type is "reference" ? field.RelationshipName : null,
        };
    }

    private static FieldType TypeOf(FieldAnswer field) => field switch
    {
        { AutoNumber: true } => FieldType.AutoNumber,
        { Calculated: true } => FieldType.DisplayOnly,
        { Type: "textarea", HtmlFormatted: true } => FieldType.RichText,
        _ => field.Type switch
        {
            "string" or "combobox" or "id" or "encryptedstring" => FieldType.Text,
            "textarea" => FieldType.TextArea,
            "email" => FieldType.Email,
            "phone" => FieldType.Phone,
            "url" => FieldType.Url,
            "boolean" => FieldType.Boolean,
            "int" or "long" => FieldType.Integer,
            "double" => FieldType.Decimal,
            "percent" => FieldType.Percent,
            "currency" => FieldType.Money,
            "date" => FieldType.Date,
            "datetime" => FieldType.DateTime,
            "picklist" => FieldType.Choice,
            "multipicklist" => FieldType.MultiChoice,
            "reference" => FieldType.Lookup,
            _ => FieldType.DisplayOnly,
        },
    };

    /// <summary>As many nines as the field has digits. Null: not a number, or no limit said.</summary>
    private static string? LargestNumber(FieldAnswer field)
    {
        if (field.Type is "int" && field.Digits is > 0 and < 10)
            return new string('9', field.Digits);
        if (field.Type is not ("double" or "percent" or "currency") || field.Precision <= 0 || field.Precision < field.Scale)
            return null;
        var whole = new string('9', field.Precision - field.Scale);
        var largest = field.Scale > 0 ? string.Create(CultureInfo.InvariantCulture, $"{whole}.{new string('9', field.Scale)}") : whole;
        return largest.StartsWith('.') ? "0" + largest : largest;
    }
}
