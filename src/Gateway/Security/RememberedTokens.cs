using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;

namespace Customer360.Gateway.Security;

/// <summary>A token that was found good.</summary>
/// <param name="Keys">The fingerprint of the issuer's keys then: with other keys it has to prove itself again.</param>
internal sealed record RememberedToken(Caller Caller, ClaimsPrincipal Principal, TrustedIssuer Issuer, string Keys);

/// <summary>
/// Validated tokens, by SHA-256, since checking a signature costs more than a cached match. Bounded: two generations,
/// the older of which is dropped when the younger is full; what is used moves to the younger.
/// </summary>
internal sealed class RememberedTokens(int capacity)
{
    private readonly Lock _gate = new();
    private ConcurrentDictionary<UInt256, RememberedToken> _young = new();
    private ConcurrentDictionary<UInt256, RememberedToken> _old = new();

    public RememberedToken? Find(string token)
    {
        var key = UInt256.Hash(token);
        if (_young.TryGetValue(key, out var found))
            return found;
        if (!_old.TryGetValue(key, out found))
            return null;
        Add(key, found);
        return found;
    }

    public void Add(string token, RememberedToken remembered) => Add(UInt256.Hash(token), remembered);

    public void Forget(string token)
    {
        var key = UInt256.Hash(token);
        _young.TryRemove(key, out _);
        _old.TryRemove(key, out _);
    }

    private void Add(UInt256 key, RememberedToken remembered)
    {
        if (_young.Count >= (capacity + 1) / 2)
            Age();
        if (capacity > 0)
            _young[key] = remembered;
    }

    private void Age()
    {
        lock (_gate)
        {
            if (_young.Count < (capacity + 1) / 2)
                return;
            _old = _young;
            _young = new();
        }
    }

    private readonly record struct UInt256(UInt128 High, UInt128 Low)
    {
        public static UInt256 Hash(string token)
        {
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(Encoding.UTF8.GetBytes(token), hash);
            return new(System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash), System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash[16..]));
        }
    }
}
