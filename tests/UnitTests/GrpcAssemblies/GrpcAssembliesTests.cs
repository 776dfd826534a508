namespace Customer360.UnitTests.GrpcAssemblies;

/// <summary>Our Grpc.Core.Api and Grpc.Net.Common have everything that the official packages import from them.</summary>
public sealed class GrpcAssembliesTests
{
    private static readonly AssemblyImage CoreApi = AssemblyImage.Read("Grpc.Core.Api");
    private static readonly AssemblyImage NetCommon = AssemblyImage.Read("Grpc.Net.Common");

    public static TheoryData<string> OfficialAssemblies => [.. Directory.GetFiles(AppContext.BaseDirectory, "Grpc.*.dll")
        .Select(path => Path.GetFileNameWithoutExtension(path))
        .Where(name => name is not "Grpc.Core.Api" and not "Grpc.Net.Common")];

    [Fact]
    public void The_server_and_the_client_are_among_the_checked() =>
        OfficialAssemblies.Select(row => row.Data).ShouldBe(["Grpc.AspNetCore.Server", "Grpc.Net.Client"], ignoreOrder: true);

    [Theory]
    [MemberData(nameof(OfficialAssemblies))]
    public void Everything_that_an_official_assembly_imports_is_there(string assembly)
    {
        var check = new ImportCheck(new OfferedTypes([CoreApi, NetCommon]), AssemblyImage.Read(assembly));

        check.Problems().ShouldBeEmpty();
        check.Checked.ShouldBeGreaterThan(100);
    }

    // Each row takes something away by renaming it.
    [Theory]
    [InlineData("AuthProperty", "AuthPropertx", "type [Grpc.Core.Api]Grpc.Core.AuthProperty")]
    [InlineData("get_DebugException", "get_DebugExceptiox", "member [Grpc.Core.Api]Grpc.Core.Status::get_DebugException ")]
    [InlineData("DefaultSuccess", "DefaultSuccesx", "member [Grpc.Core.Api]Grpc.Core.Status::DefaultSuccess ")]
    [InlineData("get_ContextualSerializer", "get_ContextualSerializex", "member [Grpc.Core.Api]Grpc.Core.Marshaller`1::get_ContextualSerializer ")]
    [InlineData("get_UserStateCore", "get_UserStateCorx", "override [Grpc.AspNetCore.Server]Grpc.AspNetCore.Server.Internal.HttpContextServerCallContext::get_UserStateCore ")]
    [InlineData("get_PeerCore", "get_PeerCorx", "abstract [Grpc.Core.Api]Grpc.Core.ServerCallContext::get_PeerCorx ")]
    [InlineData("get_Current", "get_Currenx", "interface method [Grpc.Core.Api]Grpc.Core.IAsyncStreamReader`1::get_Currenx ")]
    public void A_missing_thing_is_found(string identifier, string other, string problem) =>
        Problems(CoreApi.WithRenamed(identifier, other)).ShouldContain(found => found.StartsWith(problem, StringComparison.Ordinal));

    [Fact]
    public void A_changed_type_in_a_signature_is_found()
    {
        var swapped = CoreApi.WithRenamed("MethodType", "##########").WithRenamed("WriteFlags", "MethodType").WithRenamed("##########", "WriteFlags");

        Problems(swapped).ShouldContain("member [Grpc.Core.Api]Grpc.Core.IMethod::get_Type struct [Grpc.Core.Api]Grpc.Core.MethodType `0()");
    }

    [Fact]
    public void The_right_name_with_another_key_is_found()
    {
        var impostor = AssemblyImage.Read("xunit.v3.core").WithRenamed("xunit.v3.core", "Grpc.Core.Api");

        Problems(impostor).ShouldContain("assembly Grpc.Core.Api, Version=2.0.0.0, Culture=neutral, PublicKeyToken=d754f35622e28bad");
    }

    private static IEnumerable<string> Problems(AssemblyImage coreApi) => OfficialAssemblies
        .SelectMany(row => new ImportCheck(new OfferedTypes([coreApi, NetCommon]), AssemblyImage.Read(row.Data)).Problems());
}
