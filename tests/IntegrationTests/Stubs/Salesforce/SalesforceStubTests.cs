namespace Customer360.IntegrationTests.Stubs.Salesforce;

public sealed class SalesforceStubTests(SalesforceStubs server) : StubSelfTests(server), IClassFixture<SalesforceStubs>;
