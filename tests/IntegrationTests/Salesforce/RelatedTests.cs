using Customer360.Adapters;
using Customer360.Contracts.V1;
using Customer360.Sandbox;

namespace Customer360.IntegrationTests.Salesforce;

public sealed class RelatedTests : SalesforceTest
{
    [Fact]
    public async Task What_surrounds_a_contact_comes_newest_first_in_one_call()
    {
        var session = await OpenAsync();
        var hugh = await FindContactAsync(session, DemoCustomers.HughWinter);
        Time.Advance(TimeSpan.FromMinutes(1));
        await Adapter.LogActivityAsync(session, new() { Kind = RecordKind.Note, Subject = "A note", Customer = hugh }, Guid.CreateVersion7(), Cancelled);
        Time.Advance(TimeSpan.FromMinutes(1));
        await Adapter.LogActivityAsync(session, new() { Kind = RecordKind.Call, Subject = "A call", Direction = Direction.Inbound, Customer = hugh }, Guid.CreateVersion7(), Cancelled);
        var before = Server.Requests.Count;

        var answer = await ListAsync(session, hugh, 50);

        RequestsAfter(before).ShouldHaveSingleItem();
        answer.Records.Select(record => $"{record.Record.Ref.Kind} {record.Record.Title}")
            .ToArray().ShouldSatisfyAllConditions(
                found => found[..2].ShouldBe(["Call A call", "Note A note"]),
                found => found.ShouldContain("Event Product presentation"),
                found => found.ShouldContain("Task Call back"),
                found => found.ShouldContain("Case Warranty question"));
        answer.Records.Single(record => record.Record.Ref.Kind is RecordKind.Case).ShouldSatisfyAllConditions(
            found => found.Status.ShouldBe("New"),
            found => found.Open.ShouldBeTrue(),
            found => found.Number.Length.ShouldBe(8));
        answer.Records[0].Status.ShouldBe("Completed");
        answer.Records[0].Open.ShouldBeFalse();
        answer.Records.Select(record => record.SortTime.ToDateTimeOffset()).ShouldBeInOrder(SortDirection.Descending);
    }

    [Fact]
    public async Task Types_and_states_can_be_chosen()
    {
        var session = await OpenAsync();
        var contact = await MakeContactAsync(session);
        var rose = await FindContactAsync(session, DemoCustomers.RoseCalloway);
        await Adapter.LogActivityAsync(session, new() { Kind = RecordKind.Call, Subject = "A call", Direction = Direction.Inbound, Customer = contact }, Guid.CreateVersion7(), Cancelled);
        await Adapter.LogActivityAsync(session, new() { Kind = RecordKind.Task, Subject = "Call back", Customer = contact }, Guid.CreateVersion7(), Cancelled);

        var calls = await ListAsync(session, contact, 50, OpenFilter.Unspecified, RecordKind.Call);
        var tasks = await ListAsync(session, contact, 50, OpenFilter.Unspecified, RecordKind.Task);
        var open = await ListAsync(session, rose, 50, OpenFilter.Open, RecordKind.Case);
        var closed = await ListAsync(session, rose, 50, OpenFilter.Closed);

        calls.Records.ShouldHaveSingleItem().Record.Title.ShouldBe("A call");
        tasks.Records.ShouldHaveSingleItem().Record.Title.ShouldBe("Call back");
        open.Records.ShouldHaveSingleItem().Record.Title.ShouldBe("Reading lamp flickers");
        closed.Records.ShouldContain(record => record.Record.Title == "Invoice sent twice");
        closed.Records.ShouldAllBe(record => !record.Open);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(100)]
    public async Task Pages_come_to_their_end_without_gaps_or_repeats_though_times_are_equal(int size)
    {
        var session = await OpenAsync();
        var contact = await MakeContactAsync(session);
        for (var i = 0; i < 5; i++) // all within one second of the sandbox's clock
        {
            await Adapter.LogActivityAsync(session, new() { Kind = RecordKind.Task, Subject = $"Task {i}", Customer = contact }, Guid.CreateVersion7(), Cancelled);
            await Adapter.LogActivityAsync(session, new() { Kind = RecordKind.Note, Subject = $"Note {i}", Customer = contact }, Guid.CreateVersion7(), Cancelled);
        }

        var found = new List<string>();
        string? cursor = null;
        do
        {
            var page = await Adapter.ListRelatedAsync(session, new() { Record = contact, PageSize = size }, cursor, Cancelled);
            page.Records.Count.ShouldBeLessThanOrEqualTo(size);
            found.AddRange(page.Records.Select(record => record.Record.Ref.Id));
            cursor = page.NextPageToken.Length > 0 ? page.NextPageToken : null;
        }
        while (cursor is not null && found.Count < 100);

        found.ShouldBeUnique();
        found.Count.ShouldBe(10);
    }

    [Fact]
    public async Task An_accounts_list_includes_what_concerns_its_contacts()
    {
        var session = await OpenAsync();
        var account = (await Adapter.FindCustomersByNameAsync(session, "Harbor Light Books", Cancelled)).Single().Record.Ref;

        var answer = await ListAsync(session, account, 100, OpenFilter.Open, RecordKind.Case);

        answer.Records.Select(record => record.Record.Title).ShouldBe(["Wrong shade of blue", "Delivery is late", "Reading lamp flickers"]);
    }

    [Fact]
    public async Task What_the_agent_may_not_see_is_not_listed()
    {
        var victor = await FindContactAsync(await OpenAsync(), DemoCustomers.VictorStone);

        (await ListAsync(await OpenAsync(DemoUsers.Restricted), victor, 50)).Records.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("x")]
    [InlineData("")]
    [InlineData("12;Case")]
    [InlineData("99999999999999999999")]
    [InlineData("12;Case=-1")]
    public async Task A_foreign_cursor_is_refused(string cursor)
    {
        var session = await OpenAsync();
        var rose = await FindContactAsync(session, DemoCustomers.RoseCalloway);

        var failure = await Should.ThrowAsync<CrmException>(() => Adapter.ListRelatedAsync(session, new() { Record = rose, PageSize = 5 }, cursor, Cancelled));

        failure.Failure.ShouldBe(CrmFailure.CursorExpired);
    }

    private async Task<RecordRef> MakeContactAsync(CrmSession session) => await Adapter.CreateAsync(
        session, new(RecordKind.Contact, [await FieldAsync(session, RecordKind.Contact, "LastName", Text("Surrounded"))], null, Guid.CreateVersion7(), false), Cancelled);

    private Task<RelatedRecordsResponse> ListAsync(CrmSession session, RecordRef record, int size, OpenFilter filter = OpenFilter.Unspecified, params RecordKind[] kinds) =>
        Adapter.ListRelatedAsync(session, new() { Record = record, PageSize = size, OpenFilter = filter, Kinds = { kinds } }, null, Cancelled);
}
