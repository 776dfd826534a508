using System.Net;
using System.Net.Sockets;

namespace Customer360.Adapters.Http;

/// <summary>Which addresses are public. Source: the IANA special-purpose address registries.</summary>
internal static class OutboundAddresses
{
    private static readonly IPNetwork[] ClosedV4 = Parse(
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
        "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "168.63.129.16/32"); // Azure's host services, on an address that looks public

    // IPv6 is closed but for global unicast, and of that these are closed: protocol assignments with Teredo, documentation, 6to4.
    private static readonly IPNetwork OpenV6 = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork[] ClosedV6 = Parse("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return IsPublic(address.MapToIPv4());
        if (address.AddressFamily is AddressFamily.InterNetwork)
            return !Contains(ClosedV4, address);
        if (Nat64.Contains(address)) // how hosts without IPv4 reach IPv4: the last four bytes are the real target
            return IsPublic(new IPAddress(address.GetAddressBytes().AsSpan(12)));
        return OpenV6.Contains(address) && !Contains(ClosedV6, address);
    }

    private static bool Contains(IPNetwork[] networks, IPAddress address)
    {
        foreach (var network in networks)
        {
            if (network.Contains(address))
                return true;
        }
        return false;
    }

    private static IPNetwork[] Parse(params ReadOnlySpan<string> networks)
    {
        var parsed = new IPNetwork[networks.Length];
        for (var i = 0; i < parsed.Length; i++)
            parsed[i] = IPNetwork.Parse(networks[i]);
        return parsed;
    }
}
