using Customer360.Adapters.Phones;

namespace Customer360.UnitTests.Phones;

public sealed class PhoneDocsTests
{
    private const string Start = "<!-- forms -->\n", End = "<!-- /forms -->";

    private static readonly string Page = Path.Combine(FindRoot(), "docs", "phone-numbers.md");

    private static readonly (string Country, string Number)[] Examples =
    [
        ("United States", "+14155550132"), ("Mexico", "+525512345678"), ("Brazil", "+5511912345678"), ("Argentina", "+5491123456789"), ("United Kingdom", "+442079460018"),
        ("Germany", "+493012345678"), ("France", "+33123456789"), ("Italy", "+390612345678"), ("India", "+919876543210"), ("Japan", "+81312345678"),
    ];

    /// <summary>With UPDATE_DOCS=1 in the environment the page is brought up to date instead.</summary>
    [Fact]
    public void The_page_shows_what_is_asked()
    {
        var page = File.ReadAllText(Page);
        var start = page.IndexOf(Start, StringComparison.Ordinal) + Start.Length;
        var end = page.IndexOf(End, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
            File.WriteAllText(Page, page[..start] + Table() + page[end..]);
        else
            page[start..end].ShouldBe(Table());
    }

    private static string Table()
    {
        var rows = Examples.Select(example => (example.Country, Forms: PhoneNumber.StoredForms(PhoneNumber.Parse(example.Number, null))));
        return "| country | asked, likeliest first |\n|---|---|\n"
            + string.Concat(rows.Select(row => $"| {row.Country} ({row.Forms.Count}) | {string.Join(" · ", row.Forms.Select(form => $"`{form}`"))} |\n"));
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Customer360.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
