using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Customer360.Adapters.OAuth;

/// <summary>Proof key for code exchange (RFC 7636), method S256.</summary>
public static class Pkce
{
    /// <summary>A fresh secret of 256 bits.</summary>
    public static string CreateVerifier() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>What the consent page gets of it.</summary>
    public static string GetChallenge(string verifier) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
}
