using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;

namespace Customer360.IntegrationTests.Clients;

/// <summary>What a foreign client prints of a call: see tests/clients/call.mjs.</summary>
internal sealed record CallResult(string Code, string Message, IReadOnlyList<JsonObject> Messages, IReadOnlyList<CallDetail> Details);

internal sealed record CallDetail(string Type, JsonObject Value);

/// <summary>A call as a test wants it made.</summary>
internal sealed record CallRequest(string Method, object? Message = null, TimeSpan? Deadline = null, Task? CancelWhen = null, string? Token = null)
{
    public string Json => JsonSerializer.Serialize(Message ?? new object());
}

/// <summary>Runs the clients of tests/clients as processes.</summary>
internal static class ForeignClient
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>The folder of the clients, found from the test assembly upwards.</summary>
    public static string Folder { get; } = Ancestors(AppContext.BaseDirectory).Select(folder => Path.Combine(folder, "tests", "clients")).First(Directory.Exists);

    public static string BufPath { get; } = Path.Combine(Folder, "node_modules", ".bin", "buf");

    public static bool HasNodePackages => File.Exists(BufPath);

    /// <summary>Writes the schema of a service, with the messages that travel as Any, for clients that load it at run time.</summary>
    public static string WriteSchema(FileDescriptor service)
    {
        var files = new List<FileDescriptor>();
        foreach (var file in (FileDescriptor[])[service, StatusReflection.Descriptor, ErrorDetailsReflection.Descriptor])
            AddAfterItsDependencies(file, files);
        var set = new FileDescriptorSet { File = { files.Select(WithJsonNames) } };
        var path = Path.GetTempFileName();
        File.WriteAllBytes(path, set.ToByteArray());
        return path;
    }

    /// <summary>Runs one of the scripts.</summary>
    public static async Task<CallResult> CallAsync(string command, string script, Uri address, string schema, string service, CallRequest call)
    {
        var arguments = new List<string> { Path.Combine(Folder, script), address.ToString().TrimEnd('/'), schema, service, call.Method, "--request", call.Json };
        if (call.Token is { } token)
            arguments.AddRange(["--token", token]);
        if (call.Deadline is { } deadline)
            arguments.AddRange(["--deadline", $"{deadline.TotalMilliseconds:0}"]);
        if (call.CancelWhen is not null)
            arguments.Add("--cancel-with-input");
        var (output, errors) = await RunAsync(command, arguments, call.CancelWhen, process => process.StandardInput.Close());
        output.ShouldNotBeNullOrWhiteSpace(errors);
        return JsonSerializer.Deserialize<CallResult>(output, JsonSerializerOptions.Web)!;
    }

    /// <summary>Runs a command to its end, which is hastened by <paramref name="stop"/> when it is time.</summary>
    public static async Task<(string Output, string Errors)> RunAsync(
        string command, IEnumerable<string> arguments, Task? stopWhen = null, Action<Process>? stop = null)
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Folder,
        };
        using var process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            if (stopWhen is not null)
            {
                await stopWhen.WaitAsync(limit.Token);
                stop!(process);
            }
            await process.WaitForExitAsync(limit.Token);
            return (await output, await errors);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private static void AddAfterItsDependencies(FileDescriptor file, List<FileDescriptor> files)
    {
        if (files.Contains(file))
            return;
        foreach (var dependency in file.Dependencies)
            AddAfterItsDependencies(dependency, files);
        files.Add(file);
    }

    /// <summary>Generated C# leaves the JSON names out, and protobuf-es counts on them.</summary>
    private static FileDescriptorProto WithJsonNames(FileDescriptor file)
    {
        var proto = FileDescriptorProto.Parser.ParseFrom(file.SerializedData);
        SetJsonNames(proto.MessageType, file.MessageTypes);
        return proto;
    }

    private static void SetJsonNames(IEnumerable<DescriptorProto> protos, IList<MessageDescriptor> messages)
    {
        foreach (var (proto, message) in protos.Zip(messages))
        {
            foreach (var field in proto.Field)
                field.JsonName = message.FindFieldByNumber(field.Number).JsonName;
            SetJsonNames(proto.NestedType, message.NestedTypes);
        }
    }

    private static IEnumerable<string> Ancestors(string folder)
    {
        for (var current = new DirectoryInfo(folder); current is not null; current = current.Parent)
            yield return current.FullName;
    }
}
