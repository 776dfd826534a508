using System.Text;
using System.Text.Json;
using Customer360.Sandbox;

namespace Customer360.IntegrationTests.Sandbox;

public sealed class CompositeTests : SandboxTest
{
    [Fact]
    public async Task A_note_and_its_link_are_created_together()
    {
        var user = await LogInAsync();
        var contact = await RoseAsync(user);
        var content = Convert.ToBase64String(Encoding.UTF8.GetBytes("<p>Called about <b>refund</b></p><script>x</script>"));

        var reply = await CompositeAsync(user, allOrNone: true,
            Post("ContentNote", "note", new { Title = "Call summary", Content = content }),
            Post("ContentDocumentLink", "link", new { ContentDocumentId = "@{note.id}", LinkedEntityId = contact, ShareType = "V", Visibility = "AllUsers" }));

        Statuses(reply).ShouldBe([201, 201]);
        var notes = await user.QueryAsync($"SELECT ContentDocumentId, ContentDocument.Title FROM ContentDocumentLink WHERE LinkedEntityId = '{contact}' AND ContentDocument.FileType = 'SNOTE' ORDER BY ContentDocument.Title");
        notes.Json.GetProperty("records")[0].GetProperty("ContentDocument").GetProperty("Title").GetString().ShouldBe("Call summary");
        (await user.QueryAsync("SELECT TextPreview FROM ContentNote WHERE Title = 'Call summary'")).Column("TextPreview")[0].ShouldBe("Called about  refund");
    }

    [Fact]
    public async Task A_note_with_a_new_text_has_a_new_version()
    {
        var user = await LogInAsync();
        string Text(string html) => Convert.ToBase64String(Encoding.UTF8.GetBytes(html));
        var note = (await user.CreateAsync("ContentNote", new { Title = "Draft", Content = Text("<p>first</p>") })).Id;

        await user.SendAsync("PATCH", $"{SalesforceUser.Data}/sobjects/ContentNote/{note}", new { Content = Text("<p>second</p>") });

        var versions = await user.QueryAsync($"SELECT Id, VersionNumber, IsLatest, TextPreview FROM ContentVersion WHERE ContentDocumentId = '{note}' ORDER BY VersionNumber");
        versions.Column("IsLatest").ShouldBe(["False", "True"]);
        versions.Column("TextPreview").ShouldBe(["first", "second"]);
        (await user.GetAsync($"sobjects/ContentNote/{note}")).Json.GetProperty("LatestPublishedVersionId").GetString().ShouldBe(versions.Column("Id")[1]);
        (await user.GetAsync($"sobjects/ContentVersion/{versions.Column("Id")[0]}/VersionData")).Body.ShouldBe("<p>first</p>");
    }

    [Fact]
    public async Task All_or_none_leaves_nothing_behind_when_one_fails()
    {
        var user = await LogInAsync();

        var reply = await CompositeAsync(user, allOrNone: true, Post("Contact", "good", new { LastName = "Good" }), Post("Contact", "bad", new { FirstName = "Bad" }));

        Statuses(reply).ShouldBe([400, 400]);
        Codes(reply).ShouldBe(["PROCESSING_HALTED", "REQUIRED_FIELD_MISSING"]);
        (await user.QueryAsync("SELECT Id FROM Contact WHERE LastName = 'Good'")).Column("Id").ShouldBeEmpty();
        Server.Ledger.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Without_all_or_none_each_stands_alone_and_references_to_failures_halt()
    {
        var user = await LogInAsync();

        var reply = await CompositeAsync(user, allOrNone: false,
            Post("Contact", "bad", new { FirstName = "Bad" }),
            Post("Task", "after", new { Subject = "x", WhoId = "@{bad.id}" }),
            Post("Contact", "good", new { LastName = "Good" }));

        Statuses(reply).ShouldBe([400, 400, 201]);
        Server.Ledger.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Queries_and_their_results_may_be_used_by_later_parts()
    {
        var user = await LogInAsync();

        var reply = await CompositeAsync(user, allOrNone: false,
            new { method = "GET", url = $"{SalesforceUser.Data}/query/?q=SELECT+Id+FROM+Contact+WHERE+LastName='Calloway'", referenceId = "found" },
            new { method = "GET", url = $"{SalesforceUser.Data}/sobjects/Contact/@{{found.records[0].Id}}?fields=Name", referenceId = "read" });

        Statuses(reply).ShouldBe([200, 200]);
        reply.Json.GetProperty("compositeResponse")[1].GetProperty("body").GetProperty("Name").GetString().ShouldBe("Rose Calloway");
    }

    [Fact]
    public async Task More_than_25_parts_or_5_queries_are_refused()
    {
        var user = await LogInAsync();
        object Query(int i) => new { method = "GET", url = $"{SalesforceUser.Data}/query?q=SELECT+Id+FROM+Account", referenceId = $"q{i}" };

        (await CompositeAsync(user, false, [.. Enumerable.Range(0, 26).Select(i => Post("Task", $"t{i}", new { }))])).Error.ShouldBe("400 LIMIT_EXCEEDED");
        (await CompositeAsync(user, false, [.. Enumerable.Range(0, 6).Select(Query)])).Error.ShouldBe("400 LIMIT_EXCEEDED");
    }

    [Fact]
    public async Task A_collection_answers_for_each_of_its_rows()
    {
        var user = await LogInAsync();
        object Row(string type, object fields) => JsonSerializer.SerializeToNode(fields)!.AsObject().Prepend("attributes", new { type });

        var reply = await user.SendAsync("POST", $"{SalesforceUser.Data}/composite/sobjects", new
        {
            allOrNone = false,
            records = new[] { Row("Contact", new { LastName = "One" }), Row("Contact", new { FirstName = "Two" }) },
        });

        reply.Json[0].GetProperty("success").GetBoolean().ShouldBeTrue();
        reply.Json[1].GetProperty("errors")[0].GetProperty("statusCode").GetString().ShouldBe("REQUIRED_FIELD_MISSING");
        Server.Ledger.Count.ShouldBe(1);
    }

    private static Task<Reply> CompositeAsync(SalesforceUser user, bool allOrNone, params object[] parts) =>
        user.SendAsync("POST", $"{SalesforceUser.Data}/composite", new { allOrNone, compositeRequest = parts });

    private static object Post(string type, string referenceId, object body) =>
        new { method = "POST", url = $"{SalesforceUser.Data}/sobjects/{type}", referenceId, body };

    private static IEnumerable<int> Statuses(Reply reply) =>
        reply.Json.GetProperty("compositeResponse").EnumerateArray().Select(part => part.GetProperty("httpStatusCode").GetInt32());

    private static IEnumerable<string?> Codes(Reply reply) =>
        reply.Json.GetProperty("compositeResponse").EnumerateArray().Select(part => part.GetProperty("body")[0].GetProperty("errorCode").GetString());

    private static async Task<string?> RoseAsync(SalesforceUser user) =>
        (await user.QueryAsync($"SELECT Id FROM Contact WHERE Email = '{DemoCustomers.RoseCalloway.Email}'")).Column("Id")[0];
}

file static class JsonObjects
{
    public static object Prepend(this System.Text.Json.Nodes.JsonObject json, string name, object value)
    {
        json.Insert(0, name, JsonSerializer.SerializeToNode(value));
        return json;
    }
}
