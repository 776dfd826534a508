using Customer360.Adapters.Http;
using Customer360.Benchmarks.V1;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Customer360.Benchmarks.Uncached;

/// <summary>The real gateway with one more service, to measure against.</summary>
internal static class BenchGateway
{
    public static async Task<int> RunAsync(string[] args)
    {
        var recorder = new CrmRequestRecorder();
        var app = Gateway.Program.Build(args, builder =>
        {
            builder.Services.AddSingleton(recorder);
            builder.Services.AddHttpClient(OutboundHttp.ClientName).AddHttpMessageHandler(() => new RecordingHandler(recorder));
        });
        app.MapGrpcService<ReferenceServiceHost>().RequireAuthorization();
        await app.RunAsync();
        return 0;
    }
}

/// <summary>Keeps the last request that went to the CRM, while it is told to.</summary>
internal sealed class CrmRequestRecorder
{
    public bool IsOn { get; set; } = true;

    public LastCrmRequestResponse Last { get; set; } = new();
}

internal sealed class RecordingHandler(CrmRequestRecorder recorder) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (recorder.IsOn)
            recorder.Last = await RecordAsync(request, cancellationToken);
        return await base.SendAsync(request, cancellationToken);
    }

    private static async Task<LastCrmRequestResponse> RecordAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var record = new LastCrmRequestResponse { Method = request.Method.Method, Uri = request.RequestUri!.AbsoluteUri };
        foreach (var (name, values) in request.Headers.NonValidated)
            record.Headers[name] = values.ToString();
        if (request.Content is { } content)
        {
            record.Body = ByteString.CopyFrom(await content.ReadAsByteArrayAsync(cancellationToken));
            foreach (var (name, values) in content.Headers.NonValidated)
                record.Headers[name] = values.ToString();
        }
        return record;
    }
}

internal sealed class ReferenceServiceHost(CrmRequestRecorder recorder) : ReferenceService.ReferenceServiceBase
{
    private static readonly EmptyResponse Nothing = new();

    public override Task<EmptyResponse> Empty(EmptyRequest request, ServerCallContext context) => Task.FromResult(Nothing);

    /// <summary>Also ends the recording: from here on nothing but the real path is measured.</summary>
    public override Task<LastCrmRequestResponse> LastCrmRequest(LastCrmRequestRequest request, ServerCallContext context)
    {
        recorder.IsOn = false;
        return Task.FromResult(recorder.Last);
    }
}
