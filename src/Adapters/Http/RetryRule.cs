using Polly;

namespace Customer360.Adapters.Http;

/// <summary>Whether an attempt is worth another, and when.</summary>
internal sealed class RetryRule(TimeProvider time, RetryBudget budget)
{
    /// <summary>A CRM that asks for more is left alone: the caller gets its answer, and nobody's permit waits.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);

    // Less time than this is no attempt.
    private static readonly TimeSpan ShortestAttempt = TimeSpan.FromMilliseconds(100);

    /// <summary>Sets <see cref="CrmCall.Pause"/> when the answer is yes.</summary>
    public bool Decide(CrmCall call, in Outcome<HttpResponseMessage> outcome, int attempt)
    {
        if (attempt >= call.Rules.MaxRetries || call.Safety is CallSafety.Once || !IsPassing(call, outcome))
            return false;
        var now = time.GetUtcNow();
        var asked = outcome.Result is { } answer ? RetryAfterHeader.Read(answer, now) : (outcome.Exception as CrmException)?.RetryAfter;
        var pause = GetBackoff(attempt);
        if (asked > pause)
            pause = asked.Value + FirstPause * Random.Shared.NextDouble(); // not all at the same moment
        if (asked > LongestPause || now + pause + ShortestAttempt >= call.Deadline || !budget.TryTake())
            return false;
        call.Pause = pause;
        return true;
    }

    private static bool IsPassing(CrmCall call, in Outcome<HttpResponseMessage> outcome) => outcome.Exception switch
    {
        null => call.Answer is CrmAnswer.Throttled or CrmAnswer.Fault,
        CrmException { Failure: CrmFailure.Unavailable or CrmFailure.Timeout or CrmFailure.OutcomeUnknown } => true,
        _ => false,
    };

    // 200 ms, 400 ms, …, each less up to a half.
    private static TimeSpan GetBackoff(int attempt) => FirstPause * Math.Pow(2, Math.Min(attempt, 10)) * (0.5 + Random.Shared.NextDouble() / 2);
}
