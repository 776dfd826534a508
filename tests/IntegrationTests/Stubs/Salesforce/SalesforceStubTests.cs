namespace Customer360.IntegrationTests.Stubs.Salesforce;

public sealed class SalesforceStubTests(SalesforceStubs server) : StubSelfTests(server), IClassFixture<SalesforceStubs>
{
    private readonly SalesforceStubs _server = server;

    [Fact]
    public async Task Only_refusals_have_examples_that_break_a_rule()
    {
        var rules = new SalesforceRules(new SalesforceSchema(_server.Folder));

        var examples = (await _server.ListStubsAsync()).ToLookup(stub => stub.IsRefusal, stub => stub.ToRequest());

        examples[false].SelectMany(rules.FindViolations).ShouldBeEmpty();
        examples[true].ShouldAllBe(request => rules.FindViolations(request).Any());
    }
}
