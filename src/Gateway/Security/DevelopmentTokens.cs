using Microsoft.Extensions.Options;

namespace Customer360.Gateway.Security;

internal static class DevelopmentTokens
{
    public const string Path = "/dev/token";

    /// <summary>GET /dev/token?sub=…&amp;roles=agent,admin&amp;tenant=…&amp;email=…: a token as plain text. Only where the settings allow it.</summary>
    public static WebApplication MapDevelopmentTokens(this WebApplication app)
    {
        if (!app.Environment.IsDevelopment())
            return app;
        app.MapGet(Path, (DevelopmentIssuer issuer, IOptions<TokenOptions> options, string? sub, string? roles, string? tenant, string? email) =>
        {
            var tenants = options.Value.DevelopmentTokens.Tenants;
            if (!options.Value.DevelopmentTokens.Enabled)
                return Results.NotFound();
            var given = (roles ?? "agent").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(name => Enum.TryParse<Role>(name, ignoreCase: true, out var role) && Enum.IsDefined(role) ? role : (Role?)null).ToList();
            if (sub is not { Length: > 0 and <= 255 } || given.Contains(null) || !tenants.Contains(tenant ?? tenants[0]))
                return Results.Text($"sub: 1 to 255 characters; roles: agent, admin, platform; tenant: {string.Join(", ", tenants)}", statusCode: StatusCodes.Status400BadRequest);
            return Results.Text(issuer.Issue(tenant ?? tenants[0], sub, email ?? $"{sub}@example.com", given.OfType<Role>()));
        })
        // A page of another site that got its own name pointed here must not get a token.
        .RequireHost("localhost", "127.0.0.1")
        .AllowAnonymous();
        return app;
    }
}
