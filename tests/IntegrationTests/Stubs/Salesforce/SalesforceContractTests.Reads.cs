using Customer360.Adapters;
using Customer360.Adapters.Http;
using Customer360.Adapters.Phones;
using Customer360.Contracts.V1;
using Microsoft.Extensions.DependencyInjection;

namespace Customer360.IntegrationTests.Stubs.Salesforce;

public sealed partial class SalesforceContractTests
{
    private static readonly RecordKind[] AllKinds = [RecordKind.Contact, RecordKind.Account, RecordKind.Case];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_number_is_found_however_it_is_stored(bool bySearchIndex)
    {
        var found = await MatchAsync("+12065550147", bySearchIndex);

        found.Matches.Select(match => match.Record.Id).ShouldBe([Org.Conan, Org.Asa], ignoreOrder: true);
        var asa = found.Matches.Single(match => match.Record.Id == Org.Asa);
        (asa.Name, asa.Email, asa.Company, asa.MatchedField, asa.StoredPhone)
            .ShouldBe(("Åsa Lindqvist", "asa.lindqvist@nordhafen.example", "Nordhafen Logistik AG", "MobilePhone", "(206) 555-0147"));
    }

    [Theory]
    [InlineData("+12065550199", false)] // the CRM names a contact whose number only has the same digits
    [InlineData("+12065550199", true)]
    [InlineData("+12065550111", false)]
    [InlineData("+12065550111", true)]
    public async Task A_number_that_nobody_has_matches_nobody(string number, bool bySearchIndex) => (await MatchAsync(number, bySearchIndex)).Matches.ShouldBeEmpty();

    [Fact]
    public async Task Free_text_finds_several_kinds()
    {
        var found = await Adapter.SearchAsync(Session(), new SearchRequest { Text = "Nordhafen", Kinds = { AllKinds }, PageSize = 20 }, cursor: null, Cancelled);

        found.Results.Select(result => result.Record.Ref.Id).ShouldBe([Org.Asa, Org.Account, Org.OpenCase], ignoreOrder: true);
        found.NextPageToken.ShouldBeEmpty();
    }

    [Fact]
    public async Task Reserved_characters_are_searched_for()
    {
        var found = await Adapter.SearchAsync(Session(), new SearchRequest { Text = "O'Neil (NHU-331)", Kinds = { AllKinds }, PageSize = 20 }, cursor: null, Cancelled);

        found.Results.ShouldHaveSingleItem().Record.Ref.Id.ShouldBe(Org.Conan);
    }

    [Fact]
    public async Task A_search_by_fields_goes_on_where_the_page_ended()
    {
        var query = new SearchRequest { Fields = new SearchFields { LastName = "Berg" }, Kinds = { RecordKind.Contact }, PageSize = 2 };

        var first = await Adapter.SearchAsync(Session(), query, cursor: null, Cancelled);
        var second = await Adapter.SearchAsync(Session(), query, first.NextPageToken, Cancelled);

        first.Results.Concat(second.Results).Select(result => result.Record.Title).ShouldBe(["Ada Berg", "Bo Berg_1", "Cleo Bergström"]);
        second.NextPageToken.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_cursor_that_the_CRM_dropped_fails_as_such()
    {
        var query = new SearchRequest { Fields = new SearchFields { LastName = "Vergessen" }, Kinds = { RecordKind.Contact }, PageSize = 20 };

        await Refused(() => Adapter.SearchAsync(Session(), query, cursor: null, Cancelled), CrmFailure.CursorExpired);
    }

    [Fact]
    public async Task Wildcards_are_searched_for_by_name_only_when_escaped()
    {
        var query = new SearchRequest { Fields = new SearchFields { LastName = "50%_Ltd" }, Kinds = { RecordKind.Contact }, PageSize = 20 };

        (await Adapter.SearchAsync(Session(), query, cursor: null, Cancelled)).Results.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_address_with_a_quote_is_found()
    {
        var found = await Adapter.FindCustomersByEmailAsync(Session(), "conan.o'neil@nordhafen.example", Cancelled);

        found.ShouldHaveSingleItem().Record.Ref.Id.ShouldBe(Org.Conan);
        found[0].Account.Id.ShouldBe(Org.Account);
    }

    [Fact]
    public async Task An_address_that_nobody_has_is_nobodys() =>
        (await Adapter.FindCustomersByEmailAsync(Session(), "nobody@nordhafen.example", Cancelled)).ShouldBeEmpty();

    [Fact]
    public async Task A_whole_name_is_looked_for_among_contacts_and_accounts() =>
        (await Adapter.FindCustomersByNameAsync(Session(), "Åsa Lindqvist", Cancelled)).ShouldHaveSingleItem().Record.Ref.Id.ShouldBe(Org.Asa);

    [Theory]
    [InlineData("1042")]
    [InlineData("00001042")]
    public async Task A_case_is_found_with_or_without_its_zeros(string number)
    {
        var found = (await Adapter.FindCasesByNumberAsync(Session(), number, Cancelled)).ShouldHaveSingleItem();

        (found.Record.Ref.Id, found.CaseNumber, found.Active, found.Customer.Id, found.Account.Id)
            .ShouldBe((Org.OpenCase, "00001042", true, Org.Asa, Org.Account));
    }

    [Fact]
    public async Task A_contacts_open_cases_are_its_own() =>
        (await Adapter.ListActiveCasesAsync(Session(), Ref(RecordKind.Contact, Org.Asa), Cancelled)).ShouldHaveSingleItem().CaseNumber.ShouldBe("00001042");

    [Fact]
    public async Task An_accounts_open_cases_are_not_its_contacts() =>
        (await Adapter.ListActiveCasesAsync(Session(), Ref(RecordKind.Account, Org.Account), Cancelled)).ShouldBeEmpty();

    [Fact]
    public async Task A_record_comes_with_its_rights_and_its_etag()
    {
        var record = await Adapter.FindRecordAsync(Session(), Ref(RecordKind.Contact, Org.Asa), fields: null, Cancelled);

        record!.Title.ShouldBe("Åsa Lindqvist");
        (record.Rights.Update, record.Rights.Delete).ShouldBe((Permission.Allowed, Permission.Denied));
        record.ModifiedTime.ToDateTimeOffset().ShouldBe(new(2026, 11, 18, 9, 30, 15, TimeSpan.Zero));
        record.Etag.ShouldNotBeEmpty();
        var fields = record.Sections.ShouldHaveSingleItem().Fields.ToDictionary(field => field.Info.Name, field => field.Value);
        fields["Birthdate"].Date.ShouldBe(new Date { Year = 1984, Month = 2, Day = 29 });
        fields["MobilePhone"].Text.ShouldBe("(206) 555-0147");
        fields["LeadSource"].Choice.ShouldBe("Web");
        fields["AccountId"].Record.Id.ShouldBe(Org.Account);
    }

    [Fact]
    public async Task A_hidden_field_is_absent_and_breaks_nothing()
    {
        var record = await Adapter.FindRecordAsync(Session("Tom"), Ref(RecordKind.Contact, Org.Asa), fields: ["Name", "MobilePhone", "Birthdate"], Cancelled);

        record!.Sections.Single().Fields.Select(field => field.Info.Name).ShouldBe(["Name"]);
    }

    [Fact]
    public async Task A_field_that_is_hidden_after_it_was_described_is_left_out()
    {
        var record = await Adapter.FindRecordAsync(Session("Uma"), Ref(RecordKind.Contact, Org.Asa), fields: null, Cancelled);

        record!.Title.ShouldBe("Åsa Lindqvist");
        record.Sections.Single().Fields.ShouldNotContain(field => field.Info.Name == "MobilePhone");
    }

    [Fact]
    public async Task A_record_that_is_not_there_is_null() =>
        (await Adapter.FindRecordAsync(Session(), Ref(RecordKind.Contact, Org.Hidden), fields: null, Cancelled)).ShouldBeNull();

    [Fact]
    public async Task An_object_is_described_as_this_user_sees_it()
    {
        var forInes = await Adapter.DescribeAsync(Session(), Ref(RecordKind.Contact, ""), Cancelled);
        var forTom = await Adapter.DescribeAsync(Session("Tom"), Ref(RecordKind.Contact, ""), Cancelled);

        forInes!.Fields.Select(field => field.Name).Except(forTom!.Fields.Select(field => field.Name)).ShouldBe(["MobilePhone", "Birthdate"]);
        var source = forInes.Fields.Single(field => field.Name == "LeadSource");
        source.Options.Select(option => (option.Value, option.Label)).ShouldBe([("Web", "Web"), ("Phone Inquiry", "Phone inquiry"), ("Trade Show", "Trade show")]);
        forInes.Fields.Where(field => field.Required).Select(field => field.Name).ShouldBe(["LastName"]);
        forTom.Fields.Single(field => field.Name == "Title").ReadOnly.ShouldBeTrue();
    }

    [Fact]
    public async Task An_object_that_the_user_only_reads_cannot_be_written()
    {
        var described = await Adapter.DescribeAsync(Session("Tom"), Ref(RecordKind.Account, ""), Cancelled);

        (described!.Type.CanCreate, described.Type.CanUpdate).ShouldBe((false, false));
        described.Fields.ShouldAllBe(field => field.ReadOnly);
    }

    [Fact]
    public async Task An_object_that_the_user_may_not_see_is_null() =>
        (await Adapter.DescribeAsync(Session("Tom"), Ref(RecordKind.Case, ""), Cancelled)).ShouldBeNull();

    [Fact]
    public async Task The_kinds_are_those_that_the_user_may_see()
    {
        var types = await Adapter.ListRecordTypesAsync(Session("Tom"), Cancelled);

        types.Select(type => (type.Kind, type.CanCreate)).ShouldBe([(RecordKind.Contact, true), (RecordKind.Account, false)], ignoreOrder: true);
    }

    [Fact]
    public async Task What_surrounds_a_contact_comes_newest_first()
    {
        var related = await Adapter.ListRelatedAsync(Session(), new RelatedRecordsRequest { Record = Ref(RecordKind.Contact, Org.Asa), PageSize = 25 }, cursor: null, Cancelled);

        related.Records.Select(record => (record.Record.Ref.Kind, record.Record.Ref.Id)).ShouldBe(
            [
                (RecordKind.Case, Org.OpenCase), (RecordKind.Case, Org.ClosedCase), (RecordKind.Call, Org.Call),
                (RecordKind.Task, Org.Task), (RecordKind.Event, Org.Event), (RecordKind.Note, Org.Note), (RecordKind.Note, Org.ClassicNote),
            ],
            ignoreOrder: true);
        related.Records.Select(record => record.SortTime.ToDateTimeOffset()).ShouldBeInOrder(SortDirection.Descending);
        related.Records.Single(record => record.Record.Ref.Id == Org.OpenCase).Open.ShouldBeTrue();
    }

    [Fact]
    public async Task An_answer_tells_how_much_of_the_quota_is_used()
    {
        await Adapter.ListRecordTypesAsync(Session(), Cancelled);

        var quota = _services!.GetRequiredService<CrmHttp>().FindUsage("t-stub", "c-stub")!.Quota;
        (quota!.Used, quota.Limit).ShouldBe((1042, 105_000));
    }

    [Fact]
    public async Task A_record_opens_in_the_CRM()
    {
        var link = await Adapter.GetDeepLinkAsync(Session(), Ref(RecordKind.Contact, Org.Asa), Cancelled);

        link.Uri.ShouldEndWith($"/lightning/r/Contact/{Org.Asa}/view");
    }

    private Task<CrmMatches> MatchAsync(string number, bool bySearchIndex) =>
        Adapter.MatchByPhoneAsync(Session(bySearchIndex: bySearchIndex), new PhoneQuery(PhoneNumber.Parse(number, region: null), "US", ["MobilePhone"], ["Phone"]), Cancelled);
}
