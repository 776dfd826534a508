using Customer360.Gateway.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace Customer360.Gateway.Security;

internal static class SecurityExtensions
{
    /// <summary>On a service of ours: its callers need a role that <see cref="RpcRoles"/> names.</summary>
    public const string RpcPolicy = "rpc";

    /// <summary>Tokens say who calls; nothing is open to everybody unless it says so itself.</summary>
    public static IServiceCollection AddCallers(this IServiceCollection services)
    {
        services.AddCheckedOptions<TokenOptions>(TokenOptions.Section);
        services.AddHttpClient(RemoteKeys.HttpClientName, client =>
        {
            client.Timeout = TimeSpan.FromSeconds(10);
            client.MaxResponseContentBufferSize = 256 * 1024;
        }).ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false });
        services.AddSingleton<DevelopmentIssuer>();
        services.AddSingleton<TokenValidator>();
        services.AddAuthentication(TokenAuthentication.Scheme).AddScheme<AuthenticationSchemeOptions, TokenAuthentication>(TokenAuthentication.Scheme, null);
        services.AddAuthorizationBuilder()
            .AddPolicy(RpcPolicy, policy => policy.RequireAuthenticatedUser().RequireAssertion(HasRole))
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.AddSingleton<Sealer>();
        services.AddSingleton<PageTokens>();
        services.AddSingleton<Etags>();
        return services;
    }

    private static bool HasRole(AuthorizationHandlerContext context) =>
        // What isn't an RPC within a service of ours only says that there is no such RPC.
        context.Resource is HttpContext http && http.Caller() is { } caller && (RpcRoles.Of(http) is not { } roles || roles.Any(caller.Roles.Contains));
}
