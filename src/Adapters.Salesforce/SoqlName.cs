using System.Text.RegularExpressions;

namespace Customer360.Adapters.Salesforce;

/// <summary>Names of objects and fields, as Salesforce allows them: the only texts that enter a query as they are.</summary>
internal static partial class SoqlName
{
    public static bool IsValid(string name) => Form().IsMatch(name);

    /// <exception cref="ArgumentException">Not a name: a bug, since names come from constants or metadata.</exception>
    public static string Check(string name) => IsValid(name) ? name : throw new ArgumentException("Not the name of an object or field.", nameof(name));

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_]{0,79}(\.[A-Za-z][A-Za-z0-9_]{0,79}){0,5}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
