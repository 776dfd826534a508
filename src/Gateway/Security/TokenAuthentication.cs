using System.Text.Encodings.Web;
using Customer360.Gateway.Errors;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Customer360.Gateway.Security;

/// <summary>Bearer tokens. What is wrong with one is said as gRPC to a gRPC call, else as HTTP.</summary>
internal sealed class TokenAuthentication(
    TokenValidator validator, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public new const string Scheme = "Bearer";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var headers = Request.Headers.Authorization;
        if (headers.Count == 0)
            return AuthenticateResult.NoResult();
        try
        {
            var (caller, principal) = await validator.ValidateAsync(Token(headers), Context.RequestAborted);
            Context.SetCaller(caller);
            return AuthenticateResult.Success(new(principal, Scheme));
        }
        catch (GatewayException exception)
        {
            return AuthenticateResult.Fail(exception);
        }
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var problem = (await HandleAuthenticateOnceSafeAsync()).Failure as GatewayException ?? TokenValidator.Invalid("A bearer token is needed.");
        var isToken = problem.Code is Grpc.Core.StatusCode.Unauthenticated;
        if (isToken)
            Response.Headers[HeaderNames.WWWAuthenticate] = Scheme;
        await Context.AnswerAsync(problem, isToken ? StatusCodes.Status401Unauthorized : StatusCodes.Status503ServiceUnavailable);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Context.AnswerAsync(RpcRoles.Refusal(Context), StatusCodes.Status403Forbidden);

    private static string Token(Microsoft.Extensions.Primitives.StringValues headers)
    {
        // Two headers, or two tokens in one, could mean two callers.
        if (headers is not [{ } header] || !header.StartsWith($"{Scheme} ", StringComparison.OrdinalIgnoreCase) || header.Contains(',', StringComparison.Ordinal))
            throw TokenValidator.Invalid("The authorization header must be one bearer token.");
        return header[(Scheme.Length + 1)..].Trim();
    }
}
