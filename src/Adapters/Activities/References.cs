using System.Buffers.Binary;

namespace Customer360.Adapters.Activities;

/// <summary>What a reference tells: the gateway makes them by time (version 7).</summary>
public static class References
{
    /// <summary>The clocks of gateway and CRM may differ by this.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan WhenUnknown = TimeSpan.FromDays(2);

    /// <summary>A time before which no record with this reference can have been made.</summary>
    public static DateTimeOffset MadeAfter(Guid reference, TimeProvider time)
    {
        if (reference.Version != 7)
            return time.GetUtcNow() - WhenUnknown;
        Span<byte> bytes = stackalloc byte[16];
        reference.TryWriteBytes(bytes, bigEndian: true, out _);
        var milliseconds = BinaryPrimitives.ReadInt64BigEndian(bytes) >>> 16;
        return DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(milliseconds, time.GetUtcNow().ToUnixTimeMilliseconds())) - ClockSkew;
    }
}
