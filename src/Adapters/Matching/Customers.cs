using Customer360.Contracts.V1;

namespace Customer360.Adapters.Matching;

/// <summary>What makes records one customer.</summary>
public static class Customers
{
    /// <summary>The most that an answer lists.</summary>
    public const int Max = 50;

    /// <summary>Each customer once: an account gives way to a contact of it. Contacts first, then by name.</summary>
    public static IReadOnlyList<IdentifiedCustomer> OnceEach(IEnumerable<IdentifiedCustomer> found)
    {
        var customers = found.DistinctBy(customer => Key(customer.Record.Ref)).ToList();
        var accountsOfContacts = customers.Where(customer => customer.Account is not null).Select(customer => Key(customer.Account)).ToHashSet();
        return
        [
            .. customers
                .Where(customer => !accountsOfContacts.Contains(Key(customer.Record.Ref)))
                .OrderBy(customer => customer.Record.Ref.Kind is RecordKind.Contact ? 0 : 1)
                .ThenBy(customer => customer.Record.Title, StringComparer.OrdinalIgnoreCase)
                .ThenBy(customer => customer.Record.Ref.Id, StringComparer.Ordinal)
                .Take(Max),
        ];
    }

    private static (RecordKind, string) Key(RecordRef record) => (record.Kind, record.Id);
}
