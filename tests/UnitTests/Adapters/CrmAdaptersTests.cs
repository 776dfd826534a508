using Customer360.Adapters;
using Customer360.Adapters.Http;
using Customer360.Contracts.V1;

namespace Customer360.UnitTests.Adapters;

public sealed class CrmAdaptersTests
{
    [Fact]
    public void An_adapter_is_found_by_its_kind()
    {
        var adapter = Adapter(CrmKind.Zoho);

        new CrmAdapters([Adapter(CrmKind.Salesforce), adapter]).Get(CrmKind.Zoho).ShouldBeSameAs(adapter);
    }

    [Fact]
    public void A_kind_without_adapter_is_misconfigured() =>
        Should.Throw<CrmException>(() => new CrmAdapters([]).Get(CrmKind.Zoho)).Failure.ShouldBe(CrmFailure.Misconfigured);

    [Fact]
    public void Two_adapters_of_one_kind_are_refused() =>
        Should.Throw<ArgumentException>(() => new CrmAdapters([Adapter(CrmKind.Zoho), Adapter(CrmKind.Zoho)]));

    [Fact]
    public void A_full_table_forgets_what_was_unused_longest_and_keeps_what_is_in_use()
    {
        var table = new RecentTable<int, Used>(most: 16);
        for (var i = 0; i < 16; i++)
            table.GetOrAdd(i, new Used(LastUsed: i, IsIdle: i != 0));

        table.GetOrAdd(16, new Used(16, true));

        table.Values.Count.ShouldBe(15);
        (table.Find(0), table.Find(1), table.Find(2)).ShouldSatisfyAllConditions(found => found.Item1.ShouldNotBeNull(), found => found.Item2.ShouldBeNull(), found => found.Item3.ShouldBeNull());
    }

    private static ICrmAdapter Adapter(CrmKind kind)
    {
        var adapter = Substitute.For<ICrmAdapter>();
        adapter.Kind.Returns(kind);
        return adapter;
    }

    private sealed record Used(long LastUsed, bool IsIdle) : IUsed;
}
