using Customer360.Contracts.V1;
using Customer360.Sandbox;

namespace Customer360.IntegrationTests.Salesforce;

public sealed class IdentificationTests : SalesforceTest
{
    [Theory]
    [InlineData("rose.calloway@customers.example", "Rose Calloway")]
    [InlineData(" ROSE.Calloway@Customers.Example ", "Rose Calloway")]
    [InlineData("rose.calloway@customers.exampl", null)]
    [InlineData("' OR Email != null --", null)]
    [InlineData("%@customers.example", null)]
    public async Task An_email_address_finds_exactly_its_owner(string email, string? expected)
    {
        var found = await Adapter.FindCustomersByEmailAsync(await OpenAsync(), email, Cancelled);

        found.Select(customer => customer.Record.Title).ShouldBe(expected is null ? [] : [expected]);
    }

    [Fact]
    public async Task A_name_finds_contacts_and_accounts_by_the_whole_of_it()
    {
        var session = await OpenAsync();

        var contact = (await Adapter.FindCustomersByNameAsync(session, "nina falk", Cancelled)).ShouldHaveSingleItem();
        var account = (await Adapter.FindCustomersByNameAsync(session, "Delta Bakery", Cancelled)).ShouldHaveSingleItem();
        var part = await Adapter.FindCustomersByNameAsync(session, "Nina", Cancelled);

        contact.Email.ShouldBe("nina.falk@customers.example");
        contact.Account.ShouldBe(account.Record.Ref);
        account.Record.Ref.Kind.ShouldBe(RecordKind.Account);
        part.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_hidden_email_identifies_nobody()
    {
        var session = await OpenAsync(DemoUsers.HiddenFields);

        (await Adapter.FindCustomersByEmailAsync(session, "rose.calloway@customers.example", Cancelled)).ShouldBeEmpty();
        (await Adapter.FindCustomersByNameAsync(session, "Rose Calloway", Cancelled)).ShouldHaveSingleItem().Email.ShouldBe("");
    }

    [Fact]
    public async Task A_case_is_found_with_and_without_leading_zeros()
    {
        var session = await OpenAsync();
        var rose = await FindContactAsync(session, DemoCustomers.RoseCalloway);
        var open = (await Adapter.ListActiveCasesAsync(session, rose, Cancelled)).ShouldHaveSingleItem();

        var whole = (await Adapter.FindCasesByNumberAsync(session, open.CaseNumber, Cancelled)).ShouldHaveSingleItem();
        var bare = (await Adapter.FindCasesByNumberAsync(session, open.CaseNumber.TrimStart('0'), Cancelled)).ShouldHaveSingleItem();

        open.Record.Title.ShouldBe("Reading lamp flickers");
        open.Active.ShouldBeTrue();
        open.Customer.ShouldBe(rose);
        open.Account.Kind.ShouldBe(RecordKind.Account);
        whole.ShouldBe(open);
        bare.ShouldBe(open);
        (await Adapter.FindCasesByNumberAsync(session, "99999999", Cancelled)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Active_cases_are_the_open_ones_newest_first()
    {
        var session = await OpenAsync();
        var marcus = await FindContactAsync(session, DemoCustomers.MarcusBell);
        var deborah = await FindContactAsync(session, DemoCustomers.DeborahNash);

        (await Adapter.ListActiveCasesAsync(session, marcus, Cancelled)).Select(found => found.Record.Title).ShouldBe(["Wrong shade of blue", "Delivery is late"]);
        (await Adapter.ListActiveCasesAsync(session, deborah, Cancelled)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_accounts_cases_are_its_own_and_not_its_contacts()
    {
        var session = await OpenAsync();
        var account = (await Adapter.FindCustomersByNameAsync(session, "Harbor Light Books", Cancelled)).Single().Record.Ref;
        var user = await LogInAsync();
        await user.CreateAsync("Case", new { Subject = "About the company", Origin = "Phone", AccountId = account.Id });

        (await Adapter.ListActiveCasesAsync(session, account, Cancelled)).ShouldHaveSingleItem().Record.Title.ShouldBe("About the company");
    }

    [Fact]
    public async Task A_case_of_a_customer_whom_the_agent_may_not_see_is_not_there()
    {
        var full = await OpenAsync();
        var victor = await FindContactAsync(full, DemoCustomers.VictorStone);
        var number = (await Adapter.ListActiveCasesAsync(full, victor, Cancelled)).Single().CaseNumber;
        var restricted = await OpenAsync(DemoUsers.Restricted);

        (await Adapter.FindCasesByNumberAsync(restricted, number, Cancelled)).ShouldBeEmpty();
        (await Adapter.FindCustomersByNameAsync(restricted, "Victor Stone", Cancelled)).ShouldBeEmpty();
    }
}
