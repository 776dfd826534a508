using System.Globalization;
using Customer360.Adapters.Phones;

namespace Customer360.IntegrationTests.Phones;

/// <summary>The same texts, read by google-libphonenumber and by us.</summary>
public sealed class SideBySideTests
{
    private const double LeastShare = 0.995;

    [Fact]
    public async Task Every_region_kind_and_form_gives_the_same_number_but_for_the_listed_exceptions()
    {
        Assert.SkipWhen(PhoneScripts.FindWhatIsMissing() is not null, PhoneScripts.FindWhatIsMissing() ?? "");

        var lines = await PhoneScripts.RunAsync("expect.mjs", [], TestContext.Current.CancellationToken);
        var differences = lines.Select(line => line.Split('\t')).Where(Differs).Select(fields => string.Join('\t', fields[3..5])).Distinct().ToArray();

        TestContext.Current.TestOutputHelper!.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{lines.Length} texts, {differences.Length} read otherwise: {1 - ((double)differences.Length / lines.Length):P3} the same"));
        lines.Length.ShouldBeGreaterThan(15_000);
        ((double)differences.Length).ShouldBeLessThan(lines.Length * (1 - LeastShare));
        differences.ShouldBe(Exceptions().Select(exception => string.Join('\t', exception[..2])), ignoreOrder: true);
    }

    [Fact]
    public void Every_exception_has_its_reason_and_is_what_we_say()
    {
        foreach (var exception in Exceptions())
        {
            exception.Length.ShouldBe(5);
            PhoneNumber.Parse(exception[1], exception[0]).E164.ShouldBe(exception[2]);
            exception[4].ShouldNotBeEmpty();
        }
    }

    [Fact]
    public async Task Numbers_near_every_regions_numbers_have_the_same_validity_region_kind_and_formats()
    {
        Assert.SkipWhen(PhoneScripts.FindWhatIsMissing() is not null, PhoneScripts.FindWhatIsMissing() ?? "");

        var lines = await PhoneScripts.RunAsync("expect-ranges.mjs", ["60"], TestContext.Current.CancellationToken);
        var differences = lines.Where(line => DiffersInDetail(line.Split('\t'))).ToArray();

        TestContext.Current.TestOutputHelper!.WriteLine($"{lines.Length} numbers, {lines.Count(line => line.Split('\t')[2] == "true")} of them valid");
        lines.Length.ShouldBeGreaterThan(60_000);
        differences.ShouldBeEmpty();
    }

    [Fact]
    public async Task Numbers_among_junk_are_read_at_least_as_well_as_by_the_library()
    {
        Assert.SkipWhen(PhoneScripts.FindWhatIsMissing() is not null, PhoneScripts.FindWhatIsMissing() ?? "");

        var lines = (await PhoneScripts.RunAsync("expect-junk.mjs", ["20000"], TestContext.Current.CancellationToken)).Select(line => line.Split('\t')).ToArray();
        var misread = lines.Where(fields => Read(fields[1], fields[0]) != fields[2]).Select(fields => string.Join(' ', fields)).ToArray();
        var misreadByLibrary = lines.Count(fields => fields[3] != fields[2]);

        TestContext.Current.TestOutputHelper!.WriteLine($"{lines.Length} texts; misread by us {misread.Length}, by the library {misreadByLibrary}");
        misread.Length.ShouldBeLessThan(10, string.Join('\n', misread));
        misread.Length.ShouldBeLessThan(misreadByLibrary);
    }

    private static string Read(string text, string region)
    {
        PhoneNumber.TryParse(text, region, out var number, out _);
        return number.E164;
    }

    private static bool Differs(string[] fields) => Read(fields[4], fields[3]) != fields[5];

    private static bool DiffersInDetail(string[] fields)
    {
        var (text, e164, isValid) = (fields[0], fields[1], fields[2] == "true");
        PhoneNumber.TryParse(text, null, out var number, out _);
        if (!isValid) // then ours may only be valid when it has mended the text
            return number.IsValid && number.E164 == text;
        return number.E164 != e164 || !number.IsValid || number.Region != fields[3] || number.Kind != KindOf(fields[4])
            || number.Format(PhoneFormat.National) != fields[5] || number.Format(PhoneFormat.International) != fields[6]
            || number.Format(PhoneFormat.Rfc3966) != fields[7];
    }

    private static PhoneKind KindOf(string name) => name switch
    {
        "FIXED_LINE" => PhoneKind.Fixed,
        "FIXED_LINE_OR_MOBILE" => PhoneKind.FixedOrMobile,
        _ => Enum.Parse<PhoneKind>(name.Replace("_", "", StringComparison.Ordinal), ignoreCase: true),
    };

    /// <summary>Region, text, our number, the library's number, and why ours is better.</summary>
    private static string[][] Exceptions() =>
    [
        .. File.ReadLines(Path.Combine(PhoneScripts.Root, "tests", "IntegrationTests", "Phones", "exceptions.tsv"))
            .Where(line => !line.StartsWith('#')).Select(line => line.Split('\t')),
    ];
}
