using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Customer360.IntegrationTests.Stubs;

/// <summary>The real WireMock, in a process of its own, on a free loopback port.</summary>
internal sealed class WireMockProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private WireMockProcess(Process process, int port)
    {
        _process = process;
        Address = new Uri($"http://127.0.0.1:{port}/");
        AppDomain.CurrentDomain.ProcessExit += OnExit;
    }

    public Uri Address { get; }

    /// <summary>The folder tests/ of the repository, found from the test assembly upwards.</summary>
    public static string TestsFolder { get; } = Path.Combine(
        Ancestors(new DirectoryInfo(AppContext.BaseDirectory)).First(folder => File.Exists(Path.Combine(folder.FullName, "Customer360.sln"))).FullName, "tests");

    /// <summary>What the tests lack to run it, and how to get it. Null: nothing.</summary>
    public static string? FindWhatIsMissing() =>
        FindJar() is null ? "WireMock isn't installed: run 'npm ci' in tests/stubs." :
        !HasJava() ? "Java isn't installed: WireMock needs Debian's default-jre-headless, or any Java from 11 on." : null;

    /// <param name="root">The folder with mappings/ and __files/.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public static async Task<WireMockProcess> StartAsync(string root, CancellationToken cancellationToken)
    {
        // Port 0 takes a free one; WireMock says which on its standard output.
        string[] arguments = ["-Xmx256m", "-jar", FindJar()!, "--port", "0", "--bind-address", "127.0.0.1", "--root-dir", root];
        var process = Process.Start(new ProcessStartInfo("java", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var port = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var said = new List<string>();
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _ = process.WaitForExitAsync(CancellationToken.None).ContinueWith(
            _ => port.TrySetException(new InvalidOperationException("WireMock ended: " + string.Join('\n', Snapshot()))), TaskScheduler.Default);
        try
        {
            return new WireMockProcess(process, await port.Task.WaitAsync(StartLimit, cancellationToken));
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            process.Dispose();
            throw;
        }

        void Read(string? line)
        {
            lock (said)
                if (said.Count < 200 && line is not null)
                    said.Add(line);
            if (line is not null && line.StartsWith("port:", StringComparison.Ordinal))
                port.TrySetResult(int.Parse(line["port:".Length..], CultureInfo.InvariantCulture));
        }

        string[] Snapshot()
        {
            lock (said)
                return [.. said];
        }
    }

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    private static string? FindJar()
    {
        var folder = new DirectoryInfo(Path.Combine(TestsFolder, "stubs", "node_modules", "wiremock", "build"));
        return folder.Exists ? folder.GetFiles("wiremock-standalone-*.jar").SingleOrDefault()?.FullName : null;
    }

    private static bool HasJava()
    {
        try
        {
            using var java = Process.Start(new ProcessStartInfo("java", ["-version"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            java.WaitForExit(StartLimit);
            return java.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static IEnumerable<DirectoryInfo> Ancestors(DirectoryInfo folder)
    {
        for (var next = folder; next is not null; next = next.Parent)
            yield return next;
    }

    // A test host that is stopped in the middle leaves no Java behind.
    private void OnExit(object? sender, EventArgs arguments)
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
    }
}
