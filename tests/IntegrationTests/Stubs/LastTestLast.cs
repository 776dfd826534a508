using Xunit.Sdk;
using Xunit.v3;

namespace Customer360.IntegrationTests.Stubs;

/// <summary>The test that sums up the others of its class.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LastTestAttribute : Attribute;

/// <summary>Runs tests in the order of their names, and the one marked <see cref="LastTestAttribute"/> after all others.</summary>
public sealed class LastTestLast : ITestCaseOrderer
{
    public IReadOnlyCollection<TTestCase> OrderTestCases<TTestCase>(IReadOnlyCollection<TTestCase> testCases) where TTestCase : notnull, ITestCase =>
        [.. testCases.OrderBy(test => IsLast(test)).ThenBy(test => test.TestCaseDisplayName, StringComparer.Ordinal)];

    private static bool IsLast(ITestCase test) =>
        test is IXunitTestCase { TestMethod.Method: { } method } && method.IsDefined(typeof(LastTestAttribute), inherit: false);
}
