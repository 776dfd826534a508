using Customer360.Sandbox.Http;

namespace Customer360.Sandbox.Salesforce.Api;

/// <summary>GET /limits, for those who may see the set-up.</summary>
internal static class LimitsEndpoint
{
    public static SimAnswer Read(ApiCall call, ApiUsage usage)
    {
        if (!call.Access.User.IsAdmin)
            throw new SalesforceException(403, "INSUFFICIENT_ACCESS", "insufficient access rights: View Setup and Configuration is required");
        var max = call.Org.Settings().DailyApiLimit;
        return SimAnswer.Of(200, json =>
        {
            json.WriteStartObject();
            json.WriteStartObject("DailyApiRequests");
            json.WriteNumber("Max", max);
            json.WriteNumber("Remaining", max - usage.Count);
            json.WriteEndObject();
            json.WriteEndObject();
        });
    }
}
