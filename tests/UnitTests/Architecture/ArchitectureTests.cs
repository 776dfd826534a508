using System.Reflection;
using System.Xml.Linq;
using Customer360.Adapters;

namespace Customer360.UnitTests.Architecture;

/// <summary>The dependency rule: Gateway → Adapters.* → Adapters → Contracts; the sandbox stands alone.</summary>
public sealed class ArchitectureTests
{
    private static readonly string Root = FindRoot();
    private static readonly string[] AdapterProjects = [.. Directory.GetDirectories(Path.Combine(Root, "src")).Select(folder => Path.GetFileName(folder)!).Where(name => name.StartsWith("Adapters.", StringComparison.Ordinal))];

    [Fact]
    public void An_adapter_references_the_shared_adapters_alone()
    {
        AdapterProjects.ShouldNotBeEmpty();
        foreach (var project in AdapterProjects)
            ReferencesOf(project).ShouldBe(["Adapters"], project);
    }

    [Fact]
    public void The_shared_adapters_reference_the_contract_alone() => ReferencesOf("Adapters").ShouldBe(["Contracts"]);

    [Fact]
    public void The_sandbox_references_nothing_of_ours() => ReferencesOf("Sandbox").ShouldBeEmpty();

    [Fact]
    public void The_contract_references_nothing_but_the_two_grpc_assemblies() =>
        ReferencesOf("Contracts").ShouldBe(["Grpc.Core.Api", "Grpc.Net.Common"], ignoreOrder: true);

    [Fact]
    public void An_adapter_shows_only_its_options_and_extension()
    {
        foreach (var project in AdapterProjects)
        {
            var crm = project["Adapters.".Length..];
            Assembly.Load($"Customer360.{project}").GetExportedTypes().Select(type => type.Name)
                .ShouldBeSubsetOf([$"{crm}AdapterExtensions", $"{crm}Options"], project);
        }
    }

    [Fact]
    public void Every_asynchronous_method_of_the_port_ends_in_Async_and_takes_a_cancellation_token_last()
    {
        var methods = new[] { typeof(ICrmAdapter), typeof(ICrmOAuth), typeof(ICrmTokenSource) }
            .SelectMany(type => type.GetMethods())
            .Where(method => typeof(Task).IsAssignableFrom(method.ReturnType) || method.ReturnType.Name.StartsWith("ValueTask", StringComparison.Ordinal))
            .ToList();

        methods.Count.ShouldBeGreaterThan(15);
        foreach (var method in methods)
        {
            method.Name.ShouldEndWith("Async");
            method.GetParameters()[^1].ParameterType.ShouldBe(typeof(CancellationToken), method.Name);
        }
    }

    [Fact]
    public void Queries_of_a_CRM_are_put_together_by_its_builder_alone()
    {
        // A query keyword inside an interpolated string, outside the builder, is a query that nobody escapes.
        var offenders = Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => AdapterProjects.Any(project => file.Contains($"{Path.DirectorySeparatorChar}{project}{Path.DirectorySeparatorChar}", StringComparison.Ordinal)))
            .Where(file => !Path.GetFileName(file).StartsWith("Soql", StringComparison.Ordinal) && !Path.GetFileName(file).StartsWith("Sosl", StringComparison.Ordinal))
            .SelectMany(file => File.ReadLines(file).Where(line => line.Contains("$\"SELECT ", StringComparison.OrdinalIgnoreCase) || line.Contains("$\"FIND ", StringComparison.Ordinal))
                .Select(line => $"{Path.GetFileName(file)}: {line.Trim()}"));

        offenders.ShouldBeEmpty();
    }

    private static IEnumerable<string> ReferencesOf(string project)
    {
        var file = Directory.GetFiles(Path.Combine(Root, "src"), $"{project}.csproj", SearchOption.AllDirectories).Single();
        return XDocument.Load(file).Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!));
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Customer360.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
        return folder.FullName;
    }
}
