using Customer360.Adapters;
using Customer360.Contracts.V1;

namespace Customer360.Gateway.Matching;

/// <summary>Which fields of contacts and accounts count for a number, by API name.</summary>
/// <param name="Contact">Contact fields.</param>
/// <param name="Account">Account fields.</param>
internal sealed record PhoneFields(IReadOnlyList<string> Contact, IReadOnlyList<string> Account)
{
    private static readonly WellKnownField[] Mobile = [WellKnownField.MobilePhone];
    private static readonly WellKnownField[] Business = [WellKnownField.BusinessPhone];
    private static readonly WellKnownField[] AccountPhone = [WellKnownField.AccountPhone];

    /// <summary>The connection's setting for the channel, else the contract's default: for voice the contact's mobile and
    /// the account's phone, for messages the contact's mobile alone.</summary>
    public static PhoneFields For(ICrmAdapter adapter, Connection connection, Channel channel)
    {
        foreach (var set in connection.PhoneFields)
            if (set.Channels.Contains(channel))
                return new(Names(adapter, RecordKind.Contact, set.ContactFields), Names(adapter, RecordKind.Account, set.AccountFields));
        return Default(adapter, Mobile, channel is Channel.Voice ? AccountPhone : []);
    }

    /// <summary>What a bot collected: the contact's business phone and the account's phone.</summary>
    public static PhoneFields ForBot(ICrmAdapter adapter) => Default(adapter, Business, AccountPhone);

    private static PhoneFields Default(ICrmAdapter adapter, WellKnownField[] contact, WellKnownField[] account) =>
        new(Names(adapter, RecordKind.Contact, contact), Names(adapter, RecordKind.Account, account));

    private static string[] Names(ICrmAdapter adapter, RecordKind kind, IEnumerable<WellKnownField> fields) =>
        [.. fields.Select(field => adapter.GetFieldName(kind, field)).OfType<string>()];

    private static string[] Names(ICrmAdapter adapter, RecordKind kind, IEnumerable<FieldSelector> fields) =>
        [.. fields.Select(field => field.ByCase is FieldSelector.ByOneofCase.Name ? field.Name : adapter.GetFieldName(kind, field.WellKnown)).OfType<string>()];
}
