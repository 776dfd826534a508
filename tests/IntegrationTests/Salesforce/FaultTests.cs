using Customer360.Adapters;
using Customer360.Contracts.V1;
using Customer360.Sandbox;

namespace Customer360.IntegrationTests.Salesforce;

public sealed class FaultTests : SalesforceTest
{
    [Fact]
    public async Task A_session_that_ended_is_renewed_once_for_all()
    {
        var session = await OpenAsync();
        Server.ExpireSessions();
        var before = Server.Requests.Count;

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => MatchAsync(session, "4155550132")));

        RequestsAfter(before).Count(request => request.Path == "/services/oauth2/token").ShouldBe(1);
    }

    [Fact]
    public async Task A_limit_is_told_as_one()
    {
        var session = await OpenAsync();
        Server.Faults.Add(new(FaultKind.RateLimited) { PathContains = "/services/data" });

        (await Should.ThrowAsync<CrmException>(() => MatchAsync(session, "4155550132"))).Failure.ShouldBe(CrmFailure.RateLimited);
    }

    [Fact]
    public async Task An_agent_without_API_rights_needs_an_admin()
    {
        var session = await OpenAsync(DemoUsers.NoApi);

        (await Should.ThrowAsync<CrmException>(() => MatchAsync(session, "4155550132"))).Failure.ShouldBe(CrmFailure.Misconfigured);
    }

    [Theory]
    [InlineData(FaultKind.ServerError, CrmFailure.Unavailable)]
    [InlineData(FaultKind.Reset, CrmFailure.Unavailable)]
    [InlineData(FaultKind.GarbageBody, CrmFailure.BadReply)]
    [InlineData(FaultKind.TruncatedBody, CrmFailure.Unavailable)]
    public async Task A_read_that_fails_changes_nothing_and_says_why(FaultKind fault, CrmFailure expected)
    {
        var session = await OpenAsync();
        Server.Faults.Add(new(fault) { PathContains = "/composite", Html = true });

        (await Should.ThrowAsync<CrmException>(() => MatchAsync(session, "4155550132"))).Failure.ShouldBe(expected);
        Server.Faults.Clear();

        (await MatchAsync(session, "4155550132")).Matches.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(FaultKind.ServerError)]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.LostAnswer)]
    [InlineData(FaultKind.LateCommit)]
    [InlineData(FaultKind.GarbageBody)]
    [InlineData(FaultKind.TruncatedBody)]
    [InlineData(FaultKind.RowLocked)]
    public async Task A_create_that_is_repeated_after_a_fault_makes_one_record(FaultKind fault)
    {
        var session = await OpenAsync();
        var create = new CrmCreate(RecordKind.Contact, [await FieldAsync(session, RecordKind.Contact, "LastName", Text("Once"))], null, Guid.CreateVersion7(), false);
        Server.Faults.Add(new(fault) { Method = "PATCH", Times = 1, Delay = TimeSpan.FromMilliseconds(300) });

        var made = await RepeatAsync(() => Adapter.CreateAsync(session, create, Cancelled));
        Server.Clock.Advance(TimeSpan.FromSeconds(60));
        await Task.Delay(500, Cancelled);

        Server.Ledger.Where(entry => entry.Operation == WriteOperation.Create).ShouldHaveSingleItem().Id.ShouldBe(made.Id);
    }

    [Theory]
    [InlineData(FaultKind.LostAnswer, true)]
    [InlineData(FaultKind.Reset, null)]
    public async Task Without_a_reference_field_an_unknown_outcome_is_said_and_can_be_settled(FaultKind fault, bool? found)
    {
        var session = await OpenAsync(connection: Connection(references: false));
        var create = new CrmCreate(RecordKind.Contact, [await FieldAsync(session, RecordKind.Contact, "LastName", Text("Maybe"))], null, Guid.CreateVersion7(Time.GetUtcNow()), false);
        Server.Faults.Add(new(fault) { Method = "POST", PathContains = "/sobjects/", Times = 1 });

        var failure = await Should.ThrowAsync<CrmException>(() => Adapter.CreateAsync(session, create, Cancelled));

        failure.Failure.ShouldBe(CrmFailure.OutcomeUnknown);
        ((await Adapter.FindByReferenceAsync(session, RecordKind.Contact, create.Reference, Cancelled)) is not null ? true : (bool?)null).ShouldBe(found);
        Server.Ledger.Count.ShouldBe(found is true ? 1 : 0);
    }

    private static async Task<RecordRef> RepeatAsync(Func<Task<RecordRef>> create)
    {
        try
        {
            return await create();
        }
        catch (CrmException unknown) when (unknown.Failure is CrmFailure.OutcomeUnknown)
        {
            return await create();
        }
    }
}
