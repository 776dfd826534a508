using System.Net;
using System.Text;

namespace Customer360.Sandbox.Http;

/// <summary>The page on which a developer plays the CRM's user. One skeleton for all CRMs.</summary>
internal static class ConsentPage
{
    /// <param name="action">Where the form posts to.</param>
    /// <param name="state">Hidden fields that come back with the answer.</param>
    public static SimAnswer Render(string crm, string application, string scopes, string action, IEnumerable<(string Name, string Value)> state, string? loginHint)
    {
        var users = new StringBuilder();
        foreach (var user in DemoUsers.All)
        {
            var chosen = loginHint is null ? user == DemoUsers.Full : user.Email == loginHint || user.Key == loginHint;
            users.Append($"<label><input type=\"radio\" name=\"user\" value=\"{user.Key}\"{(chosen ? " checked" : "")}> {Html(user.Name)} <small>{Html(user.Email)}</small></label>");
        }
        var hidden = string.Concat(state.Select(field => $"<input type=\"hidden\" name=\"{Html(field.Name)}\" value=\"{Html(field.Value)}\">"));
        return Page($"""
            <h1>{Html(crm)} (sandbox)</h1>
            <p><b>{Html(application)}</b> asks for access: {Html(scopes)}</p>
            <form method="post" action="{Html(action)}">{hidden}
            <fieldset><legend>Log in as</legend>{users}</fieldset>
            <button name="decision" value="allow">Allow</button> <button name="decision" value="deny">Deny</button>
            </form>
            """, 200);
    }

    /// <summary>For errors that must not be sent to an address that is not proven to be the application's.</summary>
    public static SimAnswer Refuse(string error, string description) =>
        Page($"<h1>{Html(error)}</h1><p>error={Html(error)}&amp;error_description={Html(description)}</p>", 400);

    private static SimAnswer Page(string body, int status)
    {
        const string style = "body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:3rem auto;padding:0 1rem}label{display:block}small{color:#555}";
        var page = SimAnswer.Page(status, $"<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Sandbox login</title><style>{style}</style></head><body>{body}</body></html>");
        page.Headers["Cache-Control"] = "no-store";
        page.Headers["X-Frame-Options"] = "DENY";
        return page;
    }

    private static string Html(string text) => WebUtility.HtmlEncode(text);
}
