using System.ComponentModel.DataAnnotations;
using Customer360.Gateway.Hosting;
using Customer360.Gateway.Security;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Customer360.UnitTests.Gateway;

public sealed class CheckedOptionsTests
{
    [Fact]
    public void Good_settings_are_bound_and_the_rest_keep_their_defaults()
    {
        var options = Read<Sample>(new() { ["Sample:Count"] = "7", ["Sample:Inner:Names:0"] = "a", ["Sample:Levels:x"] = "High" });

        (options.Count, options.Pause, options.Inner.Names.Single(), options.Levels["x"]).ShouldBe((7, TimeSpan.FromSeconds(1), "a", Level.High));
    }

    [Fact]
    public void Every_unreadable_or_unknown_setting_is_named_at_once() =>
        Problems<Sample>(new()
        {
            ["Sample:Count"] = "many",
            ["Sample:Pause"] = "soon",
            ["Sample:Cuont"] = "1",
            ["Sample:Inner:Flag"] = "perhaps",
            ["Sample:Levels:x"] = "Highest",
            ["Sample:Items:1:Size"] = "big",
        }).ShouldBe(
        [
            "Sample:Count must be a number.", "Sample:Cuont is no setting. Known: Count, Inner, Items, Levels, Pause.",
            "Sample:Inner:Flag must be true or false.", "Sample:Items:1:Size must be a number.", "Sample:Levels:x must be one of Low, High.",
            "Sample:Pause must be a time span such as 00:00:30.",
        ], ignoreOrder: true);

    [Fact]
    public void Every_broken_rule_is_named_at_once() =>
        Problems<Sample>(new() { ["Sample:Count"] = "99", ["Sample:Items:0:Size"] = "0", ["Sample:Inner:Names:0"] = "bad" }).ShouldBe(
        [
            "The field Sample:Count must be between 1 and 10.", "The field Sample:Items:0:Size must be between 1 and 5.", "Sample:Inner can't have bad names.",
        ], ignoreOrder: true);

    [Fact]
    public void Development_tokens_are_refused_elsewhere() =>
        Problems<TokenOptions>(new()
        {
            ["Authentication:DevelopmentTokens:Enabled"] = "true",
            ["Authentication:DevelopmentTokens:Tenants:0"] = "demo",
        }, "Production", "Authentication").ShouldBe(["Authentication:DevelopmentTokens:Enabled is for the Development environment; this is Production."]);

    [Fact]
    public void Somebody_must_be_able_to_call() =>
        Problems<TokenOptions>([], "Production", "Authentication").ShouldBe(["Authentication:Issuers needs at least one: nobody could call."]);

    [Fact]
    public void An_issuers_problems_are_named_by_its_index() =>
        Problems<TokenOptions>(new()
        {
            ["Authentication:Issuers:0:Issuer"] = "http://issuer.example",
            ["Authentication:Issuers:0:Tenants:0"] = "acme",
            ["Authentication:Issuers:1:Issuer"] = "https://issuer.example",
            ["Authentication:Issuers:1:Audience"] = "customer360",
        }, "Production", "Authentication").ShouldBe(
        [
            "The Authentication:Issuers:0:Audience field is required.", "Authentication:Issuers:0:Issuer must be an https URL.",
            "The field Authentication:Issuers:1:Tenants must be a string or array type with a minimum length of '1'.",
        ], ignoreOrder: true);

    [Theory]
    [InlineData("localhost:5080")]
    [InlineData("127.0.0.1")]
    [InlineData("5080")]
    [InlineData("127.0.0.1:70000")]
    public void An_address_is_an_IP_address_and_a_port(string address) =>
        Problems<ListenOptions>(new() { ["Listen:Http"] = address }, section: "Listen")
            .ShouldBe(["Listen:Http must be an IP address and a port, such as 127.0.0.1:5080."]);

    [Fact]
    public void A_certificate_is_read_at_the_start() =>
        Problems<ListenOptions>(new() { ["Listen:Tls:Address"] = "0.0.0.0:443", ["Listen:Tls:CertificateFile"] = "/does/not/exist.pem" }, section: "Listen")
            .Single().ShouldStartWith("Listen:Tls:CertificateFile can't be read");

    [Theory]
    [InlineData("https://desktop.example.com/")]
    [InlineData("https://desktop.example.com/page")]
    [InlineData("*")]
    [InlineData("null")]
    [InlineData("file:///page.html")]
    public void An_origin_is_nothing_but_one(string origin) =>
        Problems<CorsOptions>(new() { ["Cors:Origins:0"] = origin }, section: "Cors").Single().ShouldStartWith("Cors:Origins:0 must be scheme");

    private static T Read<T>(Dictionary<string, string?> settings, string environment = "Production", string section = "Sample")
        where T : class, new()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        var host = Substitute.For<IHostEnvironment>();
        host.EnvironmentName.Returns(environment);
        services.AddSingleton(host);
        services.AddCheckedOptions<T>(section);
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<T>>().Value;
    }

    private static IEnumerable<string> Problems<T>(Dictionary<string, string?> settings, string environment = "Production", string section = "Sample")
        where T : class, new() =>
        Should.Throw<OptionsValidationException>(() => Read<T>(settings, environment, section)).Failures;

    internal enum Level
    {
        Low,
        High,
    }

    internal sealed class Sample : ISelfChecking
    {
        [Range(1, 10)] public int Count { get; set; } = 1;

        public TimeSpan Pause { get; set; } = TimeSpan.FromSeconds(1);

        public Inner Inner { get; set; } = new();

        public List<Item> Items { get; set; } = [];

        public Dictionary<string, Level> Levels { get; set; } = [];

        public IEnumerable<(string Key, string Problem)> Problems(IHostEnvironment environment) =>
            Inner.Names.Contains("bad") ? [("Inner", "can't have bad names")] : [];
    }

    internal sealed class Inner
    {
        public bool Flag { get; set; }

        public List<string> Names { get; set; } = [];
    }

    internal sealed class Item
    {
        [Range(1, 5)] public int Size { get; set; } = 1;
    }
}
