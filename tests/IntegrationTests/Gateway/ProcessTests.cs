using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;

namespace Customer360.IntegrationTests.Gateway;

/// <summary>The gateway as its operator meets it: a process with a log, signals and an exit code.</summary>
public sealed class ProcessTests : IDisposable
{
    private const int SigTerm = 15;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("customer360-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task It_ends_well_when_told_to_and_logs_JSON_on_demand()
    {
        using var gateway = Start(
            "--environment=Development", "--Listen:Http=127.0.0.1:0", "--Listen:Grpc=127.0.0.1:0", "--Development:Sandbox=false",
            "--Authentication:DevelopmentTokens:Enabled=true", "--Authentication:DevelopmentTokens:Tenants:0=demo", "--Logging:Console:FormatterName=json");
        var started = await ReadUntilAsync(gateway, "Application started");

        PosixKill(gateway.Id, SigTerm).ShouldBe(0);
        await gateway.WaitForExitAsync(Cancellation).WaitAsync(TimeSpan.FromSeconds(20), Cancellation);

        gateway.ExitCode.ShouldBe(0);
        started.ShouldAllBe(line => line.StartsWith("{\"time\":\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_keeps_it_from_starting_is_the_last_that_it_says()
    {
        using var gateway = Start("--environment=Production", "--Listen:Grpc=here", "--Limits:StopTimeout=soon");

        var lines = await ReadUntilAsync(gateway, until: null);
        await gateway.WaitForExitAsync(Cancellation).WaitAsync(TimeSpan.FromSeconds(20), Cancellation);

        gateway.ExitCode.ShouldBe(1);
        foreach (var setting in (string[])["Listen:Grpc", "Limits:StopTimeout", "Authentication:Issuers"])
            lines.ShouldContain(line => line.Contains($"Can't start: {setting}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        using var taken = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var address = taken.LocalEndpoint.ToString()!;
        using var gateway = Start(
            "--environment=Development", $"--Listen:Http={address}", "--Listen:Grpc=127.0.0.1:0", "--Development:Sandbox=false",
            "--Authentication:DevelopmentTokens:Enabled=true", "--Authentication:DevelopmentTokens:Tenants:0=demo");

        var lines = await ReadUntilAsync(gateway, until: null);
        await gateway.WaitForExitAsync(Cancellation).WaitAsync(TimeSpan.FromSeconds(20), Cancellation);

        gateway.ExitCode.ShouldBe(1);
        lines.ShouldContain(line => line.Contains("Can't start", StringComparison.Ordinal) && line.Contains(address, StringComparison.Ordinal));
    }

    private Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, WorkingDirectory = _folder.FullName };
        start.ArgumentList.Add(typeof(Customer360.Gateway.Program).Assembly.Location);
        foreach (var argument in arguments.Append($"--contentRoot={_folder.FullName}"))
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    private static async Task<IReadOnlyList<string>> ReadUntilAsync(Process gateway, string? until)
    {
        var lines = new List<string>();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (await gateway.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            lines.Add(line);
            if (until is not null && line.Contains(until, StringComparison.Ordinal))
                break;
        }
        return lines;
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int PosixKill(int process, int signal);
}
