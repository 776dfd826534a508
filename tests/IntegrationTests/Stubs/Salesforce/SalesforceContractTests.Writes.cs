using Customer360.Adapters;
using Customer360.Contracts.V1;
using Google.Protobuf.WellKnownTypes;

namespace Customer360.IntegrationTests.Stubs.Salesforce;

public sealed partial class SalesforceContractTests
{
    private static readonly Guid AmbiguousReference = new("01931c5e-0003-7000-8000-00000000a003");
    private static readonly Guid ReferenceWithoutField = new("01931c5e-0004-7000-8000-00000000a004");
    private static readonly (string, FieldValue)[] Jorg = [("FirstName", Text("Jörg")), ("LastName", Text("Þórsson")), ("MobilePhone", Text("+49 40 5550132"))];

    [Fact]
    public async Task A_contact_is_made()
    {
        var made = await CreateAsync(Session(), RecordKind.Contact, Jorg);

        (made.Kind, made.Object, made.Id, made.ConnectionId).ShouldBe((RecordKind.Contact, "Contact", Org.NewContact, "c-stub"));
    }

    [Fact]
    public async Task An_account_is_made() =>
        (await CreateAsync(Session(), RecordKind.Account, ("Name", Text("Fähre & Söhne")), ("Phone", Text("+49 40 5550100")))).Id.ShouldBe(Org.NewAccount);

    [Fact]
    public async Task A_case_is_made_for_its_customer_and_stays_with_the_agent()
    {
        var create = new CrmCreate(RecordKind.Case, Fields(("Subject", Text("Damaged pallet")), ("Origin", Choice("Phone"))), Ref(RecordKind.Contact, Org.Asa), Guid.CreateVersion7(), AllowDuplicate: false);

        (await Adapter.CreateAsync(Session(), create, Cancelled)).Id.ShouldBe(Org.NewCase);
    }

    [Theory]
    [InlineData("REQUIRED_FIELD_MISSING", CrmFailure.Validation, "LastName", "FirstName=Nameless")]
    [InlineData("STRING_TOO_LONG", CrmFailure.Validation, "LastName", "FirstName=Long;LastName=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")]
    [InlineData("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", CrmFailure.Validation, "LeadSource", "FirstName=Pick;LastName=List;LeadSource=Carrier pigeon")]
    [InlineData("INVALID_EMAIL_ADDRESS", CrmFailure.Validation, "Email", "FirstName=Bad;LastName=Mail;Email=bad@")]
    [InlineData("FIELD_CUSTOM_VALIDATION_EXCEPTION", CrmFailure.Validation, "", "FirstName=Rule;LastName=Breaker")]
    [InlineData("DUPLICATE_VALUE", CrmFailure.Duplicate, null, "FirstName=Second;LastName=Unique")]
    [InlineData("INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY", CrmFailure.PermissionDenied, null, "FirstName=Cross;LastName=Reference;AccountId=" + Org.SecretAccount)]
    public async Task A_refused_create_says_why(string code, CrmFailure expected, string? field, string values)
    {
        var fields = values.Split(';').Select(pair => pair.Split('=')).Select(pair => (pair[0], Value(pair[0], pair[1]))).ToArray();

        var exception = await Refused(() => CreateAsync(Session(), RecordKind.Contact, fields), expected);

        exception.CrmCode.ShouldBe(code);
        exception.Fields.Select(problem => problem.Name).ShouldBe(field is null ? [] : [field]);
        exception.Message.ShouldNotContain("xxx");
    }

    [Theory]
    [InlineData("Asa", true)]
    [InlineData("Åsa", false)]
    public async Task A_duplicate_names_the_record_and_says_whether_it_may_be_overridden(string firstName, bool overridable)
    {
        var exception = await Refused(() => CreateAsync(Session(), RecordKind.Contact, Twin(firstName)), CrmFailure.Duplicate);

        exception.CrmCode.ShouldBe("DUPLICATES_DETECTED");
        exception.CanOverrideDuplicate.ShouldBe(overridable);
        exception.Duplicates.ShouldHaveSingleItem().ShouldBe(Ref(RecordKind.Contact, Org.Asa));
    }

    [Fact]
    public async Task A_duplicate_is_made_when_that_is_wanted()
    {
        var create = new CrmCreate(RecordKind.Contact, Fields(Twin("Asa")), Customer: null, Guid.CreateVersion7(), AllowDuplicate: true);

        (await Adapter.CreateAsync(Session(), create, Cancelled)).Id.ShouldBe(Org.NewContact);
    }

    [Theory]
    [InlineData("Lost")]
    [InlineData("Late")]
    public async Task A_create_without_an_answer_may_have_happened_and_is_not_repeated(string firstName)
    {
        var session = Session() with { Deadline = TimeProvider.System.GetUtcNow().AddMilliseconds(800) };
        await Adapter.DescribeAsync(Session(), Ref(RecordKind.Contact, ""), Cancelled);

        await Refused(() => CreateAsync(session, RecordKind.Contact, ("FirstName", Text(firstName)), ("LastName", Text("Answer"))), CrmFailure.OutcomeUnknown);

        var requests = await server.TakeRequestsAsync();
        requests.Count(request => request.Method == "POST").ShouldBe(1);
    }

    [Theory]
    [InlineData("01931c5e-0001-7000-8000-00000000a001", Org.NewContact)]
    [InlineData("01931c5e-0002-7000-8000-00000000a002", Org.FirstAttempt)]
    public async Task A_reference_field_makes_a_second_attempt_meet_the_first(string reference, string id) =>
        (await UpsertAsync(new Guid(reference))).Id.ShouldBe(id);

    [Fact]
    public async Task A_reference_that_several_records_have_is_an_error() =>
        (await Should.ThrowAsync<CrmException>(() => UpsertAsync(AmbiguousReference))).Failure.ShouldBeOneOf(CrmFailure.Misconfigured, CrmFailure.BadReply, CrmFailure.Duplicate);

    [Fact]
    public async Task A_reference_field_that_the_user_cannot_see_is_a_wrong_set_up() =>
        await Refused(() => UpsertAsync(ReferenceWithoutField), CrmFailure.Misconfigured);

    [Fact]
    public async Task A_change_is_written_if_the_record_is_as_it_was_read()
    {
        var record = await Adapter.FindRecordAsync(Session(), Ref(RecordKind.Contact, Org.Asa), fields: null, Cancelled);

        await UpdateAsync(RecordKind.Contact, Org.Asa, record!.Etag, ("MobilePhone", Text("+1 206 555 0188")), ("Title", new FieldValue()));
    }

    [Fact]
    public async Task A_change_of_what_has_changed_meanwhile_is_refused()
    {
        var record = await Adapter.FindRecordAsync(Session(), Ref(RecordKind.Contact, Org.Asa), fields: null, Cancelled);
        var older = record!.Etag.Replace("2026-11-18T09:30:15", "2026-11-16T23:59:59", StringComparison.Ordinal);

        older.ShouldNotBe(record.Etag);
        await Refused(() => UpdateAsync(RecordKind.Contact, Org.Asa, older, ("MobilePhone", Text("+1 206 555 0188")), ("Title", new FieldValue())), CrmFailure.Changed);
    }

    [Fact]
    public Task A_change_without_an_etag_overwrites() => UpdateAsync(RecordKind.Contact, Org.Asa, etag: null, ("Department", Text("Zoll")));

    [Fact]
    public async Task A_field_that_the_user_cannot_write_is_named()
    {
        var birthday = new FieldValue { Date = new Date { Year = 1984, Month = 2, Day = 28 } };

        var exception = await Refused(() => UpdateAsync(RecordKind.Contact, Org.Asa, etag: null, ("Birthdate", birthday)), CrmFailure.PermissionDenied);

        exception.Fields.ShouldHaveSingleItem().Name.ShouldBe("Birthdate");
    }

    [Fact]
    public async Task A_missing_right_is_the_same_whatever_the_status()
    {
        await Refused(() => UpdateAsync(RecordKind.Account, Org.ReadOnlyAccount, etag: null, ("Website", Text("https://www.nordhafen.example"))), CrmFailure.PermissionDenied);
        await Refused(() => UpdateAsync(RecordKind.Case, Org.ClosedCase, etag: null, ("Priority", Choice("High"))), CrmFailure.PermissionDenied);
    }

    [Theory]
    [InlineData(Org.Hidden)]
    [InlineData(Org.Deleted)]
    public async Task A_change_of_what_is_not_there_is_not_found(string id) =>
        await Refused(() => UpdateAsync(RecordKind.Contact, id, etag: null, ("Title", Text("Ghost"))), CrmFailure.NotFound);

    [Fact]
    public Task A_locked_record_is_tried_again_until_it_is_free() => UpdateAsync(RecordKind.Contact, Org.Locked, etag: null, ("Title", Text("Patient")));

    [Fact]
    public async Task A_call_is_logged_with_its_customer_and_its_case()
    {
        var call = new Activity
        {
            Kind = RecordKind.Call,
            Subject = "Call about NHU-331",
            Description = "Asked where it is.",
            StartTime = Timestamp.FromDateTimeOffset(new(2026, 11, 19, 7, 1, 23, TimeSpan.Zero)),
            Duration = Duration.FromTimeSpan(TimeSpan.FromSeconds(187)),
            Direction = Direction.Inbound,
            Status = ActivityStatus.Completed,
            Disposition = "Resolved",
            Customer = Ref(RecordKind.Contact, Org.Asa),
            Regarding = Ref(RecordKind.Case, Org.OpenCase),
        };

        var logged = await Adapter.LogActivityAsync(Session(), call, Guid.CreateVersion7(), Cancelled);

        (logged.Activity.Kind, logged.Activity.Id).ShouldBe((RecordKind.Call, Org.Call));
        (logged.StoredLinks.Customer.Id, logged.StoredLinks.Regarding.Id).ShouldBe((Org.Asa, Org.OpenCase));
    }

    [Fact]
    public async Task A_task_is_logged()
    {
        var task = new Activity { Kind = RecordKind.Task, Subject = "Call back", DueDate = new Date { Year = 2026, Month = 11, Day = 23 }, Customer = Ref(RecordKind.Contact, Org.Asa) };

        (await Adapter.LogActivityAsync(Session(), task, Guid.CreateVersion7(), Cancelled)).Activity.Id.ShouldBe(Org.Task);
    }

    [Fact]
    public async Task An_event_is_logged_in_UTC()
    {
        var visit = new Activity
        {
            Kind = RecordKind.Event,
            Subject = "Visit at the terminal",
            StartTime = Timestamp.FromDateTimeOffset(new(2026, 11, 25, 8, 0, 0, TimeSpan.Zero)),
            EndTime = Timestamp.FromDateTimeOffset(new(2026, 11, 25, 9, 30, 0, TimeSpan.Zero)),
            Customer = Ref(RecordKind.Contact, Org.Asa),
        };

        (await Adapter.LogActivityAsync(Session(), visit, Guid.CreateVersion7(), Cancelled)).Activity.Id.ShouldBe(Org.Event);
    }

    [Fact]
    public async Task A_note_and_its_link_are_made_together()
    {
        var note = new Activity { Kind = RecordKind.Note, Subject = "Prefers mornings", Description = "Call before 10 & not on Fridays", Customer = Ref(RecordKind.Contact, Org.Asa) };

        (await Adapter.LogActivityAsync(Session(), note, Guid.CreateVersion7(), Cancelled)).Activity.Id.ShouldBe(Org.Note);
    }

    [Fact]
    public async Task A_note_whose_link_is_refused_fails_for_the_reason_of_the_link()
    {
        var note = new Activity { Kind = RecordKind.Note, Subject = "Never kept", Description = "x", Customer = Ref(RecordKind.Contact, Org.Hidden) };

        var exception = await Refused(() => Adapter.LogActivityAsync(Session(), note, Guid.CreateVersion7(), Cancelled), CrmFailure.PermissionDenied);

        exception.CrmCode.ShouldBe("INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY");
    }

    [Fact]
    public Task A_recording_that_comes_late_is_added_to_the_call() => Adapter.UpdateActivityAsync(
        Session(), Ref(RecordKind.Call, Org.Call), new Activity { Kind = RecordKind.Call, RecordingUri = "https://rec.nordhafen.example/7731", Disposition = "Escalated" },
        new HashSet<string> { "recording_uri", "disposition" }, Cancelled);

    [Theory]
    [InlineData("01931c5e-0002-7000-8000-00000000a002", Org.FirstAttempt)]
    [InlineData("01931c5e-0001-7000-8000-00000000a001", null)]
    public async Task What_an_attempt_made_is_found_by_its_reference(string reference, string? id)
    {
        var found = await Adapter.FindByReferenceAsync(Session(withReferences: true), RecordKind.Contact, new Guid(reference), Cancelled);

        found?.Id.ShouldBe(id);
        (found is null).ShouldBe(id is null);
    }

    [Fact]
    public async Task A_call_with_a_reference_field_is_logged_once()
    {
        var call = new Activity { Kind = RecordKind.Call, Subject = "Twice", Direction = Direction.Outbound, Status = ActivityStatus.Completed, Customer = Ref(RecordKind.Contact, Org.Asa) };

        (await Adapter.LogActivityAsync(Session(withReferences: true), call, new Guid("01931c5e-0005-7000-8000-00000000a005"), Cancelled)).Activity.Id.ShouldBe(Org.Call);
    }

    private static FieldValue Text(string text) => new() { Text = text };

    private static FieldValue Choice(string value) => new() { Choice = value };

    private static (string, FieldValue)[] Twin(string firstName) =>
        [("FirstName", Text(firstName)), ("LastName", Text("Lindqvist")), ("Email", Text("asa.lindqvist@nordhafen.example"))];

    private static FieldValue Value(string field, string value) => field switch
    {
        "LeadSource" => Choice(value),
        "AccountId" => new FieldValue { Record = Ref(RecordKind.Account, value) },
        _ => Text(value),
    };

    private static CrmField[] Fields(params (string Name, FieldValue Value)[] values) =>
        [.. values.Select(field => new CrmField(new FieldInfo { Name = field.Name, Type = TypeOf(field.Name) }, field.Value))];

    private static FieldType TypeOf(string field) => field switch
    {
        "LeadSource" or "Priority" or "Origin" => FieldType.Choice,
        "AccountId" => FieldType.Lookup,
        "Birthdate" => FieldType.Date,
        "MobilePhone" or "Phone" => FieldType.Phone,
        "Email" => FieldType.Email,
        "Website" => FieldType.Url,
        _ => FieldType.Text,
    };

    private Task<RecordRef> CreateAsync(CrmSession session, RecordKind kind, params (string, FieldValue)[] values) =>
        Adapter.CreateAsync(session, new CrmCreate(kind, Fields(values), Customer: null, Guid.CreateVersion7(), AllowDuplicate: false), Cancelled);

    private Task<RecordRef> UpsertAsync(Guid reference) =>
        Adapter.CreateAsync(Session(withReferences: true), new CrmCreate(RecordKind.Contact, Fields(Jorg), Customer: null, reference, AllowDuplicate: false), Cancelled);

    private Task UpdateAsync(RecordKind kind, string id, string? etag, params (string, FieldValue)[] values) =>
        Adapter.UpdateAsync(Session(), new CrmUpdate(Ref(kind, id), Fields(values), etag, AllowDuplicate: false), Cancelled);
}
