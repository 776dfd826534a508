using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Customer360.Sandbox.Http;

/// <summary>RFC 7636 with S256, the only method that the simulators accept.</summary>
internal static class Pkce
{
    public static bool Verifies(string challenge, string? verifier) =>
        verifier is { Length: >= 43 and <= 128 } && Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))) == challenge;
}
