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
        var exchange = new Exchange(context, log, log.Begin(clock.GetUtcNow(), owner.Name, user, request.Method, request.Path, plan.Fault?.Id));
        try
        {
            if (plan.Delay > TimeSpan.Zero)
                await Task.Delay(plan.Delay, context.RequestAborted);
            await ServeAsync(exchange, owner, request, plan.Fault);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            exchange.ClientLeft();
        }
    }

    private async Task ServeAsync(Exchange exchange, ICrmSimulator crm, SimRequest request, Fault? fault)
    {
        switch (fault?.Kind)
        {
            case FaultKind.Reset:
                exchange.Break();
                break;
            case FaultKind.Hang:
                await exchange.HangAsync();
                break;
            case FaultKind.LateCommit:
                clock.Schedule(fault.Delay ?? TimeSpan.FromSeconds(30), () => crm.Answer(request));
                exchange.Break();
                break;
            case FaultKind.LostAnswer:
                crm.Answer(request);
                exchange.Break();
                break;
            case FaultKind.TruncatedBody:
                await exchange.TruncateAsync(crm.Answer(request));
                break;
            case FaultKind.GarbageBody:
                await exchange.SendAsync(Garbage(crm.Answer(request)));
                break;
            case FaultKind.RateLimited or FaultKind.SessionExpired or FaultKind.ServerError or FaultKind.RowLocked:
                await exchange.SendAsync(crm.Refuse(fault));
                break;
            default:
                await exchange.SendAsync(crm.Answer(request));
                break;
        }
    }

    // An answer without a body, such as 204, can't carry garbage.
    private static SimAnswer Garbage(SimAnswer answer) =>
        answer with { Status = answer.Body.Length > 0 ? answer.Status : 200, Body = "<!-- {\"id\":"u8.ToArray(), ContentType = SimAnswer.Json };
}
