using System.Net;

namespace Customer360.UnitTests.Adapters;

/// <summary>A CRM in memory: answers as told, and counts.</summary>
internal sealed class FakeCrm : HttpMessageHandler
{
    private readonly Lock _lock = new();
    private int _running;

    /// <summary>Called with the number of the request, from 1.</summary>
    public Func<HttpRequestMessage, int, CancellationToken, Task<HttpResponseMessage>> Answer { get; set; } =
        (_, _, _) => Task.FromResult(Status(HttpStatusCode.OK));

    public List<string> Requests { get; } = [];

    public List<string?> Authorizations { get; } = [];

    public List<string> Bodies { get; } = [];

    public int Count
    {
        get
        {
            lock (_lock)
                return Requests.Count;
        }
    }

    public int MostAtOnce { get; private set; }

    /// <summary>Answers these, then the last one for ever.</summary>
    public FakeCrm Answers(params Func<HttpResponseMessage>[] answers)
    {
        Answer = (_, number, _) => Task.FromResult(answers[Math.Min(number, answers.Length) - 1]());
        return this;
    }

    public FakeCrm Answers(params HttpStatusCode[] statuses) => Answers([.. statuses.Select(status => new Func<HttpResponseMessage>(() => Status(status)))]);

    public static HttpResponseMessage Status(HttpStatusCode status, string body = "{}", params (string Name, string Value)[] headers)
    {
        var answer = new HttpResponseMessage(status) { Content = new StringContent(body) };
        foreach (var (name, value) in headers)
            answer.Headers.TryAddWithoutValidation(name, value);
        return answer;
    }

    public static async Task<HttpResponseMessage> HangAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return null!;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        int number;
        lock (_lock)
        {
            Requests.Add(request.RequestUri!.AbsoluteUri);
            Authorizations.Add(request.Headers.Authorization?.ToString());
            number = Requests.Count;
            MostAtOnce = Math.Max(MostAtOnce, ++_running);
        }
        try
        {
            var answer = await Answer(request, number, cancellationToken);
            if (request.Content is { } content)
                Bodies.Add(await content.ReadAsStringAsync(cancellationToken));
            return answer;
        }
        finally
        {
            lock (_lock)
                _running--;
        }
    }
}
