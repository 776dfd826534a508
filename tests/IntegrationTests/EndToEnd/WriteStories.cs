using Customer360.Contracts.V1;
using Customer360.IntegrationTests.Gateway;
using Customer360.Sandbox;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Customer360.IntegrationTests.EndToEnd;

/// <summary>From ring to record: what an agent writes, checked against the CRM's own ledger.</summary>
public sealed class WriteStories(StoryHost story) : IClassFixture<StoryHost>
{
    [Fact]
    public async Task An_unknown_caller_becomes_a_contact_with_a_logged_call_that_opens_in_the_CRM()
    {
        var customers = story.As(DemoUsers.Full);
        const string Phone = "+1 415 555 0188";
        (await customers.MatchByPhoneAsync(new() { Phone = Phone }, cancellationToken: Token)).Outcome.ShouldBe(MatchOutcome.NoMatch);

        var created = await customers.CreateContactAsync(Contact("Zoë", "O'Malley-\"Quote\"", Phone), cancellationToken: Token);
        var logged = await customers.LogActivityAsync(Call(created.Record.Ref), cancellationToken: Token);
        var match = await customers.MatchByPhoneAsync(new() { Phone = "(415) 555-0188", Region = "US" }, cancellationToken: Token);
        var related = await customers.RelatedRecordsAsync(new() { Record = created.Record.Ref }, cancellationToken: Token);
        var link = await customers.DeepLinkAsync(new() { Record = created.Record.Ref }, cancellationToken: Token);

        created.Record.Title.ShouldContain("Zoë");
        match.Matches.Single().Record.Id.ShouldBe(created.Record.Ref.Id);
        logged.StoredLinks.Customer.Id.ShouldBe(created.Record.Ref.Id);
        related.Records.ShouldContain(record => record.Record.Ref.Id == logged.Activity.Id && record.Label == RelatedLabel.Suggested);
        link.Uri.ShouldContain(created.Record.Ref.Id);
    }

    [Fact]
    public async Task A_repeat_with_the_same_request_id_answers_the_first_and_writes_nothing()
    {
        var customers = story.As(DemoUsers.Full);
        var request = Contact("Once", "Only", "+1 415 555 0189");

        var first = await customers.CreateContactAsync(request, cancellationToken: Token);
        var writes = story.Crm.Ledger.Count;
        var second = await customers.CreateContactAsync(request, cancellationToken: Token);

        second.ShouldBe(first);
        story.Crm.Ledger.Count.ShouldBe(writes);
    }

    [Fact]
    public async Task Another_body_under_the_same_request_id_is_refused()
    {
        var customers = story.As(DemoUsers.Full);
        var request = Contact("Twice", "Used", "+1 415 555 0190");
        await customers.CreateContactAsync(request, cancellationToken: Token);

        request.Fields[0].Value.Text = "Other";
        (await customers.CreateContactAsync(request, cancellationToken: Token).FailureAsync()).Reason().ShouldBe("REQUEST_ID_REUSED");
    }

    [Fact]
    public async Task Fifty_at_the_same_time_make_one_contact()
    {
        var customers = story.As(DemoUsers.Full);
        var request = Contact("Fifty", "Fold", "+1 415 555 0191");
        var writes = story.Crm.Ledger.Count;

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => customers.CreateContactAsync(request, cancellationToken: Token).ResponseAsync));

        answers.Select(answer => answer.Record.Ref.Id).Distinct().Count().ShouldBe(1);
        story.Crm.Ledger.Count.ShouldBe(writes + 1);
    }

    [Fact]
    public async Task A_read_only_agent_is_refused_and_nothing_is_written()
    {
        var writes = story.Crm.Ledger.Count;

        var failure = await story.As(DemoUsers.ReadOnly).CreateContactAsync(Contact("No", "Rights", "+1 415 555 0192"), cancellationToken: Token).FailureAsync();

        failure.StatusCode.ShouldBe(StatusCode.PermissionDenied);
        failure.Reason().ShouldBe("CRM_PERMISSION_DENIED");
        story.Crm.Ledger.Count.ShouldBe(writes);
    }

    [Fact]
    public async Task A_duplicate_names_only_what_this_agent_can_read()
    {
        var request = Contact("Vic", DemoCustomers.VictorStone.LastName, "+1 415 555 0193");
        request.Fields.Add(Text(WellKnownField.Email, DemoCustomers.VictorStone.Email!));

        var full = await story.As(DemoUsers.Full).CreateContactAsync(request, cancellationToken: Token).FailureAsync();
        full.StatusCode.ShouldBe(StatusCode.AlreadyExists);
        full.Get<DuplicateRecords>().Duplicates.ShouldHaveSingleItem().Title.ShouldBe(DemoCustomers.VictorStone.Name);

        request.RequestId = Guid.CreateVersion7().ToString();
        request.AllowDuplicate = true;
        (await story.As(DemoUsers.Full).CreateContactAsync(request, cancellationToken: Token)).Record.Ref.Id.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_record_that_somebody_changed_meanwhile_is_not_overwritten()
    {
        var customers = story.As(DemoUsers.Full);
        var created = (await customers.CreateContactAsync(Contact("Con", "Flict", "+1 415 555 0194"), cancellationToken: Token)).Record;
        story.Crm.Clock.Advance(TimeSpan.FromSeconds(3));
        await customers.UpdateRecordAsync(Update(created, "First"), cancellationToken: Token);
        story.Crm.Clock.Advance(TimeSpan.FromSeconds(3));

        var failure = await customers.UpdateRecordAsync(Update(created, "Second"), cancellationToken: Token).FailureAsync();

        failure.StatusCode.ShouldBe(StatusCode.Aborted);
        failure.Reason().ShouldBe("RECORD_CHANGED");
        var again = Update(created, "Second");
        again.Etag = failure.Get<Google.Rpc.ErrorInfo>().Metadata["etag"];
        (await customers.UpdateRecordAsync(again, cancellationToken: Token)).Record.Title.ShouldContain("Second");
    }

    [Fact]
    public async Task Validate_only_says_what_is_wrong_and_writes_nothing()
    {
        var writes = story.Crm.Ledger.Count;
        var request = Contact("Only", "Checked", "+1 415 555 0195");
        request.ValidateOnly = true;

        (await story.As(DemoUsers.Full).CreateContactAsync(request, cancellationToken: Token)).Record.ShouldBeNull();
        request.Fields.Add(Text(WellKnownField.JobTitle, new string('x', 500)));
        var failure = await story.As(DemoUsers.Full).CreateContactAsync(request, cancellationToken: Token).FailureAsync();

        failure.Fields().ShouldBe(["fields[3].value"]);
        story.Crm.Ledger.Count.ShouldBe(writes);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static CreateContactRequest Contact(string first, string last, string phone) => new()
    {
        RequestId = Guid.CreateVersion7().ToString(),
        Fields = { Text(WellKnownField.FirstName, first), Text(WellKnownField.LastName, last), Text(WellKnownField.MobilePhone, phone) },
    };

    private static UpdateRecordRequest Update(Contracts.V1.Record record, string first) => new()
    {
        RequestId = Guid.CreateVersion7().ToString(),
        Record = record.Ref,
        Etag = record.Etag,
        Fields = { Text(WellKnownField.FirstName, first) },
    };

    private static LogActivityRequest Call(RecordRef customer) => new()
    {
        RequestId = Guid.CreateVersion7().ToString(),
        Activity = new()
        {
            Kind = RecordKind.Call,
            Subject = "Asked about Größe & <price>",
            Direction = Direction.Inbound,
            Duration = Duration.FromTimeSpan(TimeSpan.FromSeconds(187)),
            Customer = customer,
        },
    };

    private static FieldInput Text(WellKnownField field, string value) => new() { Field = new() { WellKnown = field }, Value = new() { Text = value } };
}
