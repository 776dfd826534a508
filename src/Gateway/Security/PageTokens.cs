using System.Security.Cryptography;
using Customer360.Contracts.V1;
using Customer360.Gateway.Errors;
using Google.Protobuf;
using Grpc.Core;

namespace Customer360.Gateway.Security;

/// <summary>What a page token is bound to.</summary>
/// <param name="Caller">Whose list it is.</param>
/// <param name="ConnectionId">The connection that is asked; empty for the gateway's own lists.</param>
/// <param name="Method">The RPC.</param>
/// <param name="QueryHash">The request without page_token and page_size: a page may have another size, but not another query.</param>
internal sealed record PageScope(Caller Caller, string ConnectionId, string Method, string QueryHash)
{
    public static PageScope Of(ServerCallContext context, string connectionId, IMessage request) =>
        new(context.Caller(), connectionId, context.Method, Hash(request));

    /// <summary>JSON of the parts: no character in one of them can make it look like another.</summary>
    internal string Purpose => System.Text.Json.JsonSerializer.Serialize(
        (string[])["page", Caller.TenantId, Caller.Issuer, Caller.Subject, ConnectionId, Method, QueryHash]);

    private static string Hash(IMessage request)
    {
        var query = request.Descriptor.Parser.ParseFrom(request.ToByteString());
        query.Descriptor.FindFieldByName("page_token")?.Accessor.Clear(query);
        query.Descriptor.FindFieldByName("page_size")?.Accessor.Clear(query);
        return Convert.ToHexString(SHA256.HashData(query.ToByteArray()));
    }
}

/// <summary>Page tokens: sealed, bound to a <see cref="PageScope"/>, good for an hour.</summary>
internal sealed class PageTokens(Sealer sealer)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <param name="scope">What it is bound to.</param>
    /// <param name="cursor">Where the next page begins. Null: there is none.</param>
    /// <returns>The next_page_token; empty when there is no next page.</returns>
    public string Seal(PageScope scope, string? cursor) => cursor is null ? "" : sealer.Seal(scope.Purpose, cursor, Lifetime);

    /// <returns>The cursor; null for the first page.</returns>
    /// <exception cref="GatewayException">PAGE_TOKEN_INVALID: it is forged, expired, or another query's.</exception>
    public string? Open(PageScope scope, string pageToken)
    {
        if (pageToken.Length == 0)
            return null;
        return sealer.TryOpen(scope.Purpose, pageToken, out var cursor) ? cursor : throw Invalid();
    }

    private static GatewayException Invalid() =>
        new(StatusCode.InvalidArgument, ErrorReason.PageTokenInvalid, "The page token is expired, or not of this query; begin with the first page.")
        {
            Fields = [new("page_token", "is not a valid token of this query")],
        };
}
