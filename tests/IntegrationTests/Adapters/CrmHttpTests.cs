using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Customer360.Adapters;
using Customer360.Adapters.Http;
using Microsoft.AspNetCore.Http;

namespace Customer360.IntegrationTests.Adapters;

/// <summary>The pipeline over real sockets.</summary>
public sealed class CrmHttpTests
{
    private static readonly JsonTypeInfo<string[]> Strings = JsonTypeInfo.CreateJsonTypeInfo<string[]>(new JsonSerializerOptions { TypeInfoResolver = new DefaultJsonTypeInfoResolver() });

    [Fact]
    public async Task A_read_whose_connection_is_reset_is_sent_again()
    {
        await using var crm = await CrmServer.StartAsync((context, number) => number == 1 ? AbortAsync(context) : context.Response.WriteAsync("[]"));

        using var answer = await crm.ReadAsync();

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        crm.Requests.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("a body")]
    [InlineData(null)]
    public async Task A_write_whose_connection_is_reset_is_sent_once_and_unknown(string? body)
    {
        await using var crm = await CrmServer.StartAsync((context, _) => AbortAsync(context));

        var failure = await Should.ThrowAsync<CrmException>(crm.WriteAsync(body is null ? null : new StringContent(body)));

        failure.Failure.ShouldBe(CrmFailure.OutcomeUnknown);
        crm.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("a body")]
    [InlineData(null)]
    public async Task A_write_on_a_connection_in_use_before_is_not_sent_again_by_the_socket_handler(string? body)
    {
        await using var crm = await CrmServer.StartAsync((context, number) => number == 1 ? context.Response.WriteAsync("[]") : AbortAsync(context));
        using (var first = await crm.ReadAsync())
            await first.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        var failure = await Should.ThrowAsync<CrmException>(crm.WriteAsync(body is null ? null : new StringContent(body)));

        failure.Failure.ShouldBe(CrmFailure.OutcomeUnknown);
        crm.Requests.ShouldBe(["GET /read", "POST /write"]);
    }

    [Theory]
    [InlineData(CallSafety.Repeatable)]
    [InlineData(CallSafety.Once)]
    public async Task A_server_that_is_not_there_is_unavailable(CallSafety safety)
    {
        var crm = await CrmServer.StartAsync((_, _) => Task.CompletedTask);
        await using var client = crm;
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        taken.Stop();
        crm.Get<Microsoft.Extensions.Options.IOptionsMonitor<OutboundOptions>>().CurrentValue.AllowedPrivateTargets.Add($"127.0.0.1:{port}");
        var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{port}/x") { Content = new StringContent("x") };

        var failure = await Should.ThrowAsync<CrmException>(crm.SendAsync(request, safety));

        failure.Failure.ShouldBe(CrmFailure.Unavailable);
    }

    [Fact]
    public async Task A_hanging_attempt_is_left_for_another()
    {
        await using var crm = await CrmServer.StartAsync((context, number) => number == 1 ? HangAsync(context) : context.Response.WriteAsync("[]"));
        crm.Rules = crm.Rules with { AttemptTimeout = TimeSpan.FromMilliseconds(500) };

        using var answer = await crm.ReadAsync();

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_hanging_write_is_unknown()
    {
        await using var crm = await CrmServer.StartAsync((context, _) => HangAsync(context));
        crm.Rules = crm.Rules with { AttemptTimeout = TimeSpan.FromMilliseconds(500) };

        (await Should.ThrowAsync<CrmException>(crm.WriteAsync(new StringContent("x")))).Failure.ShouldBe(CrmFailure.OutcomeUnknown);
        crm.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_cancellation_reaches_the_CRM()
    {
        var (arrived, left) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var crm = await CrmServer.StartAsync(async (context, _) =>
        {
            context.RequestAborted.Register(left.SetResult);
            arrived.SetResult();
            await HangAsync(context);
        });
        using var caller = new CancellationTokenSource();
        var call = crm.ReadAsync(cancellationToken: caller.Token);
        await arrived.Task;

        await caller.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(call);
        await left.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_not_followed(int status)
    {
        await using var crm = await CrmServer.StartAsync((context, _) =>
        {
            (context.Response.StatusCode, context.Response.Headers.Location) = (status, "/elsewhere");
            return Task.CompletedTask;
        });

        using var answer = await crm.ReadAsync();

        ((int)answer.StatusCode).ShouldBe(status);
        crm.Requests.ShouldBe(["GET /read"]);
    }

    [Fact]
    public async Task Cookies_are_not_kept()
    {
        var cookies = new List<string>();
        await using var crm = await CrmServer.StartAsync((context, _) =>
        {
            cookies.Add(context.Request.Headers.Cookie.ToString());
            context.Response.Cookies.Append("affinity", "1");
            return Task.CompletedTask;
        });

        (await crm.ReadAsync()).Dispose();
        (await crm.ReadAsync()).Dispose();

        cookies.ShouldBe(["", ""]);
    }

    [Fact]
    public async Task Compressed_answers_are_read()
    {
        await using var crm = await CrmServer.StartAsync(async (context, _) =>
        {
            context.Request.Headers.AcceptEncoding.ToString().ShouldBe("gzip");
            context.Response.Headers.ContentEncoding = "gzip";
            await using var gzip = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
            await gzip.WriteAsync("""["Zoë"]"""u8.ToArray());
        });

        using var answer = await crm.ReadAsync();

        (await CrmJson.ReadAsync(answer, Strings, CallSafety.Repeatable, TestContext.Current.CancellationToken)).ShouldBe(["Zoë"]);
    }

    [Fact]
    public async Task A_small_compressed_answer_that_grows_without_end_is_a_bad_reply()
    {
        await using var crm = await CrmServer.StartAsync(async (context, _) =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            await using var gzip = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
            for (var i = 0; i < 40 && !context.RequestAborted.IsCancellationRequested; i++)
                await gzip.WriteAsync(new byte[1024 * 1024].AsMemory(), CancellationToken.None);
        });

        using var answer = await crm.ReadAsync();

        (await Should.ThrowAsync<CrmException>(CrmJson.ReadAsync(answer, Strings, CallSafety.Repeatable, TestContext.Current.CancellationToken)))
            .Failure.ShouldBe(CrmFailure.BadReply);
    }

    [Theory]
    [InlineData(CallSafety.Repeatable, CrmFailure.Unavailable)]
    [InlineData(CallSafety.Once, CrmFailure.OutcomeUnknown)]
    public async Task An_answer_that_breaks_off_is_told_apart(CallSafety safety, CrmFailure expected)
    {
        await using var crm = await CrmServer.StartAsync((context, _) =>
        {
            context.Response.ContentLength = 1000; // too few bytes follow, so the server closes the connection
            return context.Response.WriteAsync("""["a","b",""");
        });

        using var answer = await crm.ReadAsync();

        (await Should.ThrowAsync<CrmException>(CrmJson.ReadAsync(answer, Strings, safety, TestContext.Current.CancellationToken))).Failure.ShouldBe(expected);
    }

    [Fact]
    public async Task The_explanation_of_a_refusal_may_break_off()
    {
        await using var crm = await CrmServer.StartAsync((context, _) =>
        {
            (context.Response.StatusCode, context.Response.ContentLength) = (400, 1000);
            return context.Response.WriteAsync("""[{"errorCode":""");
        });

        using var answer = await crm.WriteAsync(new StringContent("x"));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_long_error_page_is_read_in_part_and_the_rest_left()
    {
        await using var crm = await CrmServer.StartAsync((context, _) =>
        {
            context.Response.StatusCode = 400;
            return context.Response.WriteAsync(new string('x', 1_000_000));
        });

        using var answer = await crm.WriteAsync(null);

        (await CrmJson.ReadErrorAsync(answer, TestContext.Current.CancellationToken)).Length.ShouldBe(CrmJson.MaxErrorBytes);
    }

    [Fact]
    public async Task Writes_have_a_length_and_reach_the_CRM_whole()
    {
        var seen = new List<string>();
        await using var crm = await CrmServer.StartAsync(async (context, number) =>
        {
            using var reader = new StreamReader(context.Request.Body);
            seen.Add($"{context.Request.ContentType} {context.Request.ContentLength} {await reader.ReadToEndAsync()} {context.Request.Headers.Authorization}");
            context.Response.StatusCode = number == 1 ? 503 : 201;
        });

        using var answer = await crm.WriteAsync(CrmJson.Write(["Zoë"], Strings), CallSafety.RepeatableWrite);

        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        seen.Count.ShouldBe(2);
        seen.ShouldAllBe(line => line == """application/json; charset=utf-8 12 ["Zo\u00EB"] Bearer token-1""");
    }

    private static Task AbortAsync(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    private static async Task HangAsync(HttpContext context)
    {
        try
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // The caller has left.
        }
    }
}
