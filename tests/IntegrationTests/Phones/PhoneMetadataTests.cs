using Customer360.Adapters.Phones;

namespace Customer360.IntegrationTests.Phones;

public sealed class PhoneMetadataTests
{
    private static readonly string Resource = Path.Combine(PhoneScripts.Root, "src", "Adapters", "Phones", "phone-plans.bin");

    [Fact]
    public async Task The_script_makes_the_embedded_resource_again()
    {
        Assert.SkipWhen(PhoneScripts.FindWhatIsMissing() is not null, PhoneScripts.FindWhatIsMissing() ?? "");
        var again = Path.GetTempFileName();

        await PhoneScripts.RunAsync("generate.mjs", [again], TestContext.Current.CancellationToken);
        var (made, embedded) = (await File.ReadAllBytesAsync(again, TestContext.Current.CancellationToken), await File.ReadAllBytesAsync(Resource, TestContext.Current.CancellationToken));
        File.Delete(again);

        made.AsSpan().SequenceEqual(embedded).ShouldBeTrue("run 'npm run generate' in eng/phone-metadata, and look at what changed");
    }

    [Fact]
    public void The_resource_is_small()
    {
        new FileInfo(Resource).Length.ShouldBeLessThan(300_000);
    }

    [Fact]
    public void Notice_names_the_version_that_the_resource_is_from()
    {
        File.ReadAllText(Path.Combine(PhoneScripts.Root, "NOTICE")).ShouldContain($"{NumberingPlans.World.Source}\n");
    }
}
