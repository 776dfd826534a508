using Customer360.Sandbox;
using Customer360.Sandbox.Salesforce;

namespace Customer360.IntegrationTests.Sandbox;

public sealed class QueryTests : SandboxTest
{
    [Fact]
    public async Task Parents_and_children_come_nested()
    {
        var user = await LogInAsync();

        var reply = await user.QueryAsync("SELECT Id, Account.Name, (SELECT Subject FROM Cases ORDER BY CaseNumber) FROM Contact WHERE Email = 'ROSE.CALLOWAY@customers.example'");

        var row = reply.Json.GetProperty("records")[0];
        row.GetProperty("Account").GetProperty("Name").GetString().ShouldBe("Harbor Light Books");
        row.GetProperty("Cases").GetProperty("records").EnumerateArray().Select(one => one.GetProperty("Subject").GetString())
            .ShouldBe(["Reading lamp flickers", "Invoice sent twice"]);
    }

    [Theory]
    [InlineData("FirstName LIKE 'ro%' AND LastName LIKE '_all%'", "Rose Calloway")]
    [InlineData("MobilePhone LIKE '%415%555%0132'", "Ravi Menon,Rose Calloway")]
    [InlineData("(NOT LastName LIKE '%e%') AND Account.Name = 'harbor light books'", "Deborah Nash,Rose Calloway")]
    [InlineData("LastName IN ('Winter') AND FirstName NOT IN ('Hugh')", "Iris Winter,Jonas Winter")]
    [InlineData("Id IN (SELECT ContactId FROM Case WHERE Subject = 'Delivery is late')", "Marcus Bell")]
    [InlineData("LastName = 'Weiß' OR LastName = '田中'", "Jürgen Weiß,愛子 田中")]
    [InlineData("AccountId = null AND LastName = 'Ortiz' AND CreatedDate < 2027-01-01T00:00:00+02:00", "Samuel Ortiz")]
    [InlineData("LastName = 'Ortiz' AND CreatedDate < TODAY AND CreatedDate = LAST_N_DAYS:365", "Samuel Ortiz")]
    public async Task Conditions_choose_rows(string where, string names)
    {
        var user = await LogInAsync();

        var reply = await user.QueryAsync($"SELECT Name FROM Contact WHERE {where} ORDER BY Name");

        reply.Column("Name").ShouldBe(names.Split(','));
    }

    [Theory]
    [InlineData("SELECT Nothing FROM Contact", "INVALID_FIELD")]
    [InlineData("SELECT Id FROM Nothing", "INVALID_TYPE")]
    [InlineData("SELECT Id, Id FROM Contact", "MALFORMED_QUERY")]
    [InlineData("SELECT Id FROM Contact WHERE LastName = 'x", "MALFORMED_QUERY")]
    [InlineData(@"SELECT Id FROM Contact WHERE LastName = 'a\qb'", "MALFORMED_QUERY")]
    [InlineData(@"SELECT Id FROM Contact WHERE LastName = 'a\%b'", "MALFORMED_QUERY")]
    [InlineData("SELECT Id FROM Contact WHERE LastName = 5", "INVALID_FIELD")]
    [InlineData("SELECT Id FROM Contact WHERE CreatedDate = 2026-01-01", "INVALID_FIELD")]
    [InlineData("SELECT Id FROM Contact WHERE CreatedDate > 2026-01-01T00:00:00", "MALFORMED_QUERY")]
    [InlineData("SELECT Id FROM Contact WHERE Birthdate > 2026-02-31", "MALFORMED_QUERY")]
    [InlineData("SELECT Id FROM Contact WHERE CreatedDate LIKE '2026%'", "INVALID_FIELD")]
    [InlineData("SELECT Id FROM Contact WHERE Description = 'x'", "INVALID_FIELD")]
    [InlineData("SELECT Id FROM Contact WHERE AccountId = 'abc'", "INVALID_QUERY_FILTER_OPERATOR")]
    [InlineData("SELECT Id FROM Contact WHERE LastName = 'a' AND LastName = 'b' OR LastName = 'c'", "MALFORMED_QUERY")]
    [InlineData("SELECT Id FROM Contact OFFSET 2001", "NUMBER_OUTSIDE_VALID_RANGE")]
    [InlineData("SELECT Id FROM Contact LIMIT x", "MALFORMED_QUERY")]
    [InlineData("SELECT Id FROM Contact; DELETE", "MALFORMED_QUERY")]
    [InlineData("SELECT Id FROM Contact WHERE LastName = :name", "MALFORMED_QUERY")]
    [InlineData("SELECT Id FROM ContentDocumentLink", "MALFORMED_QUERY")]
    public async Task What_the_real_API_refuses_is_refused(string soql, string code)
    {
        var user = await LogInAsync();

        (await user.QueryAsync(soql)).Error.ShouldBe($"400 {code}");
    }

    [Fact]
    public async Task What_is_not_simulated_says_so()
    {
        var user = await LogInAsync();

        (await user.QueryAsync("SELECT LastName FROM Contact GROUP BY LastName")).Error.ShouldBe("501 NOT_SIMULATED");
    }

    [Fact]
    public async Task A_hidden_field_breaks_the_query_in_select_where_and_through_a_parent()
    {
        var user = await LogInAsync(DemoUsers.HiddenFields);

        (await user.QueryAsync("SELECT Id, Email FROM Contact")).Error.ShouldBe("400 INVALID_FIELD");
        (await user.QueryAsync("SELECT Id FROM Contact WHERE Email != null")).Error.ShouldBe("400 INVALID_FIELD");
        (await user.QueryAsync("SELECT Id, Contact.MobilePhone FROM Case")).Error.ShouldBe("400 INVALID_FIELD");
        (await user.QueryAsync("SELECT Id, Phone FROM Contact LIMIT 1")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Pages_follow_their_locator_which_belongs_to_its_user()
    {
        Server.Settings = Server.Settings with { MaxPageSize = 25 };
        var user = await LogInAsync();
        var other = await LogInAsync(DemoUsers.Second);

        var first = (await user.QueryAsync("SELECT Id FROM Contact ORDER BY Id")).Json;
        var next = first.GetProperty("nextRecordsUrl").GetString()!;
        var second = (await user.GetAsync(next)).Json;
        var third = (await user.GetAsync(second.GetProperty("nextRecordsUrl").GetString()!)).Json;

        first.GetProperty("totalSize").GetInt32().ShouldBe(60);
        first.GetProperty("done").GetBoolean().ShouldBeFalse();
        third.GetProperty("done").GetBoolean().ShouldBeTrue();
        third.GetProperty("records").GetArrayLength().ShouldBe(10);
        (await other.GetAsync(next)).Error.ShouldBe("400 INVALID_QUERY_LOCATOR");
    }

    [Fact]
    public async Task Children_page_on_their_own()
    {
        Server.Settings = Server.Settings with { MaxPageSize = 2 };
        var user = await LogInAsync();
        var marcus = SalesforceDemo.ContactId(DemoCustomers.MarcusBell);
        await user.CreateAsync("Case", new { Subject = "Third", ContactId = marcus });

        var children = (await user.QueryAsync($"SELECT Id, (SELECT Subject FROM Cases ORDER BY CaseNumber) FROM Contact WHERE Id = '{marcus}'")).Json.GetProperty("records")[0].GetProperty("Cases");
        var rest = await user.GetAsync(children.GetProperty("nextRecordsUrl").GetString()!);

        children.GetProperty("records").GetArrayLength().ShouldBe(2);
        rest.Column("Subject").ShouldBe(["Third"]);
    }

    [Fact]
    public async Task Record_access_tells_what_the_user_may_do_with_each_record_that_he_sees()
    {
        var full = await LogInAsync();
        var restricted = await LogInAsync(DemoUsers.Restricted);
        var ids = (await full.QueryAsync("SELECT Id FROM Contact WHERE LastName = 'Reed' ORDER BY FirstName")).Column("Id");
        var self = (await restricted.QueryAsync("SELECT Id FROM User WHERE Username = 'restricted@sandbox.example'")).Column("Id")[0];

        var access = await restricted.QueryAsync($"SELECT RecordId, HasEditAccess, MaxAccessLevel FROM UserRecordAccess WHERE UserId = '{self}' AND RecordId IN ('{ids[0]}', '{ids[1]}')");

        access.Column("RecordId").ShouldBe([ids[0]]);
        access.Column("HasEditAccess").ShouldBe(["True"]);
    }

    [Fact]
    public async Task Deleted_rows_are_in_queryAll_only()
    {
        var user = await LogInAsync();
        var soql = Uri.EscapeDataString("SELECT LastName, IsDeleted FROM Contact WHERE MobilePhone = '(415) 555-0132' ORDER BY LastName");

        (await user.GetAsync($"query?q={soql}")).Column("LastName").ShouldBe(["Calloway"]);
        (await user.GetAsync($"queryAll?q={soql}")).Column("IsDeleted").ShouldBe(["False", "True"]);
    }

    [Fact]
    public async Task Notes_are_seen_by_who_sees_what_they_are_about()
    {
        var full = await LogInAsync();
        var restricted = await LogInAsync(DemoUsers.Restricted);
        string Links(DemoCustomer customer) => $"SELECT ContentDocument.Title FROM ContentDocumentLink WHERE LinkedEntityId = '{SalesforceDemo.ContactId(customer)}'";

        (await full.QueryAsync(Links(DemoCustomers.VictorStone))).Column("ContentDocument").Length.ShouldBe(1);
        (await restricted.QueryAsync(Links(DemoCustomers.VictorStone))).Column("ContentDocument").ShouldBeEmpty();
        (await restricted.QueryAsync(Links(DemoCustomers.RoseCalloway))).Column("ContentDocument").Length.ShouldBe(1);
    }

    [Fact]
    public async Task Demo_people_have_ids_that_can_be_told_beforehand()
    {
        var user = await LogInAsync();

        (await user.GetAsync($"sobjects/Contact/{SalesforceDemo.ContactId(DemoCustomers.AikoTanaka)}")).Json.GetProperty("LastName").GetString().ShouldBe("田中");
        (await user.GetAsync($"sobjects/Account/{SalesforceDemo.AccountId(DemoCustomers.DeltaBakery)}")).Json.GetProperty("Name").GetString().ShouldBe("Delta Bakery");
        (await user.GetAsync($"sobjects/Case/{SalesforceDemo.CaseId(DemoCustomers.Cases[2])}")).Json.GetProperty("Subject").GetString().ShouldBe("Delivery is late");
        (await user.GetAsync($"sobjects/User/{SalesforceDemo.UserId(DemoUsers.Second)}")).Json.GetProperty("Email").GetString().ShouldBe("second@sandbox.example");
    }

    [Fact]
    public async Task The_user_without_API_access_is_refused()
    {
        var user = await LogInAsync(DemoUsers.NoApi);

        (await user.QueryAsync("SELECT Id FROM Contact")).Error.ShouldBe("403 API_DISABLED_FOR_ORG");
    }
}
