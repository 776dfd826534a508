using System.Net;
using System.Text;
using Customer360.Adapters;
using Customer360.Adapters.Http;
using Customer360.Adapters.Salesforce;

namespace Customer360.UnitTests.Salesforce;

public sealed class ErrorTests
{
    [Theory]
    [InlineData(401, "INVALID_SESSION_ID", CrmFailure.NotAuthorized)]
    [InlineData(403, "REQUEST_LIMIT_EXCEEDED", CrmFailure.RateLimited)]
    [InlineData(403, "API_DISABLED_FOR_ORG", CrmFailure.Misconfigured)]
    [InlineData(400, "INSUFFICIENT_ACCESS_OR_READONLY", CrmFailure.PermissionDenied)]
    [InlineData(403, "INSUFFICIENT_ACCESS_OR_READONLY", CrmFailure.PermissionDenied)]
    [InlineData(400, "INVALID_FIELD_FOR_INSERT_UPDATE", CrmFailure.PermissionDenied)]
    [InlineData(400, "UNABLE_TO_LOCK_ROW", CrmFailure.Locked)]
    [InlineData(500, "UNABLE_TO_LOCK_ROW", CrmFailure.Locked)]
    [InlineData(400, "REQUIRED_FIELD_MISSING", CrmFailure.Validation)]
    [InlineData(400, "DUPLICATE_VALUE", CrmFailure.Duplicate)]
    [InlineData(404, "NOT_FOUND", CrmFailure.NotFound)]
    [InlineData(404, "ENTITY_IS_DELETED", CrmFailure.NotFound)]
    [InlineData(400, "INVALID_QUERY_LOCATOR", CrmFailure.CursorExpired)]
    [InlineData(412, "ANYTHING_NEW", CrmFailure.Changed)]
    [InlineData(503, "SERVER_UNAVAILABLE", CrmFailure.Unavailable)]
    public void The_code_decides_and_then_the_status(int status, string code, CrmFailure expected)
    {
        var exception = Explain(status, $$"""[{"message":"m","errorCode":"{{code}}"}]""");

        exception.Failure.ShouldBe(expected);
        exception.CrmCode.ShouldBe(code);
    }

    [Theory]
    [InlineData(503, "<html>maintenance</html>", CrmFailure.Unavailable)]
    [InlineData(420, "", CrmFailure.Unavailable)]
    [InlineData(404, "[", CrmFailure.NotFound)]
    [InlineData(300, """["/services/data/v67.0/sobjects/Contact/003","…"]""", CrmFailure.Misconfigured)]
    [InlineData(418, "tea", CrmFailure.BadReply)]
    public void An_answer_without_a_code_is_told_by_its_status(int status, string body, CrmFailure expected) =>
        Explain(status, body).Failure.ShouldBe(expected);

    [Fact]
    public void A_write_that_ends_in_a_fault_may_have_happened()
    {
        Explain(502, "<html/>", CallSafety.Once).Failure.ShouldBe(CrmFailure.OutcomeUnknown);
        Explain(400, """[{"errorCode":"REQUIRED_FIELD_MISSING","message":"m"}]""", CallSafety.Once).Failure.ShouldBe(CrmFailure.Validation);
    }

    [Fact]
    public void Messages_that_repeat_values_are_left_out()
    {
        var exception = Explain(400, """[{"message":"Last Name: data value too large: Secretperson (max length=80)","errorCode":"STRING_TOO_LONG","fields":["LastName"]}]""");

        exception.ToString().ShouldNotContain("Secretperson");
        exception.Fields.ShouldBe([new("LastName", "is too long")]);
    }

    [Fact]
    public void An_admins_own_rule_is_told_to_the_agent() =>
        Explain(400, """[{"message":"Ask for the contract number.","errorCode":"FIELD_CUSTOM_VALIDATION_EXCEPTION","fields":[]}]""")
            .Fields.ShouldBe([new("", "Ask for the contract number.")]);

    [Fact]
    public void A_hidden_column_is_named_without_the_query_around_it() =>
        Explain(400, """[{"message":"\nSELECT Id FROM Contact WHERE Name='Secret'\nNo such column 'MobilePhone' on entity 'Contact'.","errorCode":"INVALID_FIELD"}]""")
            .Fields.ShouldBe([new("MobilePhone", "can't be seen or written by this agent")]);

    [Theory]
    [InlineData("duplicateResut")]
    [InlineData("duplicateResult")]
    public void Duplicates_are_read_in_both_spellings(string property)
    {
        var exception = Explain(400, $$$"""
            [{"{{{property}}}":{"allowSave":true,"matchResults":[{"matchRecords":[
              {"record":{"attributes":{"type":"Contact"},"Id":"0035g00000AbCdEAAV"}},
              {"record":{"attributes":{"type":"Contact"},"Id":"0035g00000AbCdEAAV"}}]}]},"errorCode":"DUPLICATES_DETECTED","message":"m"}]
            """);

        exception.Failure.ShouldBe(CrmFailure.Duplicate);
        exception.CanOverrideDuplicate.ShouldBeTrue();
        exception.Duplicates.Select(record => $"{record.ConnectionId} {record.Kind} {record.Id}").ShouldBe(["c1 Contact 0035g00000AbCdEAAV"]);
    }

    [Theory]
    [InlineData(401, """[{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]""", CrmAnswer.TokenRefused)]
    [InlineData(401, """[{"message":"This session is not valid for use with the REST API","errorCode":"INVALID_SESSION_ID"}]""", CrmAnswer.Settled)]
    [InlineData(401, """[{"message":"Connected app is not attached to Agent","errorCode":"INVALID_AUTH_HEADER"}]""", CrmAnswer.Settled)]
    [InlineData(403, """[{"message":"TotalRequests Limit exceeded.","errorCode":"REQUEST_LIMIT_EXCEEDED"}]""", CrmAnswer.Throttled)]
    [InlineData(403, """[{"message":"m","errorCode":"API_DISABLED_FOR_ORG"}]""", CrmAnswer.Settled)]
    [InlineData(500, """[{"message":"m","errorCode":"UNABLE_TO_LOCK_ROW"}]""", CrmAnswer.Throttled)]
    [InlineData(503, "<html/>", CrmAnswer.Fault)]
    [InlineData(420, "", CrmAnswer.Fault)]
    [InlineData(400, """[{"message":"m","errorCode":"MALFORMED_QUERY"}]""", CrmAnswer.Settled)]
    public void The_pipeline_learns_what_to_do(int status, string body, CrmAnswer expected)
    {
        using var answer = new HttpResponseMessage((HttpStatusCode)status);

        SalesforceErrors.ReadFailure(answer, Encoding.UTF8.GetBytes(body)).ShouldBe(expected);
    }

    [Theory]
    [InlineData("api-usage=10018/100000", 10018, 100000)]
    [InlineData("api-usage=25/5000; per-app-api-usage=17/250(appName=sample)", 25, 5000)]
    public void The_quota_is_read(string header, long used, long limit)
    {
        using var answer = new HttpResponseMessage();
        answer.Headers.TryAddWithoutValidation("Sforce-Limit-Info", header);

        SalesforceTransport.ReadQuota(answer).ShouldBe((used, limit));
    }

    private static CrmException Explain(int status, string body, CallSafety safety = CallSafety.Repeatable) =>
        SalesforceErrors.ToException((HttpStatusCode)status, Encoding.UTF8.GetBytes(body), safety, "c1");
}
