using System.Collections;
using System.Globalization;
using System.Reflection;
using Customer360.Adapters.Http;
using Customer360.Gateway.CrmAccess;
using Customer360.Gateway.Hosting;

namespace Customer360.UnitTests.Gateway;

public sealed class ConfigurationPageTests
{
    [Fact]
    public void The_page_names_every_setting_with_its_default()
    {
        var page = File.ReadAllLines(Path.Combine(FindRoot(), "docs", "configuration.md"))
            .Select(line => line.Split(" | ")).Where(cells => cells.Length > 2 && cells[0].StartsWith("| `", StringComparison.Ordinal))
            .ToDictionary(cells => cells[0].Trim('|', ' ', '`'), cells => cells[1]);

        var settings = Sections().SelectMany(section => Settings(section.Name, Activator.CreateInstance(section.Options)!)).ToList();

        settings.Count.ShouldBeGreaterThan(40);
        foreach (var (key, value) in settings)
            page.GetValueOrDefault(key).ShouldBe(value, key);
    }

    private static IEnumerable<(string Name, Type Options)> Sections() =>
        from type in typeof(CheckedOptions).Assembly.GetTypes().Append(typeof(OutboundOptions))
        where type != typeof(ConnectionSeeds) // Its fields are the contract's.
        let name = type.GetField("Section", BindingFlags.Public | BindingFlags.Static) ?? type.GetField("SectionName", BindingFlags.Public | BindingFlags.Static)
        where name is not null
        select ((string)name.GetRawConstantValue()!, type);

    private static IEnumerable<(string Key, string Default)> Settings(string path, object options) =>
        from property in options.GetType().GetProperties()
        where property.CanWrite || property.PropertyType.IsAssignableTo(typeof(IEnumerable))
        let key = $"{path}:{property.Name}"
        from setting in Settings(key, property.PropertyType, property.GetValue(options))
        select setting;

    private static IEnumerable<(string Key, string Default)> Settings(string key, Type type, object? value) => value switch
    {
        null or "" => [(key, "none")],
        bool flag => [(key, flag ? "true" : "false")],
        string or Uri or IFormattable => [(key, Convert.ToString(value, CultureInfo.InvariantCulture)!)],
        IEnumerable when type.GetGenericArguments() is [{ IsClass: true } item] && item != typeof(string) => Settings($"{key}:n", Activator.CreateInstance(item)!),
        IEnumerable list => [(key, list.Cast<object>().Any() ? string.Join(", ", list.Cast<object>()) : "none")],
        _ => Settings(key, value),
    };

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Customer360.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
        return folder.FullName;
    }
}
