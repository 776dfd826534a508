namespace Customer360.Adapters.Http;

/// <summary>One connection on this replica since it started.</summary>
/// <param name="Calls">Calls made; retries don't count.</param>
/// <param name="LimitedCalls">Answers that said "too many calls".</param>
/// <param name="CircuitOpen">Calls are refused at once, because the CRM failed too often just now.</param>
/// <param name="Quota">Null: the CRM told nothing.</param>
public sealed record CrmUsage(long Calls, long LimitedCalls, bool CircuitOpen, CrmQuota? Quota);

/// <summary>What a CRM told of its quota.</summary>
/// <param name="Used">Calls used.</param>
/// <param name="Limit">Null: it doesn't say.</param>
/// <param name="ToldTime">When it told.</param>
public sealed record CrmQuota(long Used, long? Limit, DateTimeOffset ToldTime);
