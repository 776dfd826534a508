namespace Customer360.Sandbox.Http;

/// <summary>One request's way out. The log knows the outcome before the client can: whoever has an answer finds it counted.</summary>
internal sealed class Exchange(HttpContext context, RequestLog log, long sequence)
{
    public async Task SendAsync(SimAnswer answer)
    {
        log.End(sequence, answer.Status, RequestOutcome.Answered);
        WriteHead(answer);
        if (answer.Body.Length > 0 && !HttpMethods.IsHead(context.Request.Method))
            await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }

    /// <summary>Sends half of the body under the length of the whole, then breaks.</summary>
    public async Task TruncateAsync(SimAnswer answer)
    {
        log.End(sequence, answer.Status, RequestOutcome.Broken);
        WriteHead(answer);
        await context.Response.Body.WriteAsync(answer.Body[..(answer.Body.Length / 2)], context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        context.Abort();
    }

    public void Break()
    {
        log.End(sequence, 0, RequestOutcome.Broken);
        context.Abort();
    }

    public Task HangAsync() => Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);

    public void ClientLeft() => log.End(sequence, 0, RequestOutcome.ClientGone);

    private void WriteHead(SimAnswer answer)
    {
        var response = context.Response;
        response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
            response.Headers[name] = value;
        if (answer.Body.Length == 0)
            return;
        response.ContentType = answer.ContentType;
        response.ContentLength = answer.Body.Length;
    }
}
