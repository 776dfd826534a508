using Customer360.Adapters;
using Customer360.Contracts.V1;
using Customer360.Sandbox;

namespace Customer360.IntegrationTests.Salesforce;

public sealed class WriteTests : SalesforceTest
{
    [Fact]
    public async Task A_second_create_with_one_reference_meets_the_first_record()
    {
        var session = await OpenAsync();
        var create = await ContactAsync(session, "Jörg", "Þórsson", Guid.CreateVersion7());

        var first = await Adapter.CreateAsync(session, create, Cancelled);
        var second = await Adapter.CreateAsync(session, create, Cancelled);

        second.ShouldBe(first);
        first.Kind.ShouldBe(RecordKind.Contact);
        Server.Ledger.Where(entry => entry.Operation == WriteOperation.Create).Count.ShouldBe(1);
        (await Adapter.FindByReferenceAsync(session, RecordKind.Contact, create.Reference, Cancelled)).ShouldBe(first);
        (await Adapter.FindByReferenceAsync(session, RecordKind.Contact, Guid.CreateVersion7(), Cancelled)).ShouldBeNull();
    }

    [Fact]
    public async Task Without_a_reference_field_the_description_names_it()
    {
        var session = await OpenAsync(connection: Connection(references: false));
        var create = await ContactAsync(session, "Ann", "Plain", Guid.CreateVersion7(Time.GetUtcNow()));

        var made = await Adapter.CreateAsync(session, create, Cancelled);

        Adapter.GetCapabilities(session.Connection).Kinds.ShouldAllBe(kind => kind.CreateGuarantee == WriteGuarantee.AtLeastOnce);
        (await Adapter.FindByReferenceAsync(session, RecordKind.Contact, create.Reference, Cancelled)).ShouldBe(made);
    }

    [Fact]
    public async Task A_reference_field_that_is_not_there_is_a_mistake_of_the_set_up()
    {
        var session = await OpenAsync(connection: Connection(references: false, connection => connection.ReferenceFields.Add(new ReferenceField { Kind = RecordKind.Contact, Field = "Nope__c" })));

        var failure = await FailureAsync(async () => await Adapter.CreateAsync(session, await ContactAsync(session, "A", "B", Guid.CreateVersion7()), Cancelled));

        failure.Failure.ShouldBe(CrmFailure.Misconfigured);
    }

    [Fact]
    public async Task A_case_belongs_to_its_customer_and_stays_with_the_agent()
    {
        var session = await OpenAsync(DemoUsers.Restricted);
        var rose = await FindContactAsync(session, DemoCustomers.RoseCalloway);
        var fields = new[]
        {
            await FieldAsync(session, RecordKind.Case, "Subject", Text("Damaged pallet")),
            await FieldAsync(session, RecordKind.Case, "Priority", new() { Choice = "High" }),
            await FieldAsync(session, RecordKind.Case, "Origin", new() { Choice = "Phone" }),
        };

        var made = await Adapter.CreateAsync(session, new(RecordKind.Case, fields, rose, Guid.CreateVersion7(), false), Cancelled);

        var record = (await Adapter.FindRecordAsync(session, made, ["ContactId", "AccountId", "OwnerId"], Cancelled))!;
        Value(record, "ContactId").Record.ShouldBe(rose);
        Value(record, "AccountId").Record.Kind.ShouldBe(RecordKind.Account);
        Value(record, "OwnerId").Record.Id.ShouldBe(session.User.Id);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_duplicate_is_named_and_can_be_overridden_where_the_rule_lets_it(bool canOverride)
    {
        Server.Settings = Server.Settings with { DuplicatesCanBeSaved = canOverride };
        var session = await OpenAsync();
        var rose = await FindContactAsync(session, DemoCustomers.RoseCalloway);
        var create = new CrmCreate(
            RecordKind.Contact,
            [await FieldAsync(session, RecordKind.Contact, "LastName", Text("Other")), await FieldAsync(session, RecordKind.Contact, "Email", Text("rose.calloway@customers.example"))],
            null,
            Guid.CreateVersion7(),
            AllowDuplicate: false);

        var failure = await FailureAsync(() => Adapter.CreateAsync(session, create, Cancelled));

        failure.Failure.ShouldBe(CrmFailure.Duplicate);
        failure.Duplicates.ShouldBe([rose]);
        failure.CanOverrideDuplicate.ShouldBe(canOverride);
        if (canOverride)
            (await Adapter.CreateAsync(session, create with { AllowDuplicate = true }, Cancelled)).Id.ShouldNotBe(rose.Id);
    }

    [Fact]
    public async Task A_duplicate_that_the_agent_may_not_see_is_not_given_away()
    {
        var session = await OpenAsync(DemoUsers.Restricted);
        var create = new CrmCreate(
            RecordKind.Contact,
            [await FieldAsync(session, RecordKind.Contact, "LastName", Text("Other")), await FieldAsync(session, RecordKind.Contact, "Email", Text("victor.stone@customers.example"))],
            null,
            Guid.CreateVersion7(),
            AllowDuplicate: false);

        (await Adapter.CreateAsync(session, create, Cancelled)).Kind.ShouldBe(RecordKind.Contact);
    }

    [Fact]
    public async Task The_CRMs_refusals_name_their_fields()
    {
        var session = await OpenAsync();
        var none = await FailureAsync(async () => await Adapter.CreateAsync(
            session, new(RecordKind.Contact, [await FieldAsync(session, RecordKind.Contact, "FirstName", Text("A"))], null, Guid.CreateVersion7(), false), Cancelled));
        var longName = await FailureAsync(async () => await Adapter.CreateAsync(session, await ContactAsync(session, "A", new string('x', 81), Guid.CreateVersion7()), Cancelled));
        var rule = await FailureAsync(async () => await Adapter.CreateAsync(session, await ContactAsync(session, "A", "B", Guid.CreateVersion7(),
            await FieldAsync(session, RecordKind.Contact, "Birthdate", new() { Date = new() { Year = 2040, Month = 1, Day = 1 } })), Cancelled));

        (none.Failure, none.Fields[0].Name).ShouldBe((CrmFailure.Validation, "LastName"));
        (longName.Failure, longName.Fields[0].Name).ShouldBe((CrmFailure.Validation, "LastName"));
        longName.ToString().ShouldNotContain("xxx");
        rule.Failure.ShouldBe(CrmFailure.Validation);
        rule.Fields[0].Problem.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Who_may_not_create_or_change_is_told_so()
    {
        var reader = await OpenAsync(DemoUsers.ReadOnly);
        var rose = await FindContactAsync(reader, DemoCustomers.RoseCalloway);
        var hidden = await OpenAsync(DemoUsers.HiddenFields);

        var create = await FailureAsync(async () => await Adapter.CreateAsync(reader, await ContactAsync(reader, "A", "B", Guid.CreateVersion7()), Cancelled));
        var update = await FailureAsync(async () => await Adapter.UpdateAsync(reader, new(rose, [await FieldAsync(reader, RecordKind.Contact, "Title", Text("Dr"))], null, false), Cancelled));
        var field = await FailureAsync(async () => await Adapter.UpdateAsync(hidden, new(rose, [await FieldAsync(hidden, RecordKind.Contact, "Description", Text("x"))], null, false), Cancelled));

        create.Failure.ShouldBe(CrmFailure.PermissionDenied);
        update.Failure.ShouldBe(CrmFailure.PermissionDenied);
        (field.Failure, field.Fields[0].Name).ShouldBe((CrmFailure.PermissionDenied, "Description"));
    }

    [Fact]
    public async Task An_update_changes_what_is_listed_and_clears_what_is_empty()
    {
        var session = await OpenAsync();
        var rose = await FindContactAsync(session, DemoCustomers.RoseCalloway);

        await Adapter.UpdateAsync(session, new(rose,
        [
            await FieldAsync(session, RecordKind.Contact, "Title", Text("Dr. \"Ö\" \\ 愛子 😀 'x'")),
            await FieldAsync(session, RecordKind.Contact, "MobilePhone", new()),
            await FieldAsync(session, RecordKind.Contact, "Interests__c", new() { Choices = new() { Values = { "Books", "Garden" } } }),
        ], null, false), Cancelled);

        var record = (await Adapter.FindRecordAsync(session, rose, ["Title", "MobilePhone", "Phone", "Interests__c"], Cancelled))!;
        Value(record, "Title").Text.ShouldBe("Dr. \"Ö\" \\ 愛子 😀 'x'");
        Value(record, "MobilePhone").ShouldBeNull();
        Value(record, "Phone").Text.ShouldBe("(415) 555-0101");
        Value(record, "Interests__c").Choices.Values.ShouldBe(["Books", "Garden"]);
    }

    [Fact]
    public async Task A_record_that_changed_since_it_was_read_is_not_overwritten()
    {
        var session = await OpenAsync();
        var rose = await FindContactAsync(session, DemoCustomers.RoseCalloway);
        var etag = (await Adapter.FindRecordAsync(session, rose, [], Cancelled))!.Etag;
        var title = await FieldAsync(session, RecordKind.Contact, "Title", Text("Dr"));
        Time.Advance(TimeSpan.FromSeconds(5));

        await Adapter.UpdateAsync(session, new(rose, [title], etag, false), Cancelled);
        var second = await FailureAsync(() => Adapter.UpdateAsync(session, new(rose, [title], etag, false), Cancelled));
        var nonsense = await FailureAsync(() => Adapter.UpdateAsync(session, new(rose, [title], "nonsense", false), Cancelled));
        await Adapter.UpdateAsync(session, new(rose, [title], null, false), Cancelled);

        second.Failure.ShouldBe(CrmFailure.Changed);
        nonsense.Failure.ShouldBe(CrmFailure.InvalidRequest);
    }

    [Fact]
    public async Task A_missing_record_can_not_be_changed()
    {
        var session = await OpenAsync();
        var title = await FieldAsync(session, RecordKind.Contact, "Title", Text("Dr"));

        var missing = await FailureAsync(() => Adapter.UpdateAsync(session, new(new() { Kind = RecordKind.Contact, Id = "0035g00000AbCdEAAV" }, [title], null, false), Cancelled));
        var nonsense = await FailureAsync(() => Adapter.UpdateAsync(session, new(new() { Kind = RecordKind.Contact, Id = "x" }, [title], null, false), Cancelled));

        missing.Failure.ShouldBe(CrmFailure.NotFound);
        nonsense.Failure.ShouldBe(CrmFailure.NotFound);
    }

    private static FieldValue Value(Contracts.V1.Record record, string name) => record.Sections.Single().Fields.Single(field => field.Info.Name == name).Value;

    private static Task<CrmException> FailureAsync(Func<Task> act) => Should.ThrowAsync<CrmException>(act);

    private async Task<CrmCreate> ContactAsync(CrmSession session, string first, string last, Guid reference, params CrmField[] more) => new(
        RecordKind.Contact,
        [await FieldAsync(session, RecordKind.Contact, "FirstName", Text(first)), await FieldAsync(session, RecordKind.Contact, "LastName", Text(last)), .. more],
        null,
        reference,
        AllowDuplicate: false);
}
