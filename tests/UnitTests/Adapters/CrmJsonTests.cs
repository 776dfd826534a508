using System.Net;
using System.Text.Json.Serialization;
using Customer360.Adapters;
using Customer360.Adapters.Http;

namespace Customer360.UnitTests.Adapters;

public sealed class CrmJsonTests
{
    [Fact]
    public async Task What_is_written_is_read_again()
    {
        var content = CrmJson.Write(new Page(["Zoë", "日本"]), PageJson.Default.Page);

        content.Headers.ContentType!.ToString().ShouldBe("application/json; charset=utf-8");
        content.Headers.ContentLength.ShouldNotBeNull();
        (await ReadAsync(content)).Names.ShouldBe(["Zoë", "日本"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("<html>Sorry</html>")]
    [InlineData("""{"names":["a"]""")]
    [InlineData("""{"names":7}""")]
    public async Task What_is_no_such_JSON_is_a_bad_reply(string body)
    {
        (await Should.ThrowAsync<CrmException>(ReadAsync(new StringContent(body)))).Failure.ShouldBe(CrmFailure.BadReply);
    }

    [Theory]
    [InlineData(CallSafety.Once)]
    [InlineData(CallSafety.RepeatableWrite)]
    public async Task An_unreadable_answer_to_a_write_leaves_its_outcome_unknown(CallSafety safety)
    {
        (await Should.ThrowAsync<CrmException>(ReadAsync(new StringContent("<html>"), safety))).Failure.ShouldBe(CrmFailure.OutcomeUnknown);
    }

    [Fact]
    public async Task An_answer_without_end_is_not_read_to_the_end()
    {
        var endless = new EndlessStream();

        (await Should.ThrowAsync<CrmException>(ReadAsync(new StreamContent(endless)))).Failure.ShouldBe(CrmFailure.BadReply);
        endless.Given.ShouldBeInRange(CrmJson.MaxBytes, CrmJson.MaxBytes * 2L);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_unavailable()
    {
        (await Should.ThrowAsync<CrmException>(ReadAsync(new StreamContent(new BrokenStream())))).Failure.ShouldBe(CrmFailure.Unavailable);
    }

    [Fact]
    public async Task A_reader_who_gives_up_gets_a_cancellation()
    {
        using var caller = new CancellationTokenSource();
        await caller.CancelAsync();
        using var answer = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("{}") };

        await Should.ThrowAsync<OperationCanceledException>(CrmJson.ReadAsync(answer, PageJson.Default.Page, CallSafety.Once, caller.Token));
    }

    private static async Task<Page> ReadAsync(HttpContent content, CallSafety safety = CallSafety.Repeatable)
    {
        using var answer = new HttpResponseMessage(HttpStatusCode.OK) { Content = content };
        return await CrmJson.ReadAsync(answer, PageJson.Default.Page, safety, TestContext.Current.CancellationToken);
    }

    // An array of names, for ever.
    private sealed class EndlessStream : MemoryStream
    {
        public long Given { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            buffer.Span.Fill((byte)' ');
            if (Given == 0)
                """{"names":["""u8.CopyTo(buffer.Span);
            Given += buffer.Length;
            return ValueTask.FromResult(buffer.Length);
        }
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("reset");
    }
}

internal sealed record Page(IReadOnlyList<string> Names);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Page))]
internal sealed partial class PageJson : JsonSerializerContext;
