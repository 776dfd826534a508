using Customer360.Adapters;
using Customer360.Contracts.V1;
using Customer360.Gateway.CrmAccess;
using Customer360.Gateway.Errors;
using Grpc.Core;

namespace Customer360.Gateway.Matching;

/// <summary>Matches a page of numbers behind interactive calls, each answer as it comes.</summary>
internal sealed class BatchMatcher(PhoneMatcher matcher)
{
    /// <summary>Numbers asked at the same time: a page comes quickly and the CRM's limits are left to others.</summary>
    private const int Parallelism = 4;

    public async Task MatchAsync(
        CrmCall crm, BatchMatchByPhoneRequest request, Channel channel, IServerStreamWriter<BatchMatchByPhoneResponse> answers, CancellationToken cancellationToken)
    {
        var background = crm with { Session = crm.Session with { Priority = CallPriority.Background } };
        // The same number, written alike, is asked once.
        var groups = request.Phones.Select((phone, index) => (phone, index)).GroupBy(pair => pair.phone, pair => pair.index);
        using var oneWriter = new SemaphoreSlim(1);
        await Parallel.ForEachAsync(groups, new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken }, async (group, token) =>
        {
            var answer = await AnswerAsync(background, group.Key, request.Region, channel, token);
            await oneWriter.WaitAsync(token);
            try
            {
                foreach (var index in group)
                    await answers.WriteAsync(new(answer) { Index = index }, token);
            }
            finally
            {
                oneWriter.Release();
            }
        });
    }

    private async Task<BatchMatchByPhoneResponse> AnswerAsync(CrmCall crm, string phone, string region, Channel channel, CancellationToken cancellationToken)
    {
        try
        {
            return new() { Match = await matcher.MatchAsync(crm, phone, region, channel, cancellationToken) };
        }
        catch (CrmException failure)
        {
            return new() { Error = ErrorTable.ToStatus(failure) }; // It spoils only its own answer.
        }
    }
}
