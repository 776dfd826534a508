using Customer360.Adapters.Salesforce;

// IDE0130 would have the folder's namespace; this one makes the IDE offer the method.
namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the Salesforce adapter.</summary>
public static class SalesforceAdapterExtensions
{
    /// <summary>Salesforce. All of its settings are the connections' own.</summary>
    public static IServiceCollection AddSalesforceAdapter(this IServiceCollection services) => services.AddCrmAdapter<SalesforceAdapter>();
}
