using System.ComponentModel;
using System.Diagnostics;

namespace Customer360.IntegrationTests.Phones;

/// <summary>The node scripts of eng/phone-metadata, which use Google's library.</summary>
internal static class PhoneScripts
{
    /// <summary>The repository's root, found from the test assembly upwards.</summary>
    public static string Root { get; } = FindRoot();

    public static string Folder { get; } = Path.Combine(Root, "eng", "phone-metadata");

    /// <summary>What the tests lack to run them, and how to get it. Null: nothing.</summary>
    public static string? FindWhatIsMissing() =>
        !Directory.Exists(Path.Combine(Folder, "node_modules", "google-libphonenumber")) ? "Google's library isn't installed: run 'npm ci' in eng/phone-metadata." :
        !HasNode() ? "Node.js isn't installed: 18 or newer runs Google's library." : null;

    /// <returns>The lines that the script wrote.</returns>
    public static async Task<string[]> RunAsync(string script, string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(Folder, script), .. arguments]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        process.ExitCode.ShouldBe(0);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static bool HasNode()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("node", ["--version"]) { RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Customer360.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
