using Customer360.Adapters;
using Customer360.Contracts.V1;
using Customer360.Gateway.CrmAccess;
using Customer360.Gateway.Matching;

namespace Customer360.Gateway.Customers;

/// <summary>Finds customer and case from what is known before a conversation. The machine never chooses among several.</summary>
internal sealed class Identification(PhoneMatcher matcher)
{
    /// <summary>Customers and cases offered at most.</summary>
    private const int MostOffered = 50;

    public async Task<IdentifyResponse> IdentifyAsync(
        CrmCall crm, IdentificationContext context, string region, Channel channel, CancellationToken cancellationToken)
    {
        var inputs = IdentificationInput.Of(context);
        // All at once: narrowing needs every answer, and the caller waits for the slowest only.
        var customerHits = Task.WhenAll(inputs.Where(input => input.Field is not InputField.CaseNumber)
            .Select(input => FindCustomersAsync(crm, input, region, channel, cancellationToken)));
        var caseInput = inputs.FirstOrDefault(input => input.Field is InputField.CaseNumber);
        var cases = caseInput is null ? [] : await crm.Adapter.FindCasesByNumberAsync(crm.Session, caseInput.Value, cancellationToken);
        var candidates = Narrow(await customerHits);

        var answer = new IdentifyResponse();
        if (caseInput is not null)
        {
            caseInput.Use.Hits = cases.Count;
            candidates = await SettleNamedCaseAsync(crm, cases, candidates, caseInput.Use, answer, cancellationToken);
        }
        else if (candidates.Count == 1)
            await SettleOwnCaseAsync(crm, candidates[0], answer, cancellationToken);
        else
            answer.CaseOutcome = CaseOutcome.NoCase;

        answer.Outcome = PhoneMatcher.Outcome(candidates.Count);
        answer.Customers.AddRange(candidates.Take(MostOffered));
        answer.Inputs.AddRange(inputs.Select(input => input.Use));
        return answer;
    }

    /// <summary>The first input with any hit decides; a later one narrows what is left, unless nobody would be left.</summary>
    internal static IReadOnlyList<IdentifiedCustomer> Narrow(IReadOnlyList<InputHits> inputs)
    {
        IReadOnlyList<IdentifiedCustomer> candidates = [];
        foreach (var (input, hits) in inputs)
        {
            if (hits.Count == 0)
                continue;
            var left = candidates.Count == 0 ? hits : [.. candidates.Where(candidate => hits.Any(hit => IsSameCustomer(candidate, hit)))];
            if (left.Count == 0)
                continue;
            candidates = left;
            input.Use.Used = true;
            foreach (var candidate in candidates)
                candidate.FoundBy.Add(input.Field);
        }
        return candidates;
    }

    private async Task<InputHits> FindCustomersAsync(
        CrmCall crm, IdentificationInput input, string region, Channel channel, CancellationToken cancellationToken)
    {
        var hits = input.Field switch
        {
            InputField.Phone => await FindByPhoneAsync(crm, input, region, channel, cancellationToken),
            InputField.Email => await crm.Adapter.FindCustomersByEmailAsync(crm.Session, input.Value, cancellationToken),
            _ => await crm.Adapter.FindCustomersByNameAsync(crm.Session, input.Value, cancellationToken),
        };
        input.Use.Hits = hits.Count;
        return new(input, hits);
    }

    private async Task<IReadOnlyList<IdentifiedCustomer>> FindByPhoneAsync(
        CrmCall crm, IdentificationInput input, string region, Channel channel, CancellationToken cancellationToken)
    {
        var fields = input.Use.Source is InputSource.Bot
            ? PhoneFields.ForBot(crm.Adapter)
            : PhoneFields.For(crm.Adapter, crm.Session.Connection, channel);
        try
        {
            var found = await matcher.MatchAsync(crm, input.Value, region, fields, cancellationToken);
            return [.. found.Matches.Select(ToCustomer)];
        }
        catch (CrmException unreadable) when (unreadable.Failure is CrmFailure.InvalidRequest)
        {
            input.Use.Problem = "INVALID_FIELD"; // A customer's typing error in one answer must not hide what the others say.
            return [];
        }
    }

    private static async Task<IReadOnlyList<IdentifiedCustomer>> SettleNamedCaseAsync(
        CrmCall crm, IReadOnlyList<IdentifiedCase> cases, IReadOnlyList<IdentifiedCustomer> candidates, InputUse use,
        IdentifyResponse answer, CancellationToken cancellationToken)
    {
        var active = cases.Where(found => found.Active).ToList();
        if (active.Count > 1)
        {
            answer.CaseOutcome = CaseOutcome.MultipleCases;
            answer.Cases.AddRange(active.Take(MostOffered));
            return candidates;
        }

        var named = active.Count == 1 ? active[0] : cases.Count == 1 ? cases[0] : null;
        if (named is null)
        {
            answer.CaseOutcome = cases.Count == 0 ? CaseOutcome.NoCase : CaseOutcome.CaseClosed;
            return candidates;
        }

        use.Used = true;
        answer.Cases.Add(named);
        answer.CaseOutcome = named.Active ? CaseOutcome.Linked : CaseOutcome.CaseClosed;
        if (candidates.Count == 1)
        {
            if (!IsCustomerOf(candidates[0], named))
                answer.CaseOutcome = CaseOutcome.CaseOfOtherCustomer;
            return candidates;
        }
        return await FindCustomerOfAsync(crm, named, cancellationToken) is { } customer ? [customer] : candidates;
    }

    private static async Task SettleOwnCaseAsync(CrmCall crm, IdentifiedCustomer customer, IdentifyResponse answer, CancellationToken cancellationToken)
    {
        var own = await crm.Adapter.ListActiveCasesAsync(crm.Session, customer.Record.Ref, cancellationToken);
        answer.CaseOutcome = own.Count switch { 0 => CaseOutcome.NoCase, 1 => CaseOutcome.Linked, _ => CaseOutcome.MultipleCases };
        answer.Cases.AddRange(own.Take(MostOffered));
    }

    private static async Task<IdentifiedCustomer?> FindCustomerOfAsync(CrmCall crm, IdentifiedCase found, CancellationToken cancellationToken)
    {
        if (found.Customer is null || await crm.Adapter.FindRecordAsync(crm.Session, found.Customer, [], cancellationToken) is not { } record)
            return null;
        return new()
        {
            Record = new() { Ref = record.Ref, Title = record.Title, Subtitle = record.Subtitle },
            Account = found.Account,
            FoundBy = { InputField.CaseNumber },
        };
    }

    private static IdentifiedCustomer ToCustomer(PhoneMatch match) => new()
    {
        Record = new() { Ref = match.Record, Title = match.Name, Subtitle = match.Company },
        Account = match.Account,
        Email = match.Email,
    };

    /// <summary>A contact and the account that it belongs to are one customer.</summary>
    private static bool IsSameCustomer(IdentifiedCustomer one, IdentifiedCustomer other) =>
        IsSame(one.Record.Ref, other.Record.Ref) || IsSame(one.Account, other.Record.Ref) || IsSame(one.Record.Ref, other.Account);

    private static bool IsCustomerOf(IdentifiedCustomer customer, IdentifiedCase found) =>
        IsSame(customer.Record.Ref, found.Customer) || IsSame(customer.Record.Ref, found.Account)
        || (found.Customer?.Kind is RecordKind.Account && IsSame(customer.Account, found.Customer));

    private static bool IsSame(RecordRef? one, RecordRef? other) =>
        one is not null && other is not null && one.Kind == other.Kind && one.Id == other.Id;

    /// <summary>One input and the customers that it leads to by itself.</summary>
    internal sealed record InputHits(IdentificationInput Input, IReadOnlyList<IdentifiedCustomer> Hits);
}
