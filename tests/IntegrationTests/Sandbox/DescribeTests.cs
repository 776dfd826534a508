using System.Text.Json;
using Customer360.Sandbox;

namespace Customer360.IntegrationTests.Sandbox;

public sealed class DescribeTests : SandboxTest
{
    [Fact]
    public async Task Describe_tells_types_lengths_and_what_this_user_may_set()
    {
        var full = await LogInAsync();
        var reader = await LogInAsync(DemoUsers.ReadOnly);

        var field = Field(await full.GetAsync("sobjects/Contact/describe"), "Phone");
        var forReader = Field(await reader.GetAsync("sobjects/Contact/describe"), "Phone");

        field!.Value.GetProperty("type").GetString().ShouldBe("phone");
        field.Value.GetProperty("length").GetInt32().ShouldBe(40);
        field.Value.GetProperty("updateable").GetBoolean().ShouldBeTrue();
        forReader!.Value.GetProperty("updateable").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task Hidden_fields_are_absent_everywhere()
    {
        var user = await LogInAsync(DemoUsers.HiddenFields);
        var rose = (await user.QueryAsync("SELECT Id FROM Contact WHERE LastName = 'Calloway'")).Column("Id")[0];

        foreach (var path in (string[])["sobjects/Contact/describe", "sobjects/Contact/describe/layouts", "sobjects/Contact/describe/compactLayouts", "ui-api/object-info/Contact",
            "ui-api/layout/Contact", "ui-api/record-defaults/create/Contact", $"sobjects/Contact/{rose}", $"ui-api/records/{rose}?optionalFields=Contact.Email,Contact.Phone&layoutTypes=Full"])
        {
            var reply = await user.GetAsync(path);

            reply.Status.ShouldBe(200, path);
            reply.Body.ShouldNotContain("\"Email\"", customMessage: path);
            reply.Body.ShouldNotContain("MobilePhone", customMessage: path);
        }
        (await user.GetAsync($"ui-api/records/{rose}?fields=Contact.Email")).Error.ShouldBe("400 INVALID_FIELD");
    }

    [Fact]
    public async Task Metadata_that_has_not_changed_is_not_sent_again()
    {
        var user = await LogInAsync();
        var date = (await user.GetAsync("sobjects/Contact/describe")).Headers["Last-Modified"];

        (await user.GetAsync("sobjects/Contact/describe", ("If-Modified-Since", date))).Status.ShouldBe(304);
        (await user.GetAsync("sobjects/Contact/describe", ("If-Modified-Since", "Tue, 01 Jan 2019 00:00:00 GMT"))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Pick_lists_name_the_values_of_the_field_that_they_depend_on()
    {
        var user = await LogInAsync();

        var picklist = (await user.GetAsync("ui-api/object-info/Case/picklist-values/012000000000000AAA/Channel_Detail__c")).Json;
        var described = Field(await user.GetAsync("sobjects/Case/describe"), "Channel_Detail__c")!.Value;

        picklist.GetProperty("controllerValues").GetProperty("Chat").GetInt32().ShouldBe(1);
        picklist.GetProperty("values")[2].GetProperty("validFor").EnumerateArray().Select(index => index.GetInt32()).ShouldBe([1, 4]);
        described.GetProperty("controllerName").GetString().ShouldBe("Channel__c");
        described.GetProperty("picklistValues")[2].GetProperty("validFor").GetString().ShouldBe(Convert.ToBase64String([0b0100_1000]));
    }

    [Fact]
    public async Task Parameterized_search_finds_what_SOSL_finds()
    {
        var user = await LogInAsync();

        var get = await user.GetAsync("parameterizedSearch/?q=4155550132&sobject=Contact&Contact.fields=id,name&in=PHONE");
        var post = await user.SendAsync("POST", $"{SalesforceUser.Data}/parameterizedSearch",
            new { q = "4155550132", @in = "PHONE", fields = new[] { "Id", "Name" }, sobjects = new[] { new { name = "Contact", where = "LastName != 'x'", limit = 5 } } });
        var wrong = await user.SendAsync("POST", $"{SalesforceUser.Data}/parameterizedSearch", new { q = "4155550132", scope = "PHONE" });

        get.Column("Name").ShouldBe(["Rose Calloway"]);
        post.Column("Name").ShouldBe(["Rose Calloway"]);
        wrong.Error.ShouldBe("400 JSON_PARSER_ERROR");
    }

    [Fact]
    public async Task A_repeated_idempotency_key_gets_the_first_answer()
    {
        var user = await LogInAsync();
        var key = ("Idempotency-Key", "0b0f3f5e-6c1d-4d55-9a3e-1f1f7a1c2d3e");
        var path = $"{SalesforceUser.Data}/ui-api/records";

        var first = await user.SendAsync("POST", path, new { apiName = "Contact", fields = new { LastName = "Once" } }, key);
        var second = await user.SendAsync("POST", path, new { apiName = "Contact", fields = new { LastName = "Once" } }, key);
        var other = await user.SendAsync("POST", path, new { apiName = "Contact", fields = new { LastName = "Twice" } }, key);

        (first.Status, second.Status, other.Status).ShouldBe((201, 201, 422));
        second.Id.ShouldBe(first.Id);
        Server.Ledger.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Only_who_may_see_the_set_up_reads_the_limits()
    {
        var user = await LogInAsync();
        var admin = await LogInAsync(DemoUsers.Admin);

        (await user.GetAsync("limits")).Status.ShouldBe(403);
        (await admin.GetAsync("limits")).Json.GetProperty("DailyApiRequests").GetProperty("Max").GetInt32().ShouldBe(Server.Settings.DailyApiLimit);
    }

    private static JsonElement? Field(Reply reply, string name) =>
        reply.Json.GetProperty("fields").EnumerateArray().FirstOrDefault(field => field.GetProperty("name").GetString() == name);
}
