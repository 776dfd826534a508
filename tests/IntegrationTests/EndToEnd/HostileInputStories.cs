using Customer360.Contracts.V1;
using Customer360.IntegrationTests.Gateway;
using Customer360.Sandbox;
using Google.Protobuf;
using Grpc.Core;

namespace Customer360.IntegrationTests.EndToEnd;

/// <summary>Bad input gets an error that names the field, and never reaches the CRM; odd input is only odd.</summary>
public sealed class HostileInputStories(StoryHost story) : IClassFixture<StoryHost>
{
    public static TheoryData<string> OddTexts =>
    [
        "O'Brien", "a\"b", "50% off", "under_score", "back\\slash", "st*r", "wh?t", "(round)", "[square]", "{curly}", "a & b | c !", "x ^ ~ y",
        "' OR Id != '", "} RETURNING User(Id) {", "%%%%", "____", "**", "AND", "OR NOT", "null", "\u202Eright to left", "e\u0301combining", "👩‍👩‍👧", "田中",
        "x' LIMIT 1 OFFSET 1 --", "name:value", "+-&&||!(){}[]^\"~*?:\\/",
    ];

    [Theory]
    [MemberData(nameof(OddTexts))]
    public async Task Odd_text_searches_for_itself_and_never_changes_the_query(string text)
    {
        var answer = await story.As(DemoUsers.Full).SearchAsync(new() { Text = text }, cancellationToken: Token);
        answer.Results.ShouldAllBe(found => found.Record.Ref.Kind == RecordKind.Contact || found.Record.Ref.Kind == RecordKind.Account || found.Record.Ref.Kind == RecordKind.Case);
        answer.Results.Count.ShouldBeLessThan(20);

        var byField = await story.As(DemoUsers.Full).SearchAsync(new() { Fields = new() { LastName = text } }, cancellationToken: Token);
        byField.Results.Count.ShouldBeLessThan(20);
    }

    [Fact]
    public async Task Bad_requests_name_their_fields_and_reach_no_CRM()
    {
        var customers = story.As(DemoUsers.Full);
        await customers.SearchAsync(new() { Text = "warm" }, cancellationToken: Token);
        var before = story.Crm.Requests.Count;
        (string Field, Func<Task> Call)[] bad =
        [
            ("by", () => customers.SearchAsync(new(), cancellationToken: Token).ResponseAsync),
            ("text", () => customers.SearchAsync(new() { Text = "x" }, cancellationToken: Token).ResponseAsync),
            ("text", () => customers.SearchAsync(new() { Text = new string('x', 101) }, cancellationToken: Token).ResponseAsync),
            ("text", () => customers.SearchAsync(new() { Text = "a\0b" }, cancellationToken: Token).ResponseAsync),
            ("page_size", () => customers.SearchAsync(new() { Text = "xx", PageSize = -1 }, cancellationToken: Token).ResponseAsync),
            ("page_size", () => customers.SearchAsync(new() { Text = "xx", PageSize = 51 }, cancellationToken: Token).ResponseAsync),
            ("page_token", () => customers.SearchAsync(new() { Text = "xx", PageToken = "forged" }, cancellationToken: Token).ResponseAsync),
            ("kinds[0]", () => customers.SearchAsync(new() { Text = "xx", Kinds = { (RecordKind)99 } }, cancellationToken: Token).ResponseAsync),
            ("kinds[0]", () => customers.SearchAsync(new() { Text = "xx", Kinds = { RecordKind.Task } }, cancellationToken: Token).ResponseAsync),
            ("phone", () => customers.MatchByPhoneAsync(new(), cancellationToken: Token).ResponseAsync),
            ("phone", () => customers.MatchByPhoneAsync(new() { Phone = "call me maybe" }, cancellationToken: Token).ResponseAsync),
            ("phone", () => customers.MatchByPhoneAsync(new() { Phone = new string('5', 10_000) }, cancellationToken: Token).ResponseAsync),
            ("region", () => customers.MatchByPhoneAsync(new() { Phone = "4155550132", Region = "XX" }, cancellationToken: Token).ResponseAsync),
            ("channel", () => customers.MatchByPhoneAsync(new() { Phone = "+14155550132", Channel = (Channel)77 }, cancellationToken: Token).ResponseAsync),
            ("phones", () => customers.BatchMatchByPhone(new(), cancellationToken: Token).ResponseStream.MoveNext(Token)),
            ("context", () => customers.IdentifyAsync(new(), cancellationToken: Token).ResponseAsync),
            ("record", () => customers.GetRecordAsync(new(), cancellationToken: Token).ResponseAsync),
            ("record.id", () => customers.GetRecordAsync(new() { Record = new() { Kind = RecordKind.Contact } }, cancellationToken: Token).ResponseAsync),
            ("request_id", () => customers.CreateContactAsync(new() { RequestId = "7" }, cancellationToken: Token).ResponseAsync),
            ("fields", () => customers.CreateContactAsync(new() { RequestId = Guid.CreateVersion7().ToString() }, cancellationToken: Token).ResponseAsync),
            ("activity", () => customers.LogActivityAsync(new() { RequestId = Guid.CreateVersion7().ToString() }, cancellationToken: Token).ResponseAsync),
            ("activity.recording_uri", () => customers.LogActivityAsync(new()
            {
                RequestId = Guid.CreateVersion7().ToString(),
                Activity = new() { Kind = RecordKind.Note, Subject = "s", RecordingUri = "javascript:alert(1)" },
            }, cancellationToken: Token).ResponseAsync),
        ];

        foreach (var (field, call) in bad)
        {
            var failure = await Should.ThrowAsync<RpcException>(call);
            failure.StatusCode.ShouldBe(StatusCode.InvalidArgument, field);
            failure.Fields().ShouldContain(field);
        }
        story.Crm.Requests.Count.ShouldBe(before);
    }

    [Fact]
    public async Task Text_that_is_no_UTF_8_is_refused_and_an_enormous_message_too()
    {
        byte[] broken = [0x0a, 0x03, (byte)'a', 0xff, (byte)'b'];
        (await CallRawAsync(broken)).StatusCode.ShouldBe(StatusCode.InvalidArgument);

        var huge = new SearchRequest { Text = new string('x', 10 * 1024 * 1024) }.ToByteArray();
        (await CallRawAsync(huge)).StatusCode.ShouldBeOneOf(StatusCode.ResourceExhausted, StatusCode.InvalidArgument);
    }

    [Fact]
    public async Task A_page_token_is_good_for_its_agent_and_query_alone()
    {
        var first = await story.As(DemoUsers.Full).SearchAsync(new() { Fields = new() { LastName = "S" }, Kinds = { RecordKind.Contact }, PageSize = 3 }, cancellationToken: Token);
        first.NextPageToken.ShouldNotBeEmpty();

        var second = await story.As(DemoUsers.Full).SearchAsync(new() { Fields = new() { LastName = "S" }, Kinds = { RecordKind.Contact }, PageSize = 3, PageToken = first.NextPageToken }, cancellationToken: Token);
        second.Results.Select(found => found.Record.Ref.Id).ShouldNotContain(id => first.Results.Any(found => found.Record.Ref.Id == id));

        (await story.As(DemoUsers.Second).SearchAsync(new() { Fields = new() { LastName = "S" }, Kinds = { RecordKind.Contact }, PageSize = 3, PageToken = first.NextPageToken }, cancellationToken: Token).FailureAsync())
            .Reason().ShouldBe("PAGE_TOKEN_INVALID");
        (await story.As(DemoUsers.Full).SearchAsync(new() { Fields = new() { LastName = "T" }, Kinds = { RecordKind.Contact }, PageSize = 3, PageToken = first.NextPageToken }, cancellationToken: Token).FailureAsync())
            .Reason().ShouldBe("PAGE_TOKEN_INVALID");
    }

    [Fact]
    public async Task An_etag_is_good_for_its_record_alone()
    {
        var customers = story.As(DemoUsers.Full);
        var found = (await customers.MatchByPhoneAsync(new() { Phone = "+16285550140" }, cancellationToken: Token)).Matches;
        var one = (await customers.GetRecordAsync(new() { Record = found[0].Record }, cancellationToken: Token)).Record;

        var failure = await customers.UpdateRecordAsync(new()
        {
            RequestId = Guid.CreateVersion7().ToString(),
            Record = found[1].Record,
            Etag = one.Etag,
            Fields = { new FieldInput { Field = new() { WellKnown = WellKnownField.FirstName }, Value = new() { Text = "X" } } },
        }, cancellationToken: Token).FailureAsync();

        failure.Fields().ShouldBe(["etag"]);
    }

    [Fact]
    public async Task Nothing_by_which_a_customer_could_be_recognised_is_logged()
    {
        var customers = story.As(DemoUsers.Full);
        await customers.MatchByPhoneAsync(new() { Phone = "+14155550132" }, cancellationToken: Token);
        await customers.SearchAsync(new() { Text = "Calloway" }, cancellationToken: Token);
        await customers.MatchByPhoneAsync(new() { Phone = "555-0132" }, cancellationToken: Token).FailureAsync();
        using (story.Break(new(FaultKind.ServerError) { Times = 3 }))
            await customers.SearchAsync(new() { Text = "Calloway" }, cancellationToken: Token).FailureAsync();

        var log = string.Join('\n', story.Gateway.Log.Entries.Select(entry => entry.ToString()));

        log.ShouldNotBeEmpty();
        foreach (var planted in (string[])["Calloway", "5550132", "555-0132", "rose.calloway", story.Gateway.Token(DemoUsers.Full.Key)])
            log.ShouldNotContain(planted);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private async Task<RpcException> CallRawAsync(byte[] message)
    {
        var raw = Marshallers.Create(bytes => bytes, bytes => bytes);
        var method = new Method<byte[], byte[]>(MethodType.Unary, "customer360.v1.Customer360Service", "Search", raw, raw);
        return await story.Invoker(DemoUsers.Full).AsyncUnaryCall(method, null, new CallOptions(cancellationToken: Token), message).FailureAsync();
    }
}
