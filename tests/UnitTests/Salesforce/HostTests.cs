using Customer360.Adapters.Salesforce;

namespace Customer360.UnitTests.Salesforce;

public sealed class HostTests
{
    [Theory]
    [InlineData("https://acme.my.salesforce.com", "https://acme.lightning.force.com/")]
    [InlineData("https://acme--sbx.sandbox.my.salesforce.com", "https://acme--sbx.sandbox.lightning.force.com/")]
    [InlineData("https://acme.my-salesforce.com", "https://acme.my-lightning.com/")]
    [InlineData("https://acme.my.salesforce.mil", "https://acme.lightning.crmforce.mil/")]
    [InlineData("https://acme.my.sfcrmproducts.cn", "https://acme.lightning.sfcrmapps.cn/")]
    [InlineData("https://na139.salesforce.com", "https://na139.lightning.force.com/")]
    [InlineData("http://127.0.0.1:5090", "http://127.0.0.1:5090/")]
    public void Records_open_on_the_host_that_the_table_gives(string api, string expected) =>
        SalesforceHosts.WebOf(new Uri(api)).AbsoluteUri.ShouldBe(expected);

    [Theory]
    [InlineData("login.salesforce.com", true)]
    [InlineData("acme.my.salesforce.com", true)]
    [InlineData("acme.my.sfcrmproducts.cn", true)]
    [InlineData("salesforce.com.evil.example", false)]
    [InlineData("evilsalesforce.com", false)]
    [InlineData("my.salesforce.com.evil.example", false)]
    [InlineData("localhost", false)]
    public void Only_hosts_of_Salesforce_are_called(string host, bool allowed) => SalesforceHosts.IsAllowed(host).ShouldBe(allowed);
}
