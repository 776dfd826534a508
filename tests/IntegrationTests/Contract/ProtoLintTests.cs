using Customer360.IntegrationTests.Clients;

namespace Customer360.IntegrationTests.Contract;

/// <summary>The contract keeps buf's STANDARD and COMMENTS rules.</summary>
public sealed class ProtoLintTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(ForeignClient.Folder, "..", ".."));

    [Fact]
    public async Task The_contract_is_lint_clean()
    {
        EchoHost.SkipWithoutNodePackages();

        var (output, errors) = await ForeignClient.RunAsync(ForeignClient.BufPath, ["lint", Root]);

        (output + errors).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_linter_sees_what_is_wrong()
    {
        EchoHost.SkipWithoutNodePackages();
        var folder = Directory.CreateTempSubdirectory("customer360-lint-");
        try
        {
            Directory.CreateDirectory(Path.Combine(folder.FullName, "protos", "customer360", "v1"));
            var others = Directory.CreateDirectory(Path.Combine(folder.FullName, "third_party", "protos", "google", "rpc")).FullName;
            File.Copy(Path.Combine(Root, "third_party", "protos", "google", "rpc", "status.proto"), Path.Combine(others, "status.proto"));
            File.Copy(Path.Combine(Root, "buf.yaml"), Path.Combine(folder.FullName, "buf.yaml"));
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "protos", "customer360", "v1", "bad.proto"),
                "syntax = \"proto3\";\npackage customer360.v1;\nmessage Bad { string Name = 1; }\n", TestContext.Current.CancellationToken);

            var (output, errors) = await ForeignClient.RunAsync(ForeignClient.BufPath, ["lint", folder.FullName]);

            output.ShouldContain("should have a non-empty comment", customMessage: errors);
            output.ShouldContain("lower_snake_case");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
