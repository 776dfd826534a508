using Customer360.Adapters;
using Customer360.Adapters.OAuth;
using Customer360.Gateway.CrmAccess;
using Customer360.Gateway.Security;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace Customer360.Gateway.Development;

/// <summary>
/// Authorises the configured agents at their connections' sandbox, by the real code flow: consent page, code, tokens, who am I.
/// Only the browser is played.
/// </summary>
internal sealed partial class DevelopmentGrants(
    IOptions<DevelopmentOptions> options, Connections connections, CrmAdapters adapters, Grants grants, IHttpClientFactory clients, ILogger<DevelopmentGrants> logger)
{
    public const string HttpClientName = "development-browser";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var tenant = options.Value.Tenant;
        if (options.Value.Agents.Count == 0)
            return;
        foreach (var connection in (await connections.ListAsync(tenant, cancellationToken)).Values.Where(connection => connection.Enabled))
        {
            var client = await connections.OpenClientAsync(tenant, connection.Id, cancellationToken);
            try
            {
                foreach (var subject in options.Value.Agents)
                    await AuthorizeAsync(new(tenant, DevelopmentIssuer.Name, subject), client, cancellationToken);
            }
            catch (Exception failure) when (failure is HttpRequestException or CrmException)
            {
                throw new OptionsValidationException(DevelopmentOptions.Section, typeof(DevelopmentOptions),
                    [$"{DevelopmentOptions.Section}:{nameof(DevelopmentOptions.Agents)} can't be authorised at \"{connection.Name}\": {failure.Message}"]);
            }
            Log.Authorized(logger, options.Value.Agents.Count, connection.Name);
        }
    }

    private async Task AuthorizeAsync(Agent agent, OAuthClient client, CancellationToken cancellationToken)
    {
        var adapter = adapters.Get(client.Connection.Kind);
        var verifier = Pkce.CreateVerifier();
        var state = Pkce.CreateVerifier();
        var consent = adapter.OAuth.GetAuthorizationUri(client.Connection, state, Pkce.GetChallenge(verifier));
        var callback = await ConsentAsync(consent, agent.Subject, cancellationToken);
        if (callback.GetValueOrDefault("state") != state || !callback.TryGetValue("code", out var code))
            throw new InvalidOperationException($"The sandbox's consent page answered {agent.Subject} with {callback.GetValueOrDefault("error", "no code")}.");

        var grant = await adapter.OAuth.RedeemCodeAsync(client, new(code, callback), verifier, cancellationToken);
        var session = new CrmSession { TenantId = agent.TenantId, Connection = client.Connection, GrantId = $"new grant of {agent.Subject}", User = new(), Tokens = new FixedToken(grant) };
        var user = await adapter.WhoAmIAsync(session, cancellationToken);
        await grants.ActivateAsync(agent, client.Connection.Id, grant, user, cancellationToken);
    }

    /// <summary>What a person does: reads the page, chooses the user, presses Allow.</summary>
    private async Task<Dictionary<string, string>> ConsentAsync(Uri consent, string user, CancellationToken cancellationToken)
    {
        using var browser = clients.CreateClient(HttpClientName);
        var form = QueryHelpers.ParseQuery(consent.Query).ToDictionary(field => field.Key, field => field.Value.ToString());
        form["user"] = user;
        form["decision"] = "allow";
        using var content = new FormUrlEncodedContent(form);
        using var answer = await browser.PostAsync(new Uri(consent.GetLeftPart(UriPartial.Path)), content, cancellationToken);
        if (answer.Headers.Location is not { } location)
            throw new InvalidOperationException($"The sandbox's consent page answered {(int)answer.StatusCode} instead of sending the browser back.");
        return QueryHelpers.ParseQuery(location.Query).ToDictionary(field => field.Key, field => field.Value.ToString());
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Count} demo agents are authorised at {Connection}")]
        public static partial void Authorized(ILogger logger, int count, string connection);
    }
}
