using System.Net;
using Customer360.Adapters.Http;
using Microsoft.Extensions.Options;

namespace Customer360.IntegrationTests.Adapters;

/// <summary>The check of addresses at connect time: a name that is allowed may still lead anywhere.</summary>
public sealed class OutboundConnectTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::1")]
    [InlineData("169.254.169.254")]
    [InlineData("10.0.0.7", "192.168.0.7")]
    public async Task A_CRMs_name_that_leads_to_private_addresses_is_not_connected_to(params string[] addresses)
    {
        var failure = await ConnectAsync("https://api.crm.example/", addresses);

        failure.InnerException.ShouldBeOfType<OutboundRefusedException>().Message.ShouldBe("api.crm.example has no public address.");
    }

    [Fact]
    public async Task A_name_without_addresses_is_not_connected_to()
    {
        (await ConnectAsync("https://api.crm.example/")).InnerException.ShouldBeOfType<OutboundRefusedException>();
    }

    [Fact]
    public async Task A_private_target_is_connected_to_by_its_name()
    {
        await using var crm = await CrmServer.StartAsync((_, _) => Task.CompletedTask);

        using var answer = await SendAsync($"http://crm.local:{crm.Address.Port}/", $"crm.local:{crm.Address.Port}", "127.0.0.1");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_name_of_a_private_target_is_none_on_another_port()
    {
        await using var crm = await CrmServer.StartAsync((_, _) => Task.CompletedTask);

        var failure = await Should.ThrowAsync<HttpRequestException>(SendAsync($"http://crm.local:{crm.Address.Port}/", "crm.local:1", "127.0.0.1"));

        failure.InnerException.ShouldBeOfType<OutboundRefusedException>();
        crm.Requests.ShouldBeEmpty();
    }

    private static async Task<HttpRequestException> ConnectAsync(string address, params string[] addresses) =>
        await Should.ThrowAsync<HttpRequestException>(SendAsync(address, "", addresses));

    // Straight through the handler, since the check of the name comes before it.
    private static async Task<HttpResponseMessage> SendAsync(string address, string allowed, params string[] addresses)
    {
        var options = new OutboundOptions();
        options.AllowedPrivateTargets.Add(allowed);
        var monitor = Substitute.For<IOptionsMonitor<OutboundOptions>>();
        monitor.CurrentValue.Returns(options);
        using var guard = new OutboundGuard(monitor) { Resolve = (_, _) => Task.FromResult(Array.ConvertAll(addresses, IPAddress.Parse)) };
        using var invoker = new HttpMessageInvoker(OutboundHttp.CreateHandler(guard));
        return await invoker.SendAsync(new HttpRequestMessage(HttpMethod.Get, address), TestContext.Current.CancellationToken);
    }
}
