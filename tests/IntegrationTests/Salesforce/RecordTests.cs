using Customer360.Contracts.V1;
using Customer360.Sandbox;

namespace Customer360.IntegrationTests.Salesforce;

public sealed class RecordTests : SalesforceTest
{
    [Fact]
    public async Task A_record_comes_with_fields_rights_and_etag()
    {
        var session = await OpenAsync();

        var record = (await Adapter.FindRecordAsync(session, await FindContactAsync(session, DemoCustomers.RoseCalloway), null, Cancelled))!;

        record.Title.ShouldBe("Rose Calloway");
        record.Subtitle.ShouldBe("Harbor Light Books · rose.calloway@customers.example");
        record.Etag.ShouldNotBeEmpty();
        record.ModifiedTime.ShouldNotBeNull();
        record.Rights.ShouldBe(new RecordRights { Update = Permission.Allowed, Delete = Permission.Allowed, Assign = Permission.Allowed, CreateChild = Permission.Allowed });
        Field(record, "MobilePhone").Value.Text.ShouldBe("(415) 555-0132");
        Field(record, "AccountId").ShouldSatisfyAllConditions(
            field => field.Value.Record.Kind.ShouldBe(RecordKind.Account),
            field => field.DisplayValue.ShouldBe("Harbor Light Books"),
            field => field.Info.WellKnown.ShouldBe(WellKnownField.Company));
        Field(record, "OwnerId").DisplayValue.ShouldBe("Ada Fuller");
        Field(record, "CreatedDate").Value.DateTime.ShouldNotBeNull();
        Field(record, "Birthdate").Value.ShouldBeNull();
    }

    [Fact]
    public async Task Only_the_named_fields_are_read_and_hidden_ones_are_absent()
    {
        var session = await OpenAsync(DemoUsers.HiddenFields);
        var rose = await FindContactAsync(session, DemoCustomers.RoseCalloway);

        var some = (await Adapter.FindRecordAsync(session, rose, ["LastName", "MobilePhone", "No_Such__c"], Cancelled))!;
        var all = (await Adapter.FindRecordAsync(session, rose, null, Cancelled))!;

        some.Sections[0].Fields.Select(field => field.Info.Name).ShouldBe(["LastName"]);
        all.Sections[0].Fields.ShouldNotContain(field => field.Info.Name == "MobilePhone" || field.Info.Name == "Email");
    }

    [Fact]
    public async Task A_reader_may_not_write()
    {
        var session = await OpenAsync(DemoUsers.ReadOnly);

        var record = (await Adapter.FindRecordAsync(session, await FindContactAsync(session, DemoCustomers.RoseCalloway), [], Cancelled))!;

        record.Rights.Update.ShouldBe(Permission.Denied);
        record.Rights.Delete.ShouldBe(Permission.Denied);
    }

    [Theory]
    [InlineData("0035g00000AbCdEAAV")]
    [InlineData("nonsense")]
    [InlineData("' OR Id != null")]
    public async Task A_missing_record_is_null(string id)
    {
        var session = await OpenAsync();

        (await Adapter.FindRecordAsync(session, new() { Kind = RecordKind.Contact, Id = id }, null, Cancelled)).ShouldBeNull();
    }

    [Fact]
    public async Task A_record_that_the_agent_may_not_see_is_as_missing()
    {
        var victor = await FindContactAsync(await OpenAsync(), DemoCustomers.VictorStone);

        (await Adapter.FindRecordAsync(await OpenAsync(DemoUsers.Restricted), victor, null, Cancelled)).ShouldBeNull();
    }

    [Theory]
    [InlineData(RecordKind.Account, "Account")]
    [InlineData(RecordKind.Case, "Case")]
    [InlineData(RecordKind.Task, "Task")]
    [InlineData(RecordKind.Call, "Task")]
    [InlineData(RecordKind.Event, "Event")]
    [InlineData(RecordKind.Note, "ContentNote")]
    public async Task Every_kind_is_described(RecordKind kind, string entity)
    {
        var described = (await Adapter.DescribeAsync(await OpenAsync(), new() { Kind = kind }, Cancelled))!;

        described.Type.Kind.ShouldBe(kind);
        described.Type.Object.ShouldBe(entity);
        described.Type.CanCreate.ShouldBeTrue();
        described.Fields.ShouldContain(field => field.WellKnown != WellKnownField.Unspecified);
    }

    [Fact]
    public async Task A_description_is_this_users()
    {
        var full = (await Adapter.DescribeAsync(await OpenAsync(), new() { Kind = RecordKind.Contact }, Cancelled))!;
        var hidden = (await Adapter.DescribeAsync(await OpenAsync(DemoUsers.HiddenFields), new() { Kind = RecordKind.Contact }, Cancelled))!;
        var reader = (await Adapter.DescribeAsync(await OpenAsync(DemoUsers.ReadOnly), new() { Kind = RecordKind.Contact }, Cancelled))!;

        Info(full, "LastName").Required.ShouldBeTrue();
        Info(full, "Loyalty_Level__c").Options.Select(option => option.Value).ShouldBe(["Bronze", "Silver", "Gold"]);
        Info(full, "Name").ReadOnly.ShouldBeTrue();
        hidden.Fields.ShouldNotContain(field => field.Name == "MobilePhone");
        Info(hidden, "Description").ReadOnly.ShouldBeTrue();
        reader.Type.CanCreate.ShouldBeFalse();
        reader.Type.CanUpdate.ShouldBeFalse();
        (await Adapter.DescribeAsync(await OpenAsync(), new() { Kind = RecordKind.Other, Object = "No_Such__c" }, Cancelled)).ShouldBeNull();
    }

    [Fact]
    public async Task The_types_are_those_that_this_user_can_use()
    {
        var full = await Adapter.ListRecordTypesAsync(await OpenAsync(), Cancelled);
        var reader = await Adapter.ListRecordTypesAsync(await OpenAsync(DemoUsers.ReadOnly), Cancelled);

        full.Select(type => type.Kind).ShouldBe([RecordKind.Contact, RecordKind.Account, RecordKind.Case, RecordKind.Note, RecordKind.Task, RecordKind.Call, RecordKind.Event]);
        full.ShouldAllBe(type => type.CanCreate && type.Label.Length > 0);
        reader.ShouldAllBe(type => !type.CanCreate);
    }

    [Fact]
    public async Task Metadata_is_asked_once_for_a_user()
    {
        var session = await OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Adapter.DescribeAsync(session, new() { Kind = RecordKind.Contact }, Cancelled)));
        var once = Server.Requests.Where(request => request.Path.EndsWith("/describe", StringComparison.Ordinal)).Count;
        Time.Advance(TimeSpan.FromMinutes(16));
        await Adapter.DescribeAsync(session, new() { Kind = RecordKind.Contact }, Cancelled);

        once.ShouldBe(1);
        Server.Requests.Where(request => request.Path.EndsWith("/describe", StringComparison.Ordinal)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_record_opens_in_the_web_application_and_a_note_at_its_parent()
    {
        var session = await OpenAsync();
        var rose = await FindContactAsync(session, DemoCustomers.RoseCalloway);
        var note = await Adapter.LogActivityAsync(session, new() { Kind = RecordKind.Note, Description = "text", Customer = rose }, Guid.CreateVersion7(), Cancelled);

        var contact = await Adapter.GetDeepLinkAsync(session, rose, Cancelled);
        var parent = await Adapter.GetDeepLinkAsync(session, note.Activity, Cancelled);

        new Uri(contact.Uri).AbsolutePath.ShouldBe($"/lightning/r/Contact/{rose.Id}/view");
        contact.OpensParent.ShouldBeFalse();
        parent.Opens.ShouldBe(rose);
        parent.OpensParent.ShouldBeTrue();
    }

    [Fact]
    public async Task The_user_behind_the_token_is_known()
    {
        var user = await Adapter.WhoAmIAsync(await OpenAsync(DemoUsers.Second), Cancelled);

        user.Name.ShouldBe("Ben Ortega");
        user.Email.ShouldBe("second@sandbox.example");
        user.TimeZone.ShouldBe("Europe/Berlin");
        user.Id.Length.ShouldBe(18);
    }

    private static Field Field(Contracts.V1.Record record, string name) => record.Sections.Single().Fields.Single(field => field.Info.Name == name);
}
