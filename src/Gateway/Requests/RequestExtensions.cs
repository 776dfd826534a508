using Customer360.Gateway.Requests;

namespace Microsoft.Extensions.DependencyInjection;

internal static class RequestExtensions
{
    /// <summary>What makes CRM writes happen once. Comes after AddVault.</summary>
    public static IServiceCollection AddRequestLedger(this IServiceCollection services) =>
        services.AddSingleton<RequestLedger>().AddSingleton(RequestRows.Retention);
}
