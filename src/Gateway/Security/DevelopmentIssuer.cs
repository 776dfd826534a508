using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Customer360.Gateway.Security;

/// <summary>Issues tokens with a key that lives as long as this process, so that the first run needs no identity provider.</summary>
internal sealed class DevelopmentIssuer(IOptions<TokenOptions> options, TimeProvider time) : IKeySource, IDisposable
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    public const string Name = "customer360-development";
    private const string Audience = "customer360";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private IssuerKeys? _keys;

    public IssuerOptions Options { get; } = new() { Issuer = Name, Audience = Audience, Tenants = options.Value.DevelopmentTokens.Tenants };

    public ValueTask<IssuerKeys> GetAsync(CancellationToken cancellationToken) => new(_keys ??= Publish());

    public ValueTask<IssuerKeys> RefreshAsync(IssuerKeys seen, CancellationToken cancellationToken) => new(seen);

    public string Issue(string tenant, string subject, string? email, IEnumerable<Role> roles, TimeSpan? lifetime = null)
    {
        var now = time.GetUtcNow();
        var claims = new Dictionary<string, object>
        {
            ["iss"] = Name,
            ["aud"] = Audience,
            ["sub"] = subject,
            [Options.TenantClaim] = tenant,
            [Options.RolesClaim] = roles.Select(role => role.ToString().ToLowerInvariant()),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + (lifetime ?? Lifetime)).ToUnixTimeSeconds(),
        };
        if (!string.IsNullOrEmpty(email))
            claims[Options.EmailClaim] = email;
        var unsigned = $"{Encode(new Dictionary<string, string> { ["alg"] = "ES256", ["kid"] = Name, ["typ"] = "JWT" })}.{Encode(claims)}";
        return $"{unsigned}.{Base64Url.EncodeToString(_key.SignData(Encoding.ASCII.GetBytes(unsigned), HashAlgorithmName.SHA256))}";
    }

    public void Dispose() => _key.Dispose();

    private IssuerKeys Publish()
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        return IssuerKeys.Parse(Name, JsonSerializer.Serialize(new
        {
            keys = new[] { new { kty = "EC", crv = "P-256", kid = Name, use = "sig", x = Base64Url.EncodeToString(point.X!), y = Base64Url.EncodeToString(point.Y!) } },
        }));
    }

    private static string Encode<T>(T json) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(json));
}
