namespace Customer360.IntegrationTests.Stubs.Salesforce;

/// <summary>The stubs of Salesforce's REST API.</summary>
public sealed class SalesforceStubs() : StubServer("Salesforce");
