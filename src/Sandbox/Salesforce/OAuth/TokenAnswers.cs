using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Customer360.Sandbox.Http;
using Customer360.Sandbox.Salesforce.Data;

namespace Customer360.Sandbox.Salesforce.OAuth;

/// <summary>What the token and identity endpoints answer.</summary>
internal static class TokenAnswers
{
    /// <param name="refreshToken">Left out when null: then the client keeps the one it has.</param>
    public static SimAnswer Token(Org org, Access access, Grant grant, string accessToken, string? refreshToken, string origin)
    {
        var issuedAt = org.Clock.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var identity = IdentityUrl(org, access, origin);
        return SimAnswer.Of(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("access_token", accessToken);
            if (refreshToken is not null)
                json.WriteString("refresh_token", refreshToken);
            json.WriteString("signature", Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(identity + issuedAt))));
            json.WriteString("scope", grant.Scope);
            json.WriteString("instance_url", origin);
            json.WriteString("id", identity);
            json.WriteString("token_type", "Bearer");
            json.WriteString("issued_at", issuedAt);
            json.WriteEndObject();
        });
    }

    public static SimAnswer Error(string error, string description, int status = 400) => SimAnswer.Of(status, json =>
    {
        json.WriteStartObject();
        json.WriteString("error", error);
        json.WriteString("error_description", description);
        json.WriteEndObject();
    });

    public static string IdentityUrl(Org org, Access access, string origin) => $"{origin}/id/{org.Id}/{access.UserId}";

    public static SimAnswer Identity(Org org, Access access, string origin) => SimAnswer.Of(200, json =>
    {
        var user = access.User;
        json.WriteStartObject();
        json.WriteString("id", IdentityUrl(org, access, origin));
        json.WriteBoolean("asserted_user", true);
        json.WriteString("user_id", access.UserId);
        json.WriteString("organization_id", org.Id);
        json.WriteString("username", user.Email);
        json.WriteString("nick_name", user.Key);
        json.WriteString("display_name", user.Name);
        json.WriteString("email", user.Email);
        json.WriteBoolean("email_verified", true);
        json.WriteString("first_name", user.FirstName);
        json.WriteString("last_name", user.LastName);
        json.WriteString("timezone", user.TimeZone);
        json.WriteStartObject("photos");
        json.WriteString("picture", $"{origin}/profilephoto/005/F");
        json.WriteString("thumbnail", $"{origin}/profilephoto/005/T");
        json.WriteEndObject();
        json.WriteBoolean("active", true);
        json.WriteString("user_type", "STANDARD");
        json.WriteString("language", "en_US");
        json.WriteString("locale", user.Locale);
        json.WriteNumber("utcOffset", (long)TimeZoneInfo.FindSystemTimeZoneById(user.TimeZone).BaseUtcOffset.TotalMilliseconds);
        json.WriteBoolean("is_app_installed", true);
        json.WriteString("last_modified_date", "2026-01-01T00:00:00Z");
        json.WriteStartObject("urls");
        json.WriteString("rest", $"{origin}/services/data/v{{version}}/");
        json.WriteString("sobjects", $"{origin}/services/data/v{{version}}/sobjects/");
        json.WriteString("query", $"{origin}/services/data/v{{version}}/query/");
        json.WriteString("search", $"{origin}/services/data/v{{version}}/search/");
        json.WriteEndObject();
        json.WriteEndObject();
    });

    /// <summary>The OpenID Connect form of the same.</summary>
    public static SimAnswer UserInfo(Org org, Access access, string origin) => SimAnswer.Of(200, json =>
    {
        var user = access.User;
        json.WriteStartObject();
        json.WriteString("sub", IdentityUrl(org, access, origin));
        json.WriteString("user_id", access.UserId);
        json.WriteString("organization_id", org.Id);
        json.WriteString("preferred_username", user.Email);
        json.WriteString("nickname", user.Key);
        json.WriteString("name", user.Name);
        json.WriteString("email", user.Email);
        json.WriteBoolean("email_verified", true);
        json.WriteString("given_name", user.FirstName);
        json.WriteString("family_name", user.LastName);
        json.WriteString("zoneinfo", user.TimeZone);
        json.WriteString("locale", user.Locale);
        json.WriteString("language", "en_US");
        json.WriteString("user_type", "STANDARD");
        json.WriteBoolean("active", true);
        json.WriteEndObject();
    });
}
