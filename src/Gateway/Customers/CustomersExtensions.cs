using Customer360.Gateway.Customers;
using Customer360.Gateway.Matching;

// IDE0130 would have the folder's namespace; this one makes the IDE offer the method.
namespace Microsoft.Extensions.DependencyInjection;

internal static class CustomersExtensions
{
    /// <summary>What the customers service works with.</summary>
    public static IServiceCollection AddCustomers(this IServiceCollection services) => services
        .AddSingleton<PhoneMatcher>()
        .AddSingleton<BatchMatcher>()
        .AddSingleton<Identification>()
        .AddSingleton<RecordWriter>();
}
