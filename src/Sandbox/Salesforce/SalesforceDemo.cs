using Customer360.Sandbox.Salesforce.Data;

namespace Customer360.Sandbox.Salesforce;

/// <summary>The ids that the demo people have in the simulated Salesforce org.</summary>
public static class SalesforceDemo
{
    public static string ContactId(DemoCustomer customer) => SalesforceId.Make("003", customer.Number);

    public static string AccountId(DemoCompany company) => SalesforceId.Make("001", company.Number);

    public static string CaseId(DemoCase one) => SalesforceId.Make("500", one.Number);

    public static string UserId(SandboxUser user) => SalesforceId.Make("005", DemoUsers.All.TakeWhile(other => other != user).Count() + 1);
}
