using Customer360.Sandbox;

namespace Customer360.IntegrationTests.Sandbox;

public sealed class RowTests : SandboxTest
{
    private const string Contacts = $"{SalesforceUser.Data}/sobjects/Contact";

    [Fact]
    public async Task A_record_is_created_read_changed_and_deleted()
    {
        var user = await LogInAsync();

        var created = await user.CreateAsync("Contact", new { FirstName = "Nova", LastName = "Quill", Email = "nova@quill.example", Birthdate = "1990-02-28" });
        var changed = await user.SendAsync("PATCH", $"{Contacts}/{created.Id}", new { MobilePhone = "+1 303 555 0199", FirstName = (string?)null });
        var read = await user.GetAsync($"sobjects/Contact/{created.Id}?fields=Id,Name,MobilePhone,Birthdate,Owner.Name,LastModifiedDate");
        var deleted = await user.SendAsync("DELETE", $"{Contacts}/{created.Id}");

        created.Status.ShouldBe(201);
        created.Headers["Location"].ShouldEndWith($"/sobjects/Contact/{created.Id}");
        changed.ShouldSatisfyAllConditions(() => changed.Status.ShouldBe(204), () => changed.Body.ShouldBeEmpty());
        read.Json.GetProperty("Name").GetString().ShouldBe("Quill");
        read.Json.GetProperty("Birthdate").GetString().ShouldBe("1990-02-28");
        read.Json.GetProperty("LastModifiedDate").GetString().ShouldBe("2026-11-20T10:00:00.000+0000");
        read.Json.GetProperty("Owner").GetProperty("Name").GetString().ShouldBe("Ada Fuller");
        deleted.Status.ShouldBe(204);
        (await user.GetAsync($"sobjects/Contact/{created.Id}")).Error.ShouldBe("404 ENTITY_IS_DELETED");
    }

    [Theory]
    [InlineData("""{"FirstName":"Only"}""", "REQUIRED_FIELD_MISSING")]
    [InlineData("""{"LastName":null}""", "REQUIRED_FIELD_MISSING")]
    [InlineData("""{"LastName":"x","Nothing":1}""", "INVALID_FIELD")]
    [InlineData("""{"LastName":"x","Name":"y"}""", "INVALID_FIELD_FOR_INSERT_UPDATE")]
    [InlineData("""{"LastName":"x","Id":"0035g0000000001AAA"}""", "INVALID_FIELD")]
    [InlineData("""{"LastName":5}""", "JSON_PARSER_ERROR")]
    [InlineData("""{"LastName":"x","Birthdate":"28.02.1990"}""", "JSON_PARSER_ERROR")]
    [InlineData("""{"LastName":"x","Birthdate":"2990-02-28"}""", "FIELD_CUSTOM_VALIDATION_EXCEPTION")]
    [InlineData("""{"LastName":"x","Email":"nobody"}""", "INVALID_EMAIL_ADDRESS")]
    [InlineData("""{"LastName":"x","Phone":"12345678901234567890123456789012345678901"}""", "STRING_TOO_LONG")]
    [InlineData("""{"LastName":"x","Loyalty_Level__c":"Tin"}""", "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST")]
    [InlineData("""{"LastName":"x","AccountId":"0035g0000000001AAA"}""", "MALFORMED_ID")]
    [InlineData("""{"LastName":"x","AccountId":"0015g000000zzzz"}""", "INVALID_CROSS_REFERENCE_KEY")]
    [InlineData("""{"LastName":"half \ud83d of a pair"}""", "JSON_PARSER_ERROR")]
    [InlineData("""{"LastName":""", "JSON_PARSER_ERROR")]
    [InlineData("""["LastName"]""", "JSON_PARSER_ERROR")]
    [InlineData("", "JSON_PARSER_ERROR")]
    public async Task A_wrong_body_is_refused_and_writes_nothing(string body, string code)
    {
        var user = await LogInAsync();

        var reply = await user.SendAsync("POST", Contacts, body);

        reply.Error.ShouldBe($"400 {code}");
        Server.Ledger.Count.ShouldBe(0);
    }

    [Theory]
    [InlineData("0035g00000zzzzz", "404 NOT_FOUND")]
    [InlineData("0015g0000000001AAA", "400 MALFORMED_ID")]
    [InlineData("0035g0000000001AAB", "400 MALFORMED_ID")]
    [InlineData("1", "400 MALFORMED_ID")]
    public async Task An_id_that_names_no_record_is_refused(string id, string error)
    {
        var user = await LogInAsync();

        (await user.GetAsync($"sobjects/Contact/{id}")).Error.ShouldBe(error);
    }

    [Fact]
    public async Task A_record_changed_since_the_given_second_is_not_overwritten()
    {
        var user = await LogInAsync();
        var id = (await user.CreateAsync("Case", new { Subject = "First" })).Id;
        Time.Advance(TimeSpan.FromSeconds(5));

        var fresh = await user.SendAsync("PATCH", $"{SalesforceUser.Data}/sobjects/Case/{id}", new { Subject = "Second" }, ("If-Unmodified-Since", "Fri, 20 Nov 2026 10:00:00 GMT"));
        var stale = await user.SendAsync("PATCH", $"{SalesforceUser.Data}/sobjects/Case/{id}", new { Subject = "Third" }, ("If-Unmodified-Since", "Fri, 20 Nov 2026 10:00:00 GMT"));
        var ignored = await user.SendAsync("PATCH", $"{SalesforceUser.Data}/sobjects/Case/{id}", new { Subject = "Fourth" }, ("If-Match", "\"other\""));
        var wrong = await user.SendAsync("PATCH", $"{SalesforceUser.Data}/sobjects/Case/{id}", new { Subject = "Fifth" }, ("If-Unmodified-Since", "yesterday"));

        new[] { fresh.Status, stale.Status, ignored.Status, wrong.Status }.ShouldBe([204, 412, 204, 400]);
    }

    [Fact]
    public async Task An_etag_guards_accounts()
    {
        var user = await LogInAsync();
        var id = (await user.QueryAsync("SELECT Id FROM Account WHERE Name = 'Delta Bakery'")).Column("Id")[0];
        var etag = (await user.GetAsync($"sobjects/Account/{id}")).Headers["ETag"];

        var first = await user.SendAsync("PATCH", $"{SalesforceUser.Data}/sobjects/Account/{id}", new { Site = "A" }, ("If-Match", etag));
        var second = await user.SendAsync("PATCH", $"{SalesforceUser.Data}/sobjects/Account/{id}", new { Site = "B" }, ("If-Match", etag));

        (first.Status, second.Status).ShouldBe((204, 412));
    }

    [Fact]
    public async Task An_upsert_creates_once()
    {
        var user = await LogInAsync();
        var path = $"{SalesforceUser.Data}/sobjects/Task/Gateway_Reference__c/ref%2F1";

        var first = await user.SendAsync("PATCH", path, new { Subject = "Call" });
        var second = await user.SendAsync("PATCH", path, new { Subject = "Call" });
        var never = await user.SendAsync("PATCH", $"{SalesforceUser.Data}/sobjects/Task/Gateway_Reference__c/other?updateOnly=true", new { Subject = "Call" });

        (first.Status, second.Status, never.Status).ShouldBe((201, 200, 404));
        first.Json.GetProperty("created").GetBoolean().ShouldBeTrue();
        second.Json.GetProperty("created").GetBoolean().ShouldBeFalse();
        second.Id.ShouldBe(first.Id);
        Server.Ledger.Where(entry => entry is { Operation: WriteOperation.Create, Reference: "ref/1" }).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Fifty_upserts_at_once_make_one_record()
    {
        var user = await LogInAsync();

        var replies = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => user.SendAsync("PATCH", $"{SalesforceUser.Data}/sobjects/Event/Gateway_Reference__c/same",
            new { Subject = $"Try {i}", StartDateTime = "2026-11-21T09:00:00Z", DurationInMinutes = i })));

        replies.Count(reply => reply.Status == 201).ShouldBe(1);
        replies.Select(reply => reply.Id).Distinct().Count().ShouldBe(1);
        Server.Ledger.After().Select(entry => entry.Sequence).ShouldBe(Enumerable.Range(1, 50).Select(number => (long)number));
    }

    [Fact]
    public async Task A_second_record_with_the_same_external_id_is_refused()
    {
        var user = await LogInAsync();
        await user.CreateAsync("Case", new { Subject = "One", Gateway_Reference__c = "Key" });

        (await user.CreateAsync("Case", new { Subject = "Two", Gateway_Reference__c = "KEY" })).Error.ShouldBe("400 DUPLICATE_VALUE");
    }

    [Fact]
    public async Task Rights_decide_what_may_be_written()
    {
        var reader = await LogInAsync(DemoUsers.ReadOnly);
        var hidden = await LogInAsync(DemoUsers.HiddenFields);
        var restricted = await LogInAsync(DemoUsers.Restricted);
        var full = await LogInAsync();
        var rose = (await full.QueryAsync("SELECT Id FROM Contact WHERE LastName = 'Calloway'")).Column("Id")[0];
        var victor = (await full.QueryAsync("SELECT Id FROM Contact WHERE LastName = 'Stone' AND FirstName = 'Victor'")).Column("Id")[0];

        (await reader.CreateAsync("Contact", new { LastName = "X" })).Error.ShouldBe("403 INSUFFICIENT_ACCESS_OR_READONLY");
        (await reader.SendAsync("PATCH", $"{Contacts}/{rose}", new { Title = "X" })).Error.ShouldBe("400 INSUFFICIENT_ACCESS_OR_READONLY");
        (await hidden.SendAsync("PATCH", $"{Contacts}/{rose}", new { MobilePhone = "1" })).Error.ShouldBe("400 INVALID_FIELD");
        (await hidden.SendAsync("PATCH", $"{Contacts}/{rose}", new { Description = "1" })).Error.ShouldBe("400 INVALID_FIELD_FOR_INSERT_UPDATE");
        (await restricted.SendAsync("PATCH", $"{Contacts}/{victor}", new { Title = "X" })).Error.ShouldBe("404 NOT_FOUND");
        (await restricted.CreateAsync("Case", new { ContactId = victor })).Error.ShouldBe("400 INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY");
        Server.Ledger.Count.ShouldBe(0);
    }

    [Fact]
    public async Task A_duplicate_is_refused_unless_the_client_insists()
    {
        var user = await LogInAsync();
        var twin = new { LastName = "Calloway", MobilePhone = "415-555-0132" };

        var refused = await user.CreateAsync("Contact", twin, ("Sforce-Duplicate-Rule-Header", "allowSave=false; runAsCurrentUser=true"));
        var saved = await user.CreateAsync("Contact", twin, ("Sforce-Duplicate-Rule-Header", "allowSave=true; runAsCurrentUser=true"));

        refused.Error.ShouldBe("400 DUPLICATES_DETECTED");
        var result = refused.Json[0].GetProperty("duplicateResut");
        result.GetProperty("allowSave").GetBoolean().ShouldBeTrue();
        result.GetProperty("matchResults")[0].GetProperty("matchRecords")[0].GetProperty("record").GetProperty("Id").GetString().ShouldNotBeNullOrEmpty();
        saved.Status.ShouldBe(201);
    }

    [Fact]
    public async Task The_duplicate_rule_tells_hidden_records_only_to_clients_that_do_not_ask_as_the_user()
    {
        var restricted = await LogInAsync(DemoUsers.Restricted);
        var twin = new { LastName = "Stone", Email = DemoCustomers.VictorStone.Email };

        var asSystem = await restricted.CreateAsync("Contact", twin);
        var asUser = await restricted.CreateAsync("Contact", twin, ("Sforce-Duplicate-Rule-Header", "allowSave=false;runAsCurrentUser=true"));

        asSystem.Error.ShouldBe("400 DUPLICATES_DETECTED");
        asUser.Status.ShouldBe(201);
    }

    [Fact]
    public async Task A_case_gets_a_number_and_the_assignment_rule_may_take_it_away()
    {
        var restricted = await LogInAsync(DemoUsers.Restricted);

        var kept = await restricted.CreateAsync("Case", new { Subject = "Urgent", Priority = "High" }, ("Sforce-Auto-Assign", "FALSE"));
        var taken = await restricted.CreateAsync("Case", new { Subject = "Urgent", Priority = "High" });

        (await restricted.GetAsync($"sobjects/Case/{kept.Id}")).Json.GetProperty("CaseNumber").GetString()!.Length.ShouldBe(8);
        (await restricted.GetAsync($"sobjects/Case/{taken.Id}")).Error.ShouldBe("404 NOT_FOUND");
    }

    [Fact]
    public async Task Activities_obey_their_rules()
    {
        var user = await LogInAsync();
        var lead = (await user.QueryAsync("SELECT Id FROM Lead LIMIT 1")).Column("Id")[0];
        var one = (await user.QueryAsync("SELECT Id FROM Case LIMIT 1")).Column("Id")[0];

        (await user.CreateAsync("Task", new { WhoId = lead, WhatId = one })).Error.ShouldBe("400 FIELD_INTEGRITY_EXCEPTION");
        (await user.CreateAsync("Event", new { Subject = "No time" })).Error.ShouldBe("400 REQUIRED_FIELD_MISSING");
        var task = await user.CreateAsync("Task", new { Subject = "Call", TaskSubtype = "Call", Status = "Completed", WhatId = one, CallType = "Inbound", CallDurationInSeconds = 187 });
        (await user.GetAsync($"sobjects/Task/{task.Id}?fields=IsClosed,AccountId,What.Type")).Json.GetProperty("IsClosed").GetBoolean().ShouldBeTrue();
        (await user.SendAsync("PATCH", $"{SalesforceUser.Data}/sobjects/Task/{task.Id}", new { TaskSubtype = "Email" })).Error.ShouldBe("400 INVALID_FIELD_FOR_INSERT_UPDATE");
        var meeting = await user.CreateAsync("Event", new { StartDateTime = "2026-11-21T09:00:00+01:00", DurationInMinutes = 30 });
        (await user.GetAsync($"sobjects/Event/{meeting.Id}?fields=EndDateTime")).Json.GetProperty("EndDateTime").GetString().ShouldBe("2026-11-21T08:30:00.000+0000");
    }

    [Fact]
    public async Task Unknown_resources_objects_and_versions_are_not_found()
    {
        var user = await LogInAsync();

        (await user.GetAsync("nothing")).Error.ShouldBe("404 NOT_FOUND");
        (await user.GetAsync("sobjects/Nothing/describe")).Error.ShouldBe("404 NOT_FOUND");
        (await user.GetAsync("/services/data/v59.0/query?q=x")).Error.ShouldBe("404 NOT_FOUND");
        (await user.SendAsync("DELETE", $"{SalesforceUser.Data}/query?q=x")).Error.ShouldBe("405 METHOD_NOT_ALLOWED");
        (await user.SendAsync("PATCH", $"{SalesforceUser.Data}/sobjects/Task/Gateway_Reference__c/", new { })).Error.ShouldBe("405 METHOD_NOT_ALLOWED");
        (await user.GetAsync($"query?q={new string('x', 16_500)}")).Error.ShouldBe("414 URI_TOO_LONG");
    }
}
