using System.Buffers;
using System.Collections.Frozen;
using System.Net;

namespace Customer360.Adapters.OAuth;

/// <summary>What <see cref="OAuthHttp"/> must know of one CRM. One instance per adapter.</summary>
public sealed record OAuthRules
{
    private static readonly SearchValues<char> CodeCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-. ");

    // RFC 6749 5.2 and 4.1.2.1, RFC 7009, OpenID Connect Core 3.1.2.6.
    private static readonly FrozenDictionary<string, CrmFailure> Standard = new Dictionary<string, CrmFailure>
    {
        ["invalid_grant"] = CrmFailure.NotAuthorized,
        ["access_denied"] = CrmFailure.NotAuthorized,
        ["interaction_required"] = CrmFailure.NotAuthorized,
        ["login_required"] = CrmFailure.NotAuthorized,
        ["consent_required"] = CrmFailure.NotAuthorized,
        ["temporarily_unavailable"] = CrmFailure.Unavailable,
        ["server_error"] = CrmFailure.Unavailable,
        ["slow_down"] = CrmFailure.RateLimited,
    }.ToFrozenDictionary();

    /// <summary>The hosts of the CRM's accounts servers and APIs: lower case, without a port.</summary>
    public required Func<string, bool> IsAllowedHost { get; init; }

    /// <summary>
    /// Error codes that mean something else here, or that only this CRM has. The rest is read as RFC 6749 has it, and what is
    /// unknown there too is Misconfigured: only NotAuthorized ends a grant, so nothing is NotAuthorized by a guess.
    /// </summary>
    public IReadOnlyDictionary<string, CrmFailure> Errors { get; init; } = FrozenDictionary<string, CrmFailure>.Empty;

    internal CrmException Explain(OAuthAnswer answer, TimeSpan? retryAfter)
    {
        var code = Clean(answer.Error);
        var failure = code is not null && (Errors.TryGetValue(code, out var known) || Standard.TryGetValue(code, out known))
            ? known
            : ByStatus(answer);
        var said = code is null ? $"status {(int)answer.Status}" : $"{code} (status {(int)answer.Status})";
        return new CrmException(failure, $"The CRM's accounts server answered {said}.") { CrmCode = code, RetryAfter = retryAfter };
    }

    private static CrmFailure ByStatus(OAuthAnswer answer) => answer.Status switch
    {
        HttpStatusCode.TooManyRequests => CrmFailure.RateLimited,
        HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError => CrmFailure.Unavailable,
        >= HttpStatusCode.BadRequest => CrmFailure.Misconfigured,
        _ => answer.Error is null ? CrmFailure.BadReply : CrmFailure.Misconfigured,
    };

    // The code goes into messages and logs: nothing that could be a token or a sentence passes.
    private static string? Clean(string? code) =>
        code is { Length: <= 40 } && !code.AsSpan().ContainsAnyExcept(CodeCharacters) ? code : null;
}
