using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Customer360.IntegrationTests.Gateway;

/// <summary>An identity provider over HTTP, with keys that a test exchanges as it likes. Signs by hand, without any library.</summary>
internal sealed class TestIssuer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _requests;

    private TestIssuer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, port => port.Protocols = HttpProtocols.Http1));
        _app = builder.Build();
        _app.MapGet("/.well-known/openid-configuration", () => Answer(new { issuer = ClaimedIssuer ?? Name, jwks_uri = $"{Name}/keys" }));
        _app.MapGet("/keys", () => Answer(new { keys = Keys.Select(key => key.Value.Publish(key.Key)) }));
    }

    /// <summary>The issuer, which is also its address.</summary>
    public string Name => _app.Urls.Single();

    /// <summary>What discovery says instead.</summary>
    public string? ClaimedIssuer { get; set; }

    /// <summary>By kid.</summary>
    public ConcurrentDictionary<string, TestKey> Keys { get; } = new();

    public bool Down { get; set; }

    public int Requests => Volatile.Read(ref _requests);

    public static async Task<TestIssuer> StartAsync(string keyId, TestKey key)
    {
        var issuer = new TestIssuer { Keys = { [keyId] = key } };
        await issuer._app.StartAsync();
        return issuer;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>The settings that make a gateway trust this issuer.</summary>
    public Dictionary<string, string?> Settings(int index = 0) => new()
    {
        ["Authentication:AllowHttpOnLoopback"] = "true",
        [$"Authentication:Issuers:{index}:Issuer"] = Name,
        [$"Authentication:Issuers:{index}:Audience"] = "customer360",
        [$"Authentication:Issuers:{index}:Tenants:0"] = "acme",
    };

    /// <summary>A good admin's token, but for what the test changes.</summary>
    public string Token(string keyId, TestKey? key = null, Action<Dictionary<string, object?>>? claims = null, Action<Dictionary<string, object?>>? header = null)
    {
        var signer = key ?? Keys[keyId];
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var head = new Dictionary<string, object?> { ["alg"] = signer.Algorithm, ["kid"] = keyId, ["typ"] = "JWT" };
        var body = new Dictionary<string, object?>
        {
            ["iss"] = Name,
            ["aud"] = "customer360",
            ["sub"] = "ada",
            ["tenant"] = "acme",
            ["roles"] = (string[])["admin"],
            ["email"] = "ada@acme.example",
            ["iat"] = now,
            ["exp"] = now + 3600,
        };
        header?.Invoke(head);
        claims?.Invoke(body);
        return signer.Sign(JsonSerializer.Serialize(head), JsonSerializer.Serialize(body));
    }

    private IResult Answer(object json)
    {
        Interlocked.Increment(ref _requests);
        return Down ? Results.StatusCode(StatusCodes.Status503ServiceUnavailable) : Results.Json(json);
    }
}

/// <summary>A key pair that signs tokens.</summary>
internal sealed class TestKey
{
    private readonly RSA? _rsa;
    private readonly ECDsa? _ec;

    private TestKey(RSA? rsa, ECDsa? ec) => (_rsa, _ec) = (rsa, ec);

    public string Algorithm => _rsa is null ? "ES256" : "RS256";

    public static TestKey Of(string algorithm) => algorithm == "RS256" ? Rsa() : new(null, ECDsa.Create(ECCurve.NamedCurves.nistP256));

    public static TestKey Rsa(int bits = 2048) => new(RSA.Create(bits), null);

    public byte[] PublicKey => _rsa?.ExportSubjectPublicKeyInfo() ?? _ec!.ExportSubjectPublicKeyInfo();

    public string Sign(string header, string claims) => Sign(header, claims, data =>
        _rsa?.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) ?? _ec!.SignData(data, HashAlgorithmName.SHA256));

    public static string Sign(string header, string claims, Func<byte[], byte[]> sign)
    {
        var unsigned = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}";
        return $"{unsigned}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(unsigned)))}";
    }

    public object Publish(string keyId)
    {
        if (_rsa is not null)
        {
            var rsa = _rsa.ExportParameters(includePrivateParameters: false);
            return new { kty = "RSA", use = "sig", kid = keyId, n = Base64Url.EncodeToString(rsa.Modulus), e = Base64Url.EncodeToString(rsa.Exponent) };
        }
        var ec = _ec!.ExportParameters(includePrivateParameters: false).Q;
        return new { kty = "EC", crv = "P-256", use = "sig", kid = keyId, x = Base64Url.EncodeToString(ec.X), y = Base64Url.EncodeToString(ec.Y) };
    }
}
