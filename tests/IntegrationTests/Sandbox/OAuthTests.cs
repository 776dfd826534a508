using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Customer360.Sandbox;
using Microsoft.AspNetCore.WebUtilities;

namespace Customer360.IntegrationTests.Sandbox;

public sealed partial class OAuthTests : SandboxTest
{
    private const string Redirect = "http://127.0.0.1:5080/oauth/callback";
    private const string Verifier = "a-verifier-of-at-least-forty-three-characters-0123";
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_user_consents_on_the_page_and_the_code_becomes_tokens()
    {
        var code = await ConsentAsync("restricted");
        var (status, token) = await TokenAsync(("grant_type", "authorization_code"), ("code", code), ("redirect_uri", Redirect), ("code_verifier", Verifier));

        status.ShouldBe(200);
        token.TryGetProperty("expires_in", out _).ShouldBeFalse();
        token.GetProperty("issued_at").ValueKind.ShouldBe(JsonValueKind.String);
        new Uri(token.GetProperty("instance_url").GetString()!).ShouldBe(Server.BaseAddress);
        using var request = new HttpRequestMessage(HttpMethod.Get, token.GetProperty("id").GetString());
        request.Headers.Authorization = new("Bearer", token.GetProperty("access_token").GetString());
        using var identity = await _http.SendAsync(request, Cancelled);
        var who = JsonSerializer.Deserialize<JsonElement>(await identity.Content.ReadAsStringAsync(Cancelled));
        who.GetProperty("email").GetString().ShouldBe(DemoUsers.Restricted.Email);
        who.GetProperty("user_type").GetString().ShouldBe("STANDARD");
    }

    [Fact]
    public async Task A_refusal_comes_back_with_the_state()
    {
        var answer = await DecideAsync("full", "deny");

        answer["error"].ShouldBe("access_denied");
        answer["state"].ShouldBe("a state");
    }

    [Theory]
    [InlineData("redirect_uri", "http://127.0.0.1:5080/oauth/callback/")]
    [InlineData("client_id", "stranger")]
    public async Task A_stranger_is_never_redirected_to(string parameter, string value)
    {
        using var answer = await _http.GetAsync(AuthorizeUri((parameter, value)), Cancelled);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        answer.Headers.Location.ShouldBeNull();
    }

    [Fact]
    public async Task A_code_needs_its_verifier_and_serves_once()
    {
        var code = await ConsentAsync("full");
        (string, string)[] form = [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", Redirect)];

        var wrong = await TokenAsync([.. form, ("code_verifier", "another-verifier-of-at-least-forty-three-characters")]);
        var first = await TokenAsync([.. form, ("code_verifier", Verifier)]);
        var second = await TokenAsync([.. form, ("code_verifier", Verifier)]);

        wrong.Json.GetProperty("error").GetString().ShouldBe("invalid_grant");
        first.Status.ShouldBe(200);
        second.Json.GetProperty("error_description").GetString().ShouldBe("expired authorization code");
    }

    [Fact]
    public async Task A_code_expires()
    {
        var code = await ConsentAsync("full");
        Server.Clock.Advance(TimeSpan.FromMinutes(3));

        var late = await TokenAsync(("grant_type", "authorization_code"), ("code", code), ("redirect_uri", Redirect), ("code_verifier", Verifier));

        late.Json.GetProperty("error").GetString().ShouldBe("invalid_grant");
    }

    [Fact]
    public async Task A_session_ends_and_is_refreshed_without_a_new_refresh_token()
    {
        var user = await LogInAsync();
        Server.Clock.Advance(Server.Settings.AccessTokenLifetime);

        var refused = await user.GetAsync("sobjects");
        var (status, token) = await TokenAsync(("grant_type", "refresh_token"), ("refresh_token", user.RefreshToken));

        refused.Error.ShouldBe("401 INVALID_SESSION_ID");
        status.ShouldBe(200);
        token.TryGetProperty("refresh_token", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Using_a_rotated_out_refresh_token_revokes_the_whole_family()
    {
        Server.Settings = Server.Settings with { RotateRefreshTokens = true };
        var user = await LogInAsync();

        var (_, rotated) = await TokenAsync(("grant_type", "refresh_token"), ("refresh_token", user.RefreshToken));
        var reused = await TokenAsync(("grant_type", "refresh_token"), ("refresh_token", user.RefreshToken));
        var current = await TokenAsync(("grant_type", "refresh_token"), ("refresh_token", rotated.GetProperty("refresh_token").GetString()!));

        reused.Json.GetProperty("error_description").GetString().ShouldBe("expired access/refresh token");
        current.Json.GetProperty("error").GetString().ShouldBe("invalid_grant");
        (await user.GetAsync("sobjects")).Error.ShouldBe("401 INVALID_SESSION_ID");
    }

    [Fact]
    public async Task Revoking_a_refresh_token_ends_its_sessions()
    {
        var user = await LogInAsync();
        using var content = Form(("token", user.RefreshToken));

        using var revoked = await _http.PostAsync(new Uri(Server.BaseAddress, "/services/oauth2/revoke"), content, Cancelled);

        revoked.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await user.GetAsync("sobjects")).Error.ShouldBe("401 INVALID_SESSION_ID");
    }

    [Fact]
    public async Task A_wrong_client_secret_is_refused()
    {
        using var content = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "refresh_token", ["client_id"] = "sandbox-client", ["client_secret"] = "wrong" });

        using var answer = await _http.PostAsync(new Uri(Server.BaseAddress, "/services/oauth2/token"), content, Cancelled);

        (await answer.Content.ReadAsStringAsync(Cancelled)).ShouldContain("invalid_client");
    }

    private Uri AuthorizeUri(params (string Name, string Value)[] changed)
    {
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));
        var query = new Dictionary<string, string?>
        {
            ["response_type"] = "code",
            ["client_id"] = "sandbox-client",
            ["redirect_uri"] = Redirect,
            ["scope"] = "api refresh_token",
            ["state"] = "a state",
            ["code_challenge"] = challenge,
            ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in changed)
            query[name] = value;
        return new(QueryHelpers.AddQueryString(new Uri(Server.BaseAddress, "/services/oauth2/authorize").ToString(), query));
    }

    private async Task<string> ConsentAsync(string user)
    {
        var answer = await DecideAsync(user, "allow");
        answer["state"].ShouldBe("a state");
        return answer["code"];
    }

    /// <summary>Does what a browser does with the consent page's form.</summary>
    private async Task<Dictionary<string, string>> DecideAsync(string user, string decision)
    {
        var page = await _http.GetStringAsync(AuthorizeUri(), Cancelled);
        var fields = HiddenField().Matches(page).Select(match => (WebUtility.HtmlDecode(match.Groups[1].Value), WebUtility.HtmlDecode(match.Groups[2].Value)));
        using var form = new FormUrlEncodedContent(fields.Append(("user", user)).Append(("decision", decision)).Select(pair => KeyValuePair.Create(pair.Item1, pair.Item2)));
        var action = FormAction().Match(page).Groups[1].Value;
        using var answer = await _http.PostAsync(new Uri(Server.BaseAddress, action), form, Cancelled);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location!.ToString().ShouldStartWith(Redirect + "?");
        return QueryHelpers.ParseQuery(answer.Headers.Location.Query).ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
    }

    private async Task<(int Status, JsonElement Json)> TokenAsync(params (string Name, string Value)[] fields)
    {
        using var content = Form([.. fields, ("client_id", "sandbox-client"), ("client_secret", "sandbox-secret")]);
        using var answer = await _http.PostAsync(new Uri(Server.BaseAddress, "/services/oauth2/token"), content, Cancelled);
        return ((int)answer.StatusCode, JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync(Cancelled)));
    }

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) => new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));

    [GeneratedRegex("""<input type="hidden" name="([^"]*)" value="([^"]*)">""")]
    private static partial Regex HiddenField();

    [GeneratedRegex("""<form method="post" action="([^"]*)">""")]
    private static partial Regex FormAction();
}
