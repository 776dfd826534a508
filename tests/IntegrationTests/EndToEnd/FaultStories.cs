using Customer360.Contracts.V1;
using Customer360.IntegrationTests.Gateway;
using Customer360.Sandbox;
using Grpc.Core;

namespace Customer360.IntegrationTests.EndToEnd;

/// <summary>What an agent sees when the CRM misbehaves, and what the CRM's ledger holds afterwards.</summary>
public sealed class FaultStories(StoryHost story) : IClassFixture<StoryHost>
{
    [Fact]
    public async Task An_expired_session_is_renewed_and_the_agent_notices_nothing()
    {
        story.Crm.ExpireSessions();

        (await MatchAsync()).Outcome.ShouldBe(MatchOutcome.SingleMatch);
    }

    [Theory]
    [InlineData(FaultKind.ServerError, StatusCode.Unavailable, "CRM_UNAVAILABLE")]
    [InlineData(FaultKind.Reset, StatusCode.Unavailable, "CRM_UNAVAILABLE")]
    [InlineData(FaultKind.RateLimited, StatusCode.ResourceExhausted, "CRM_RATE_LIMITED")]
    [InlineData(FaultKind.GarbageBody, StatusCode.Internal, "CRM_PROTOCOL_ERROR")]
    [InlineData(FaultKind.Hang, StatusCode.DeadlineExceeded, "CRM_TIMEOUT")]
    public async Task A_failing_CRM_is_named_as_such(FaultKind kind, StatusCode code, string reason)
    {
        using var fault = story.Break(new(kind));

        var failure = await Should.ThrowAsync<RpcException>(() => MatchAsync(TimeSpan.FromSeconds(2)));

        failure.ShouldBe(code, reason);
        failure.Get<Google.Rpc.ErrorInfo>().Metadata["crm_kind"].ShouldBe("SALESFORCE");
        failure.Status.Detail.ShouldNotContain("555");
    }

    [Fact]
    public async Task One_failing_answer_is_asked_again()
    {
        using var fault = story.Break(new(FaultKind.ServerError) { Times = 1 });

        (await MatchAsync()).Outcome.ShouldBe(MatchOutcome.SingleMatch);
    }

    [Theory]
    [InlineData(FaultKind.LostAnswer)]
    [InlineData(FaultKind.TruncatedBody)]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.ServerError)]
    public async Task A_write_whose_answer_is_lost_is_settled_by_a_repeat_without_a_double(FaultKind kind)
    {
        var request = new CreateContactRequest
        {
            RequestId = Guid.CreateVersion7().ToString(),
            Fields =
            {
                Text(WellKnownField.FirstName, "Lost"),
                Text(WellKnownField.LastName, $"Answer {kind}"),
            },
        };
        var customers = story.As(DemoUsers.Full);
        var before = story.Crm.Ledger.Count;

        using (story.Break(new(kind) { Method = "PATCH", Times = 1 }))
            try
            {
                await customers.CreateContactAsync(request, cancellationToken: Token);
            }
            catch (RpcException unsettled)
            {
                unsettled.Reason().ShouldBeOneOf("CRM_OUTCOME_UNKNOWN", "CRM_UNAVAILABLE");
            }
        var settled = await customers.CreateContactAsync(request, cancellationToken: Token);

        settled.Record.Ref.Id.ShouldNotBeEmpty();
        story.Crm.Ledger.After(before).Count(entry => entry.ObjectName == "Contact" && entry.Operation is WriteOperation.Create).ShouldBe(1);
    }

    [Fact]
    public async Task A_repeat_takes_nothing_back_that_somebody_changed_since()
    {
        var request = new CreateContactRequest
        {
            RequestId = Guid.CreateVersion7().ToString(),
            Fields = { Text(WellKnownField.FirstName, "Before"), Text(WellKnownField.LastName, "The Change") },
        };
        var customers = story.As(DemoUsers.Full);
        using (story.Break(new(FaultKind.LostAnswer) { Method = "PATCH" }))
            (await customers.CreateContactAsync(request, cancellationToken: Token).FailureAsync()).ShouldBe(StatusCode.Unknown, "CRM_OUTCOME_UNKNOWN");
        var made = (await customers.SearchAsync(new() { Fields = new() { LastName = "The Change" } }, cancellationToken: Token)).Results.Single().Record.Ref;
        await customers.UpdateRecordAsync(
            new() { RequestId = Guid.CreateVersion7().ToString(), Record = made, Fields = { Text(WellKnownField.FirstName, "After") } }, cancellationToken: Token);

        var settled = await customers.CreateContactAsync(request, cancellationToken: Token);

        settled.Record.Ref.Id.ShouldBe(made.Id);
        settled.Record.Title.ShouldBe("After The Change");
    }

    [Theory]
    [InlineData(RecordKind.Note, "ContentNote")]
    [InlineData(RecordKind.Task, "Task")]
    public async Task An_activity_whose_answer_is_lost_is_written_once_by_a_repeat(RecordKind kind, string entity)
    {
        var customers = story.As(DemoUsers.Full);
        var customer = (await customers.MatchByPhoneAsync(new() { Phone = "+14155550134" }, cancellationToken: Token)).Matches.Single().Record;
        var request = new LogActivityRequest
        {
            RequestId = Guid.CreateVersion7().ToString(),
            Activity = new() { Kind = kind, Subject = $"Lost {kind}", Description = "Said once.", Customer = customer },
        };
        var before = story.Crm.Ledger.Count;

        using (story.Break(new(FaultKind.LostAnswer) { Method = kind is RecordKind.Note ? "POST" : "PATCH", PathContains = kind is RecordKind.Note ? "composite" : null }))
            (await customers.LogActivityAsync(request, cancellationToken: Token).FailureAsync()).ShouldBe(StatusCode.Unknown, "CRM_OUTCOME_UNKNOWN");
        var settled = await customers.LogActivityAsync(request, cancellationToken: Token);

        settled.Activity.Id.ShouldNotBeEmpty();
        settled.StoredLinks.Customer.Id.ShouldBe(customer.Id);
        story.Crm.Ledger.After(before).Count(entry => entry.ObjectName == entity && entry.Operation is WriteOperation.Create).ShouldBe(1);
    }

    [Fact]
    public async Task A_cancelled_search_is_cancelled_at_the_CRM()
    {
        using var fault = story.Break(new(FaultKind.Hang) { Times = 1 });
        var before = story.Crm.Requests.Count;
        using var giveUp = new CancellationTokenSource();

        var search = story.As(DemoUsers.Full).SearchAsync(new() { Text = "Calloway" }, cancellationToken: giveUp.Token).ResponseAsync;
        await StoryHost.UntilAsync(() => story.Crm.Requests.Count > before);
        await giveUp.CancelAsync();

        (await Should.ThrowAsync<RpcException>(() => search)).StatusCode.ShouldBe(StatusCode.Cancelled);
        await StoryHost.UntilAsync(() => story.Crm.Requests.After(before).Any(request => request.Outcome is RequestOutcome.ClientGone));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private async Task<MatchByPhoneResponse> MatchAsync(TimeSpan? deadline = null) => await story.As(DemoUsers.Full).MatchByPhoneAsync(
        new() { Phone = "+14155550132" }, deadline: deadline is { } span ? DateTime.UnixEpoch + (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch) + span : null, cancellationToken: Token);

    private static FieldInput Text(WellKnownField field, string value) => new() { Field = new() { WellKnown = field }, Value = new() { Text = value } };
}
