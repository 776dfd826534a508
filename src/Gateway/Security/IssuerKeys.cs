using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Customer360.Gateway.Security;

/// <summary>An issuer's public keys at one time.</summary>
internal sealed class IssuerKeys
{
    private const int FewestRsaBits = 2048;

    private readonly Dictionary<(string KeyId, string Algorithm), SecurityKey> _keys = [];

    private IssuerKeys(string issuer, IEnumerable<JsonWebKey> keys)
    {
        foreach (var key in keys.Where(key => key.Kid is { Length: > 0 } && key.Use is null or "" or "sig"))
            if (Read(key) is { } usable && (string.IsNullOrEmpty(key.Alg) || key.Alg == usable.Algorithm))
            {
                // The library remembers signature providers by KeyId, which two issuers may share and a replaced key
                // keeps: only a name that holds the key itself can't be mistaken.
                usable.Key.KeyId = $"{issuer}|{key.Kid}|{usable.Thumbprint}";
                _keys[(key.Kid, usable.Algorithm)] = usable.Key;
            }
        Fingerprint = string.Join(',', _keys.Values.Select(key => key.KeyId).Order(StringComparer.Ordinal));
    }

    /// <summary>The same for the same keys, and only for them.</summary>
    public string Fingerprint { get; }

    /// <param name="issuer">Whose keys.</param>
    /// <param name="json">A JSON web key set. Keys that we can't use or don't trust (short RSA, other curves) are left out.</param>
    /// <exception cref="ArgumentException">It is no key set.</exception>
    public static IssuerKeys Parse(string issuer, string json) => new(issuer, new JsonWebKeySet(json).Keys);

    /// <returns>The one key of that name for that algorithm; null when there is none.</returns>
    public SecurityKey? Find(string keyId, string algorithm) => _keys.GetValueOrDefault((keyId, algorithm));

    private static (SecurityKey Key, string Algorithm, string Thumbprint)? Read(JsonWebKey key)
    {
        try
        {
            return key.Kty switch
            {
                "RSA" => ReadRsa(key),
                "EC" when key.Crv == "P-256" => ReadEc(key),
                _ => null,
            };
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException or ArgumentException)
        {
            return null; // One bad key must not take the good ones with it.
        }
    }

    private static (SecurityKey, string, string)? ReadRsa(JsonWebKey key)
    {
        var parameters = new RSAParameters { Modulus = Base64UrlEncoder.DecodeBytes(key.N), Exponent = Base64UrlEncoder.DecodeBytes(key.E) };
        using var rsa = RSA.Create(parameters);
        return rsa.KeySize < FewestRsaBits ? null : (new RsaSecurityKey(parameters), SecurityAlgorithms.RsaSha256, Thumbprint(rsa));
    }

    private static (SecurityKey, string, string)? ReadEc(JsonWebKey key)
    {
        var ec = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new() { X = Base64UrlEncoder.DecodeBytes(key.X), Y = Base64UrlEncoder.DecodeBytes(key.Y) },
        });
        return (new ECDsaSecurityKey(ec), SecurityAlgorithms.EcdsaSha256, Thumbprint(ec));
    }

    private static string Thumbprint(AsymmetricAlgorithm key) => Convert.ToHexString(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));
}

/// <summary>Where an issuer's keys come from.</summary>
internal interface IKeySource
{
    /// <exception cref="Errors.GatewayException">The issuer can't be asked, and what it said is too old.</exception>
    ValueTask<IssuerKeys> GetAsync(CancellationToken cancellationToken);

    /// <summary>Asks the issuer, though not too often, whether it has other keys by now.</summary>
    /// <param name="seen">The keys that were not enough.</param>
    ValueTask<IssuerKeys> RefreshAsync(IssuerKeys seen, CancellationToken cancellationToken);
}
