using Customer360.Adapters;
using Customer360.Contracts.V1;
using Customer360.Gateway.Errors;
using Google.Rpc;
using Grpc.Core;

namespace Customer360.UnitTests.Gateway;

public sealed class ErrorTableTests
{
    private static readonly ErrorContext Connection = new("c1", CrmKind.Salesforce);

    public static TheoryData<CrmFailure> Failures => [.. System.Enum.GetValues<CrmFailure>()];

    [Theory]
    [MemberData(nameof(Failures))]
    public void Every_kind_of_failure_has_its_row(CrmFailure failure)
    {
        var status = ErrorTable.ToStatus(new CrmException(failure, "for people"), Connection);

        status.Message.ShouldBe("for people");
        ((StatusCode)status.Code).ShouldNotBe(StatusCode.OK);
        Get<ErrorInfo>(status).Reason.ShouldNotBe("UNSPECIFIED");
    }

    [Fact]
    public void The_details_say_where_and_what_the_CRM_said()
    {
        var status = ErrorTable.ToStatus(
            new CrmException(CrmFailure.RateLimited, "slow down") { CrmCode = "REQUEST_LIMIT_EXCEEDED", CrmRequestId = "r1", RetryAfter = TimeSpan.FromSeconds(7) }, Connection);

        var info = Get<ErrorInfo>(status);
        (info.Reason, info.Domain).ShouldBe(("CRM_RATE_LIMITED", "customer360"));
        info.Metadata.ShouldBe(new Dictionary<string, string>
        {
            ["crm_error_code"] = "REQUEST_LIMIT_EXCEEDED",
            ["crm_request_id"] = "r1",
            ["connection_id"] = "c1",
            ["crm_kind"] = "SALESFORCE",
        }, ignoreOrder: true);
        Get<RetryInfo>(status).RetryDelay.ToTimeSpan().ShouldBe(TimeSpan.FromSeconds(7));
    }

    [Fact]
    public void Fields_become_violations()
    {
        var status = ErrorTable.ToStatus(new CrmException(CrmFailure.Validation, "no") { Fields = [new("LastName", "is required")] });

        Get<BadRequest>(status).FieldViolations.Select(violation => (violation.Field, violation.Description)).ShouldBe([("LastName", "is required")]);
    }

    [Fact]
    public void A_cursor_that_the_CRM_no_longer_takes_is_the_requests_page_token()
    {
        var status = ErrorTable.ToStatus(new CrmException(CrmFailure.CursorExpired, "too old"));

        Get<ErrorInfo>(status).Reason.ShouldBe("PAGE_TOKEN_INVALID");
        Get<BadRequest>(status).FieldViolations.Single().Field.ShouldBe("page_token");
    }

    [Fact]
    public void Duplicates_that_nobody_checked_are_not_named()
    {
        var status = ErrorTable.ToStatus(new CrmException(CrmFailure.Duplicate, "there is one") { Duplicates = [new() { Id = "003" }], CanOverrideDuplicate = true });

        var details = Get<DuplicateRecords>(status);
        details.CanOverride.ShouldBeTrue();
        details.Duplicates.ShouldBeEmpty();
    }

    [Fact]
    public void A_missing_precondition_names_the_connection()
    {
        var status = ErrorTable.ToStatus(new CrmException(CrmFailure.NotAuthorized, "authorise first"), Connection);

        var violation = Get<PreconditionFailure>(status).Violations.Single();
        (violation.Type, violation.Subject).ShouldBe(("CRM_NOT_AUTHORIZED", "connections/c1"));
    }

    [Fact]
    public void Every_reason_has_the_contracts_name()
    {
        foreach (var reason in System.Enum.GetValues<ErrorReason>())
            reason.ToName().ShouldNotStartWith("ERROR_REASON");
        ErrorReason.InvalidField.ToName().ShouldBe("INVALID_FIELD");
    }

    private static T Get<T>(Google.Rpc.Status status)
        where T : Google.Protobuf.IMessage, new() => status.Details.Single(detail => detail.Is(new T().Descriptor)).Unpack<T>();
}
