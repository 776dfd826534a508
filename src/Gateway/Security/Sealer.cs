using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Customer360.Gateway.Storage;
using Microsoft.AspNetCore.DataProtection;

namespace Customer360.Gateway.Security;

/// <summary>
/// Seals text that callers carry for us, so that they can neither read nor change it, nor use it elsewhere: it opens
/// under its own purpose alone.
/// </summary>
internal sealed class Sealer(IDataProtectionProvider protection, TimeProvider time)
{
    private const int ExpiryBytes = sizeof(long);
    private const int LongestSealed = 16 * 1024;

    /// <param name="purpose">All that the text is bound to.</param>
    /// <param name="payload">The text.</param>
    /// <param name="lifetime">How long it opens. Null: for ever.</param>
    /// <returns>Text that is safe in a URL.</returns>
    public string Seal(string purpose, string payload, TimeSpan? lifetime = null)
    {
        var plain = new byte[ExpiryBytes + Encoding.UTF8.GetByteCount(payload)];
        BinaryPrimitives.WriteInt64BigEndian(plain, lifetime is { } span ? (time.GetUtcNow() + span).UtcTicks : 0);
        Encoding.UTF8.GetBytes(payload, plain.AsSpan(ExpiryBytes));
        return Base64Url.EncodeToString(Protector(purpose).Protect(plain));
    }

    /// <returns>False when the text is forged, expired, or of another purpose.</returns>
    public bool TryOpen(string purpose, string sealedText, [NotNullWhen(true)] out string? payload)
    {
        payload = null;
        if (Unprotect(purpose, sealedText) is not { Length: >= ExpiryBytes } plain)
            return false;
        var expiry = BinaryPrimitives.ReadInt64BigEndian(plain);
        if (expiry != 0 && time.GetUtcNow().UtcTicks >= expiry)
            return false;
        payload = Encoding.UTF8.GetString(plain.AsSpan(ExpiryBytes));
        return true;
    }

    private byte[]? Unprotect(string purpose, string sealedText)
    {
        if (sealedText.Length is 0 or > LongestSealed || !Base64Url.IsValid(sealedText))
            return null;
        try
        {
            return Protector(purpose).Unprotect(Base64Url.DecodeFromChars(sealedText));
        }
        // Data Protection wraps whatever happens, an unreachable key store too; that one isn't the caller's fault.
        catch (CryptographicException exception) when (!exception.IsStorageFailure())
        {
            return null;
        }
    }

    private IDataProtector Protector(string purpose) => protection.CreateProtector("Customer360.Sealed", purpose);
}
