using Customer360.Adapters;
using Customer360.Adapters.Phones;
using Customer360.Contracts.V1;
using Customer360.Gateway.CrmAccess;
using Google.Protobuf.WellKnownTypes;

namespace Customer360.Gateway.Matching;

/// <summary>Says whose a number is: understands it, and asks the CRM only for numbers that can be somebody's.</summary>
internal sealed class PhoneMatcher(TimeProvider time)
{
    /// <exception cref="CrmException">InvalidRequest naming phone or region when the number can't be read.</exception>
    public Task<MatchByPhoneResponse> MatchAsync(CrmCall crm, string phone, string region, Channel channel, CancellationToken cancellationToken) =>
        MatchAsync(crm, phone, region, PhoneFields.For(crm.Adapter, crm.Session.Connection, channel), cancellationToken);

    /// <inheritdoc cref="MatchAsync(CrmCall, string, string, Channel, CancellationToken)"/>
    public async Task<MatchByPhoneResponse> MatchAsync(CrmCall crm, string phone, string region, PhoneFields fields, CancellationToken cancellationToken)
    {
        var defaultRegion = region.Length > 0 ? region : crm.Session.Connection.DefaultRegion;
        var number = Understand(phone, defaultRegion.Length > 0 ? defaultRegion : null);
        var answer = new MatchByPhoneResponse { Number = ToMessage(number), Outcome = MatchOutcome.NoMatch };
        if (!number.IsSubscriber || (fields.Contact.Count == 0 && fields.Account.Count == 0))
            return answer;

        var storedRegion = crm.Session.Connection.DefaultRegion is { Length: > 0 } own ? own : defaultRegion;
        var query = new PhoneQuery(number, storedRegion.Length > 0 ? storedRegion : null, fields.Contact, fields.Account);
        var found = await crm.Adapter.MatchByPhoneAsync(crm.Session, query, cancellationToken);
        answer.Matches.AddRange(found.Matches);
        answer.TotalCount = found.TotalCount;
        answer.TotalCapped = found.Capped;
        answer.Outcome = Outcome(found.TotalCount);
        answer.Freshness = new() { FetchedTime = time.GetUtcNow().ToTimestamp(), Source = FreshnessSource.Crm };
        return answer;
    }

    public static MatchOutcome Outcome(int count) => count switch
    {
        0 => MatchOutcome.NoMatch,
        1 => MatchOutcome.SingleMatch,
        _ => MatchOutcome.MultipleMatches,
    };

    private static PhoneNumber Understand(string phone, string? region)
    {
        if (PhoneNumber.TryParse(phone, region, out var number, out var failure))
            return number;
        throw failure switch
        {
            PhoneFailure.RegionNeeded => CrmException.Invalid("region", "needed: the number has no country code, and the connection has no default region"),
            PhoneFailure.UnknownRegion => CrmException.Invalid("region", "is no ISO 3166 region with phone numbers"),
            PhoneFailure.Empty => CrmException.Invalid("phone", "is required"),
            PhoneFailure.TextTooLong => CrmException.Invalid("phone", $"is longer than {PhoneNumber.MaxTextLength} characters"),
            PhoneFailure.UnknownCallingCode => CrmException.Invalid("phone", "begins with a country code that nobody has"),
            PhoneFailure.TooShort => CrmException.Invalid("phone", "has too few digits"),
            PhoneFailure.LocalOnly => CrmException.Invalid("phone", "lacks its area code"),
            PhoneFailure.TooLong => CrmException.Invalid("phone", "has too many digits"),
            PhoneFailure.WrongLength => CrmException.Invalid("phone", "has a number of digits that its country doesn't use"),
            _ => CrmException.Invalid("phone", "is no phone number"),
        };
    }

    private static UnderstoodNumber ToMessage(PhoneNumber number) => new()
    {
        E164 = number.E164,
        National = number.IsSubscriber ? number.Format(PhoneFormat.National) : "",
        Region = number.Region,
        Extension = number.Extension ?? "",
        Kind = number.Kind switch
        {
            PhoneKind.Anonymous => PhoneNumberKind.Anonymous,
            PhoneKind.ShortCode => PhoneNumberKind.ShortCode,
            PhoneKind.Emergency => PhoneNumberKind.Emergency,
            _ => PhoneNumberKind.Number,
        },
    };
}
