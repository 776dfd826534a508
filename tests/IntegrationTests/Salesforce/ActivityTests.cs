using Customer360.Adapters;
using Customer360.Contracts.V1;
using Customer360.Sandbox;
using Google.Protobuf.WellKnownTypes;

namespace Customer360.IntegrationTests.Salesforce;

public sealed class ActivityTests : SalesforceTest
{
    private static readonly DateTimeOffset Began = new(2026, 11, 20, 4, 30, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_call_is_a_task_on_the_users_own_day()
    {
        var session = await OpenAsync(); // in Los Angeles, where it is still the day before
        var rose = await FindContactAsync(session, DemoCustomers.RoseCalloway);
        var open = (await Adapter.ListActiveCasesAsync(session, rose, Cancelled)).Single().Record.Ref;

        var logged = await Adapter.LogActivityAsync(session, Call(rose, open), Guid.CreateVersion7(), Cancelled);

        logged.StoredLinks.ShouldBe(new StoredLinks { Customer = rose, Regarding = open });
        logged.Activity.Kind.ShouldBe(RecordKind.Call);
        var task = await ReadAsync(session, logged.Activity);
        task["TaskSubtype"].Choice.ShouldBe("Call");
        task["CallType"].Choice.ShouldBe("Inbound");
        task["CallDurationInSeconds"].Integer.ShouldBe(187);
        task["CallDisposition"].Text.ShouldBe("Resolved");
        task["Status"].Choice.ShouldBe("Completed");
        task["Priority"].Choice.ShouldBe("High");
        task["ActivityDate"].Date.ShouldBe(new Date { Year = 2026, Month = 11, Day = 19 });
        task["WhoId"].Record.Id.ShouldBe(rose.Id);
        task["WhatId"].Record.Id.ShouldBe(open.Id);
        task["Description"].Text.ShouldBe("""
            Asked for a refund.

            --- Customer 360 ---
            Channel: Voice
            Phone: +1 415 555 0132
            Started: 2026-11-20T04:30:00.000Z
            Recording: https://rec.example/1
            Summary: Wants money
              back
            """);
    }

    [Fact]
    public async Task A_call_that_is_logged_twice_is_there_once()
    {
        var session = await OpenAsync();
        var rose = await FindContactAsync(session, DemoCustomers.RoseCalloway);
        var reference = Guid.CreateVersion7();

        var first = await Adapter.LogActivityAsync(session, Call(rose, null), reference, Cancelled);
        var second = await Adapter.LogActivityAsync(session, Call(rose, null), reference, Cancelled);

        second.Activity.ShouldBe(first.Activity);
        Server.Ledger.Where(entry => entry.Operation == WriteOperation.Create).ShouldHaveSingleItem().Reference.ShouldBe(reference.ToString("D"));
        (await Adapter.FindByReferenceAsync(session, RecordKind.Call, reference, Cancelled)).ShouldBe(first.Activity);
    }

    [Fact]
    public async Task Mapped_fields_take_what_else_would_stand_in_the_description()
    {
        var session = await OpenAsync(connection: Connection(set: connection => connection.ActivityFields = new() { RecordingField = "Recording_Link__c" }));
        var rose = await FindContactAsync(session, DemoCustomers.RoseCalloway);

        var logged = await Adapter.LogActivityAsync(session, Call(rose, null), Guid.CreateVersion7(), Cancelled);

        var task = await ReadAsync(session, logged.Activity);
        task["Recording_Link__c"].Text.ShouldBe("https://rec.example/1");
        task["Description"].Text.ShouldNotContain("Recording:");
    }

    [Fact]
    public async Task A_task_is_open_until_it_is_done()
    {
        var session = await OpenAsync();
        var activity = new Activity { Kind = RecordKind.Task, Subject = "Call back", DueDate = new() { Year = 2026, Month = 11, Day = 23 }, Customer = await FindContactAsync(session, DemoCustomers.RoseCalloway) };

        var logged = await Adapter.LogActivityAsync(session, activity, Guid.CreateVersion7(), Cancelled);
        var before = await ReadAsync(session, logged.Activity);
        await Adapter.UpdateActivityAsync(session, logged.Activity, new() { Status = ActivityStatus.Completed }, new HashSet<string> { "status" }, Cancelled);

        before["Status"].Choice.ShouldBe("Not Started");
        before["ActivityDate"].Date.Day.ShouldBe(23);
        (await ReadAsync(session, logged.Activity))["Status"].Choice.ShouldBe("Completed");
    }

    [Fact]
    public async Task An_event_has_its_times()
    {
        var session = await OpenAsync();
        var activity = new Activity
        {
            Kind = RecordKind.Event,
            Subject = "Visit",
            StartTime = Timestamp.FromDateTimeOffset(Began),
            EndTime = Timestamp.FromDateTimeOffset(Began.AddMinutes(90)),
            Customer = await FindContactAsync(session, DemoCustomers.RoseCalloway),
        };

        var logged = await Adapter.LogActivityAsync(session, activity, Guid.CreateVersion7(), Cancelled);

        var read = await ReadAsync(session, logged.Activity);
        read["StartDateTime"].DateTime.ShouldBe(activity.StartTime);
        read["EndDateTime"].DateTime.ShouldBe(activity.EndTime);
    }

    [Fact]
    public async Task An_account_gives_way_to_what_the_activity_regards()
    {
        var session = await OpenAsync();
        var account = (await Adapter.FindCustomersByNameAsync(session, "Harbor Light Books", Cancelled)).Single().Record.Ref;
        var rose = await FindContactAsync(session, DemoCustomers.RoseCalloway);
        var open = (await Adapter.ListActiveCasesAsync(session, rose, Cancelled)).Single().Record.Ref;

        var alone = await Adapter.LogActivityAsync(session, Call(account, null), Guid.CreateVersion7(), Cancelled);
        var both = await Adapter.LogActivityAsync(session, Call(account, open), Guid.CreateVersion7(), Cancelled);

        alone.StoredLinks.ShouldBe(new StoredLinks { Customer = account });
        both.StoredLinks.ShouldBe(new StoredLinks { Regarding = open });
    }

    [Fact]
    public async Task What_comes_late_joins_what_people_wrote_meanwhile()
    {
        var session = await OpenAsync();
        var logged = await Adapter.LogActivityAsync(session, Call(await FindContactAsync(session, DemoCustomers.RoseCalloway), null), Guid.CreateVersion7(), Cancelled);
        var edited = (await ReadAsync(session, logged.Activity))["Description"].Text.Replace("Asked for a refund.", "Asked twice.", StringComparison.Ordinal);
        await Adapter.UpdateAsync(session, new(logged.Activity, [await FieldAsync(session, RecordKind.Task, "Description", Text(edited))], null, false), Cancelled);
        var changes = new Activity { RecordingUri = "https://rec.example/2", Disposition = "Escalated", Duration = Duration.FromTimeSpan(TimeSpan.FromSeconds(200)), Summary = "" };

        await Adapter.UpdateActivityAsync(session, logged.Activity, changes, new HashSet<string> { "recording_uri", "disposition", "duration", "summary" }, Cancelled);

        var task = await ReadAsync(session, logged.Activity);
        task["CallDisposition"].Text.ShouldBe("Escalated");
        task["CallDurationInSeconds"].Integer.ShouldBe(200);
        task["Description"].Text.ShouldStartWith("Asked twice.");
        task["Description"].Text.ShouldContain("Recording: https://rec.example/2");
        task["Description"].Text.ShouldNotContain("Summary:");
    }

    [Fact]
    public async Task A_note_is_linked_to_customer_and_case_and_can_be_amended()
    {
        var session = await OpenAsync();
        var rose = await FindContactAsync(session, DemoCustomers.RoseCalloway);
        var open = (await Adapter.ListActiveCasesAsync(session, rose, Cancelled)).Single().Record.Ref;
        var reference = Guid.CreateVersion7(Time.GetUtcNow());
        var activity = new Activity { Kind = RecordKind.Note, Subject = "Prefers <mornings>", Description = "Before 10 & not on \"Fridays\".\n\n" + new string('x', 300), Customer = rose, Regarding = open };

        var logged = await Adapter.LogActivityAsync(session, activity, reference, Cancelled);
        await Adapter.UpdateActivityAsync(session, logged.Activity, new() { Summary = "late & <b>bold</b>" }, new HashSet<string> { "summary" }, Cancelled);

        logged.StoredLinks.ShouldBe(new StoredLinks { Customer = rose, Regarding = open });
        var user = await LogInAsync();
        var html = (await user.GetAsync($"sobjects/ContentNote/{logged.Activity.Id}/Content")).Body;
        html.ShouldStartWith("<p>Before 10 &amp; not on &quot;Fridays&quot;.</p>");
        html.ShouldContain("Summary: late &amp; &lt;b&gt;bold&lt;/b&gt;");
        (await Adapter.FindByReferenceAsync(session, RecordKind.Note, reference, Cancelled)).ShouldBe(logged.Activity);
        (await Adapter.FindRecordAsync(session, logged.Activity, [], Cancelled))!.Title.ShouldBe("Prefers <mornings>");
    }

    [Fact]
    public async Task A_note_that_can_not_be_linked_is_not_kept()
    {
        var session = await OpenAsync();

        var failure = await Should.ThrowAsync<CrmException>(() => Adapter.LogActivityAsync(
            session, new() { Kind = RecordKind.Note, Description = "x", Customer = new() { Kind = RecordKind.Contact, Id = "0035g00000AbCdEAAV" } }, Guid.CreateVersion7(), Cancelled));

        failure.Failure.ShouldBeOneOf(CrmFailure.NotFound, CrmFailure.PermissionDenied);
        Server.Ledger.Count.ShouldBe(0);
    }

    [Fact]
    public async Task A_missing_activity_can_not_be_amended()
    {
        var session = await OpenAsync();

        var failure = await Should.ThrowAsync<CrmException>(() => Adapter.UpdateActivityAsync(
            session, new() { Kind = RecordKind.Call, Id = "00T5g00000QrStUEAV" }, new() { Summary = "x" }, new HashSet<string> { "summary" }, Cancelled));

        failure.Failure.ShouldBe(CrmFailure.NotFound);
    }

    private static Activity Call(RecordRef customer, RecordRef? regarding)
    {
        var call = new Activity
        {
            Kind = RecordKind.Call,
            Subject = "Inbound call",
            Description = "Asked for a refund.",
            StartTime = Timestamp.FromDateTimeOffset(Began),
            Duration = Duration.FromTimeSpan(TimeSpan.FromSeconds(187)),
            Direction = Direction.Inbound,
            Phone = "+1 415 555 0132",
            Priority = ActivityPriority.High,
            Disposition = "Resolved",
            RecordingUri = "https://rec.example/1",
            Summary = "Wants money\nback",
            Channel = Channel.Voice,
            Customer = customer,
        };
        if (regarding is not null)
            call.Regarding = regarding;
        return call;
    }

    private async Task<Dictionary<string, FieldValue>> ReadAsync(CrmSession session, RecordRef record) =>
        (await Adapter.FindRecordAsync(session, record, null, Cancelled))!.Sections.Single().Fields.ToDictionary(field => field.Info.Name, field => field.Value);
}
