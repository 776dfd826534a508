using System.Net;
using Customer360.Adapters;
using Customer360.Adapters.Http;
using Microsoft.Extensions.Options;

namespace Customer360.UnitTests.Adapters;

public sealed class OutboundGuardTests
{
    private static readonly Func<string, bool> Hosts = CrmHarness.Rules.IsAllowedHost;

    [Theory]
    [InlineData("https://api.crm.example/x")]
    [InlineData("https://API.CRM.EXAMPLE/x")]
    [InlineData("https://api.crm.example:443/x")]
    public async Task The_CRMs_hosts_are_called(string address)
    {
        await using var harness = new CrmHarness();

        Should.NotThrow(() => harness.Get<OutboundGuard>().Check(new Uri(address), Hosts));
    }

    [Theory]
    [InlineData("http://api.crm.example/")] // no TLS
    [InlineData("ftp://api.crm.example/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://api.crm.example:8443/")] // another port
    [InlineData("https://api.crm.example:80/")]
    [InlineData("https://user@api.crm.example/")] // credentials
    [InlineData("https://user:secret@api.crm.example/")]
    [InlineData("https://api.crm.example@evil.example/")]
    [InlineData("https://crm.example/")] // look-alikes
    [InlineData("https://apicrm.example/")]
    [InlineData("https://api.crm.example.evil.example/")]
    [InlineData("https://evil.example/.crm.example")]
    [InlineData("https://evil.example?.crm.example")]
    [InlineData("https://evil.example#.crm.example")]
    [InlineData("https://api.crm.example./")] // with the root's dot
    [InlineData("https://api.crm.ехample/")] // Cyrillic е and х
    [InlineData("https://localhost/")]
    [InlineData("https://LOCALHOST/")]
    [InlineData("https://localhost.localdomain/")]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://127.1/")] // short
    [InlineData("https://2130706433/")] // decimal
    [InlineData("https://0x7f000001/")] // hexadecimal
    [InlineData("https://0x7f.0.0.1/")]
    [InlineData("https://0177.0.0.1/")] // octal
    [InlineData("https://0/")]
    [InlineData("https://0.0.0.0/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://[::ffff:127.0.0.1]/")] // IPv4 in IPv6
    [InlineData("https://[::ffff:7f00:1]/")]
    [InlineData("https://[fe80::1%25eth0]/")]
    [InlineData("https://169.254.169.254/latest/meta-data/")]
    [InlineData("https://metadata.google.internal/")]
    [InlineData("https://10.0.0.1/")]
    [InlineData("https://8.8.8.8/")] // public, but no CRM's name
    public async Task Everything_else_is_refused(string address)
    {
        await using var harness = new CrmHarness();

        Should.Throw<CrmException>(() => harness.Get<OutboundGuard>().Check(new Uri(address), Hosts)).Failure.ShouldBe(CrmFailure.Misconfigured);
    }

    [Theory]
    [InlineData("http://127.0.0.1:5090/x", true)]
    [InlineData("https://127.0.0.1:5090/x", true)]
    [InlineData("http://crm.local:5091/x", true)]
    [InlineData("http://[::1]:5092/x", true)]
    [InlineData("http://127.0.0.1:5091/x", false)]
    [InlineData("http://127.0.0.2:5090/x", false)]
    [InlineData("http://127.0.0.1/x", false)]
    [InlineData("http://user@127.0.0.1:5090/x", false)]
    [InlineData("ftp://127.0.0.1:5090/x", false)]
    public async Task A_private_target_is_allowed_by_host_and_port(string address, bool allowed)
    {
        await using var harness = new CrmHarness(
            ("Outbound:AllowedPrivateTargets:0", "127.0.0.1:5090"), ("Outbound:AllowedPrivateTargets:1", "CRM.local:5091"), ("Outbound:AllowedPrivateTargets:2", "[::1]:5092"));

        Func<Exception?> check = () => Record.Exception(() => harness.Get<OutboundGuard>().Check(new Uri(address), Hosts));

        (check() is null).ShouldBe(allowed);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("*")]
    [InlineData(":5090")]
    [InlineData("http://127.0.0.1:5090")]
    [InlineData("127.0.0.1:5090/path")]
    [InlineData("user@127.0.0.1:5090")]
    public async Task A_private_target_that_is_not_host_and_port_is_refused_at_start(string target)
    {
        await using var harness = new CrmHarness(("Outbound:AllowedPrivateTargets:0", target));

        Should.Throw<OptionsValidationException>(() => harness.Get<IStartupValidator>().Validate());
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("100.63.255.255", true)]
    [InlineData("172.32.0.1", true)]
    [InlineData("2600:1f18::1", true)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("64:ff9b::808:808", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData("10.255.255.255", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("100.100.100.200", false)] // a cloud's metadata
    [InlineData("127.0.0.1", false)]
    [InlineData("127.255.255.254", false)]
    [InlineData("168.63.129.16", false)] // a cloud's host services
    [InlineData("169.254.169.254", false)]
    [InlineData("172.16.0.1", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("192.0.0.192", false)] // a cloud's metadata
    [InlineData("192.168.0.1", false)]
    [InlineData("198.18.0.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("::7f00:1", false)] // IPv4-compatible
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("::ffff:169.254.169.254", false)]
    [InlineData("64:ff9b::a9fe:a9fe", false)] // 169.254.169.254 by NAT64
    [InlineData("64:ff9b:1::1", false)]
    [InlineData("2001:0:7f00:1::", false)] // Teredo
    [InlineData("2001:db8::1", false)]
    [InlineData("2002:7f00:1::", false)] // 127.0.0.1 by 6to4
    [InlineData("fc00::1", false)]
    [InlineData("fd00:ec2::254", false)] // a cloud's metadata
    [InlineData("fe80::1", false)]
    [InlineData("fec0::1", false)]
    [InlineData("ff02::1", false)]
    public void Addresses_are_public_or_not(string address, bool isPublic) => OutboundAddresses.IsPublic(IPAddress.Parse(address)).ShouldBe(isPublic);
}
