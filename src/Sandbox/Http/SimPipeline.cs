namespace Customer360.Sandbox.Http;

/// <summary>What every request to a simulated CRM goes through: log, faults, the CRM itself.</summary>
internal sealed class SimPipeline(IReadOnlyList<ICrmSimulator> crms, FaultBoard faults, RequestLog log, SandboxClock clock)
{
    public async Task HandleAsync(HttpContext context)
    {
        if (crms.FirstOrDefault(crm => crm.Owns(context.Request.Path)) is not { } owner)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        var request = await SimRequest.ReadAsync(context);
        var user = owner.UserOf(request);
        var plan = faults.Take(owner.Name, user, request.Method, request.Path);
        var sequence = log.Begin(clock.GetUtcNow(), owner.Name, user, request.Method, request.Path, plan.Fault?.Id);
        try
        {
            if (plan.Delay > TimeSpan.Zero)
                await Task.Delay(plan.Delay, context.RequestAborted);
            var (status, outcome) = await ServeAsync(context, owner, request, plan.Fault);
            log.End(sequence, status, outcome);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            log.End(sequence, 0, RequestOutcome.ClientGone);
        }
    }

    private async Task<(int Status, RequestOutcome Outcome)> ServeAsync(HttpContext context, ICrmSimulator crm, SimRequest request, Fault? fault)
    {
        switch (fault?.Kind)
        {
            case FaultKind.Reset:
                return Break(context);
            case FaultKind.Hang:
                await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
                return default;
            case FaultKind.LateCommit:
                clock.Schedule(fault.Delay ?? TimeSpan.FromSeconds(30), () => crm.Answer(request));
                return Break(context);
            case FaultKind.LostAnswer:
                crm.Answer(request);
                return Break(context);
            case FaultKind.TruncatedBody:
                return await TruncateAsync(context, crm.Answer(request));
            case FaultKind.GarbageBody:
                return await SendAsync(context, Garbage(crm.Answer(request)));
            case FaultKind.RateLimited or FaultKind.SessionExpired or FaultKind.ServerError or FaultKind.RowLocked:
                return await SendAsync(context, crm.Refuse(fault));
            default:
                return await SendAsync(context, crm.Answer(request));
        }
    }

    // An answer without a body, such as 204, can't carry garbage.
    private static SimAnswer Garbage(SimAnswer answer) =>
        answer with { Status = answer.Body.Length > 0 ? answer.Status : 200, Body = "<!-- {\"id\":"u8.ToArray(), ContentType = SimAnswer.Json };

    private static (int, RequestOutcome) Break(HttpContext context)
    {
        context.Abort();
        return (0, RequestOutcome.Broken);
    }

    private static async Task<(int, RequestOutcome)> SendAsync(HttpContext context, SimAnswer answer)
    {
        WriteHead(context.Response, answer);
        if (answer.Body.Length > 0 && !HttpMethods.IsHead(context.Request.Method))
            await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
        return (answer.Status, RequestOutcome.Answered);
    }

    private static async Task<(int, RequestOutcome)> TruncateAsync(HttpContext context, SimAnswer answer)
    {
        WriteHead(context.Response, answer);
        await context.Response.Body.WriteAsync(answer.Body[..(answer.Body.Length / 2)], context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        context.Abort();
        return (answer.Status, RequestOutcome.Broken);
    }

    private static void WriteHead(HttpResponse response, SimAnswer answer)
    {
        response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
            response.Headers[name] = value;
        if (answer.Body.Length == 0)
            return;
        response.ContentType = answer.ContentType;
        response.ContentLength = answer.Body.Length;
    }
}
