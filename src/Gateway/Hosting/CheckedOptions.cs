using System.Collections;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.Extensions.Options;

namespace Customer360.Gateway.Hosting;

/// <summary>Settings with rules that no attribute can say.</summary>
internal interface ISelfChecking
{
    /// <returns>Problems, each with the setting's key below the section: ("Issuers:0:Audience", "is required").</returns>
    IEnumerable<(string Key, string Problem)> Problems(IHostEnvironment environment);
}

internal static class CheckedOptions
{
    /// <summary>
    /// Binds a section and checks it when the host starts. Every problem is told at once, by the setting's full key:
    /// unknown keys and unreadable values, then broken attributes, then what <see cref="ISelfChecking"/> says.
    /// </summary>
    public static IServiceCollection AddCheckedOptions<T>(this IServiceCollection services, string section)
        where T : class, new()
    {
        services.AddOptions<T>().Configure<IConfiguration>((options, configuration) =>
        {
            var settings = configuration.GetSection(section);
            ThrowIfAny<T>(Unreadable(settings, typeof(T)));
            settings.Bind(options);
        }).ValidateOnStart();
        services.AddSingleton<IValidateOptions<T>>(provider => new Validator<T>(section, provider.GetRequiredService<IHostEnvironment>()));
        return services;
    }

    /// <summary>
    /// For what ASP.NET asks while the host is being built, before settings are checked: bad ones are left to the check,
    /// which tells them together with all others.
    /// </summary>
    public static T? GetIfValid<T>(this IServiceProvider services)
        where T : class
    {
        try
        {
            return services.GetRequiredService<IOptions<T>>().Value;
        }
        catch (OptionsValidationException)
        {
            return null;
        }
    }

    private static void ThrowIfAny<T>(IEnumerable<string> problems)
    {
        var all = problems.ToList();
        if (all.Count > 0)
            throw new OptionsValidationException(Options.DefaultName, typeof(T), all);
    }

    private static IEnumerable<string> Unreadable(IConfigurationSection settings, Type type)
    {
        if (Element(type) is { } element)
            return settings.GetChildren().SelectMany(child => Unreadable(child, element));
        if (IsPlain(type))
            return IsReadable(settings.Value, type) ? [] : [$"{settings.Path} must be {Describe(type)}."];
        var properties = type.GetProperties().Where(property => property.CanWrite).ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);
        return settings.GetChildren().SelectMany(child => properties.TryGetValue(child.Key, out var property)
            ? Unreadable(child, property.PropertyType)
            : [$"{child.Path} is no setting. Known: {string.Join(", ", properties.Keys.Order())}."]);
    }

    /// <summary>The type of the values of a list or dictionary. Null: it is neither.</summary>
    private static Type? Element(Type type) =>
        type != typeof(string) && type.IsAssignableTo(typeof(IEnumerable)) ? type.GetGenericArguments().LastOrDefault() ?? type.GetElementType() : null;

    private static bool IsPlain(Type type) => TypeDescriptor.GetConverter(Nullable.GetUnderlyingType(type) ?? type).CanConvertFrom(typeof(string));

    private static bool IsReadable(string? value, Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (string.IsNullOrEmpty(value) && (plain == typeof(string) || plain != type))
            return true;
        try
        {
            return TypeDescriptor.GetConverter(plain).ConvertFromInvariantString(value ?? "") is { } read && (!plain.IsEnum || Enum.IsDefined(plain, read));
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or NotSupportedException or OverflowException)
        {
            return false;
        }
    }

    private static string Describe(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        { IsEnum: true } plain => $"one of {string.Join(", ", Enum.GetNames(plain))}",
        var plain when plain == typeof(bool) => "true or false",
        var plain when plain == typeof(TimeSpan) => "a time span such as 00:00:30",
        var plain when plain == typeof(Uri) => "a URI",
        _ => "a number",
    };

    private sealed class Validator<T>(string section, IHostEnvironment environment) : IValidateOptions<T>
        where T : class
    {
        public ValidateOptionsResult Validate(string? name, T options)
        {
            var problems = Broken(section, options).Concat(
                options is ISelfChecking checking ? checking.Problems(environment).Select(problem => $"{section}:{problem.Key} {problem.Problem}.") : []).ToList();
            return problems.Count > 0 ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
        }

        /// <summary>Broken attributes, of nested settings too.</summary>
        private static IEnumerable<string> Broken(string path, object options) => options.GetType().GetProperties()
            .Where(property => property.GetIndexParameters().Length == 0)
            .SelectMany(property => Broken($"{path}:{property.Name}", property, property.GetValue(options)));

        private static IEnumerable<string> Broken(string path, PropertyInfo property, object? value)
        {
            var results = new List<ValidationResult>();
            Validator.TryValidateValue(value!, new ValidationContext(property, null, null) { DisplayName = path }, results, property.GetCustomAttributes<ValidationAttribute>());
            var nested = value switch
            {
                null => [],
                IEnumerable list when Element(property.PropertyType) is { } element && !IsPlain(element) =>
                    list.Cast<object>().SelectMany((item, index) => Broken($"{path}:{index}", item)),
                _ when IsPlain(property.PropertyType) || value is IEnumerable => [],
                _ => Broken(path, value),
            };
            return results.Select(result => result.ErrorMessage!).Concat(nested);
        }
    }
}
