using System.ComponentModel.DataAnnotations;

namespace Customer360.Gateway.Hosting;

/// <summary>What a client may ask of the host, before anybody looks at what it asks for.</summary>
internal sealed class LimitOptions
{
    public const string Section = "Limits";

    /// <summary>Largest request message in bytes, decompressed.</summary>
    [Range(1024, 64 * 1024 * 1024)] public int MessageBytes { get; set; } = 1024 * 1024;

    /// <summary>Largest request in bytes as it is on the wire: a message in base64 is a third larger.</summary>
    public int BodyBytes => (MessageBytes * 3 / 2) + 1024;

    /// <summary>Calls at the same time on one HTTP/2 connection. Others wait in the client.</summary>
    [Range(1, 10_000)] public int StreamsPerConnection { get; set; } = 200;

    [Range(1, 1_000_000)] public int Connections { get; set; } = 20_000;

    /// <summary>All request headers together in bytes; a token is the largest.</summary>
    [Range(4096, 1024 * 1024)] public int HeaderBytes { get; set; } = 32 * 1024;

    /// <summary>How long a unary call may take when its client sets no deadline, or a later one.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")] public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long calls in flight may go on once the host is told to stop.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")] public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(25);
}
