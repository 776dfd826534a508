using Customer360.Gateway.Hosting;

namespace Customer360.Gateway.Security;

/// <summary>The web pages, besides our own, whose scripts may call.</summary>
internal sealed class CorsOptions : ISelfChecking
{
    public const string Section = "Cors";

    /// <summary>Such as https://desktop.example.com. Empty: only pages that this gateway serves.</summary>
    public List<string> Origins { get; set; } = [];

    public IEnumerable<(string Key, string Problem)> Problems(IHostEnvironment environment) => Origins
        .Select((origin, index) => (origin, key: $"{nameof(Origins)}:{index}"))
        .Where(entry => !IsOrigin(entry.origin))
        .Select(entry => (entry.key, "must be scheme, host and port of a page, such as https://desktop.example.com"));

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
        && uri.GetLeftPart(UriPartial.Authority) == text;
}
