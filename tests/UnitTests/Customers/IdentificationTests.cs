using Customer360.Adapters;
using Customer360.Contracts.V1;
using Customer360.Gateway.CrmAccess;
using Customer360.Gateway.Customers;
using Customer360.Gateway.Matching;

namespace Customer360.UnitTests.Customers;

public sealed class IdentificationTests
{
    private const string Phone = "+14155550132";

    private readonly ICrmAdapter _crm = Substitute.For<ICrmAdapter>();

    public IdentificationTests()
    {
        _crm.GetFieldName(default, default).ReturnsForAnyArgs("Phone");
        Phones();
        Emails();
        Names();
        _crm.FindCasesByNumberAsync(default!, default!, default).ReturnsForAnyArgs([]);
        _crm.ListActiveCasesAsync(default!, default!, TestContext.Current.CancellationToken).ReturnsForAnyArgs([]);
    }

    [Fact]
    public async Task The_phone_decides_and_the_email_only_narrows()
    {
        Phones("ann", "bob");
        Emails("bob", "cyd");

        var answer = await IdentifyAsync(new() { Phone = Phone, Email = "b@example.com" });

        answer.Outcome.ShouldBe(MatchOutcome.SingleMatch);
        answer.Customers.Single().Record.Ref.Id.ShouldBe("bob");
        answer.Customers.Single().FoundBy.ShouldBe([InputField.Phone, InputField.Email]);
    }

    [Fact]
    public async Task An_input_that_would_leave_nobody_narrows_nothing()
    {
        Phones("ann");
        Emails("cyd");

        var answer = await IdentifyAsync(new() { Phone = Phone, Email = "c@example.com" });

        answer.Customers.Single().Record.Ref.Id.ShouldBe("ann");
        answer.Inputs.Single(input => input.Field is InputField.Email).Used.ShouldBeFalse();
    }

    [Fact]
    public async Task Without_a_phone_hit_the_email_decides()
    {
        Emails("cyd");
        Names("ann", "cyd");

        var answer = await IdentifyAsync(new() { Phone = Phone, Email = "c@example.com", Name = "C" });

        answer.Customers.Single().Record.Ref.Id.ShouldBe("cyd");
    }

    [Fact]
    public async Task Several_are_all_offered_and_none_identified()
    {
        Phones("ann", "bob");

        var answer = await IdentifyAsync(new() { Phone = Phone });

        answer.Outcome.ShouldBe(MatchOutcome.MultipleMatches);
        answer.Customers.Count.ShouldBe(2);
        await _crm.DidNotReceiveWithAnyArgs().ListActiveCasesAsync(default!, default!, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Custom_context_wins_over_answers_and_answers_over_the_bot_field_by_field()
    {
        await IdentifyInContextAsync(new()
        {
            Custom = new() { Email = "custom@example.com" },
            PreConversation = new() { Email = "answer@example.com", Name = "Answer" },
            Bot = new() { Email = "bot@example.com", Name = "Bot" },
        });

        await _crm.Received().FindCustomersByEmailAsync(Arg.Any<CrmSession>(), "custom@example.com", Arg.Any<CancellationToken>());
        await _crm.Received().FindCustomersByNameAsync(Arg.Any<CrmSession>(), "Answer", Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task An_unreadable_phone_spoils_nothing_but_itself()
    {
        Emails("cyd");

        var answer = await IdentifyAsync(new() { Phone = "call me", Email = "c@example.com" });

        answer.Customers.Single().Record.Ref.Id.ShouldBe("cyd");
        answer.Inputs.Single(input => input.Field is InputField.Phone).Problem.ShouldBe("INVALID_FIELD");
    }

    [Fact]
    public async Task A_named_active_case_is_linked_and_identifies_its_customer()
    {
        Cases(Case("42", active: true, customer: "ann"));
        _crm.FindRecordAsync(default!, default!, default, TestContext.Current.CancellationToken).ReturnsForAnyArgs(new Contracts.V1.Record { Ref = Contact("ann"), Title = "Ann" });

        var answer = await IdentifyAsync(new() { CaseNumber = "42" });

        answer.CaseOutcome.ShouldBe(CaseOutcome.Linked);
        answer.Customers.Single().Record.Title.ShouldBe("Ann");
    }

    [Fact]
    public async Task A_case_of_another_customer_is_not_linked()
    {
        Phones("bob");
        Cases(Case("42", active: true, customer: "ann"));

        var answer = await IdentifyAsync(new() { Phone = Phone, CaseNumber = "42" });

        answer.CaseOutcome.ShouldBe(CaseOutcome.CaseOfOtherCustomer);
        answer.Customers.Single().Record.Ref.Id.ShouldBe("bob");
    }

    [Fact]
    public async Task A_case_of_the_identified_account_is_linked_though_a_contact_opened_it()
    {
        EmailsOf(new IdentifiedCustomer { Record = new() { Ref = new() { Kind = RecordKind.Account, Id = "acme" } } });
        var named = Case("42", active: true, customer: "ann");
        named.Account = new() { Kind = RecordKind.Account, Id = "acme" };
        Cases(named);

        (await IdentifyAsync(new() { Email = "info@example.com", CaseNumber = "42" })).CaseOutcome.ShouldBe(CaseOutcome.Linked);
    }

    [Fact]
    public async Task A_closed_case_identifies_but_is_not_linked()
    {
        Cases(Case("42", active: false, customer: "ann"));
        _crm.FindRecordAsync(default!, default!, default, TestContext.Current.CancellationToken).ReturnsForAnyArgs(new Contracts.V1.Record { Ref = Contact("ann") });

        var answer = await IdentifyAsync(new() { CaseNumber = "42" });

        answer.CaseOutcome.ShouldBe(CaseOutcome.CaseClosed);
        answer.Outcome.ShouldBe(MatchOutcome.SingleMatch);
    }

    [Theory]
    [InlineData(0, CaseOutcome.NoCase)]
    [InlineData(1, CaseOutcome.Linked)]
    [InlineData(2, CaseOutcome.MultipleCases)]
    public async Task Without_a_number_only_the_customers_one_active_case_is_linked(int active, CaseOutcome outcome)
    {
        Phones("ann");
        _crm.ListActiveCasesAsync(default!, default!, TestContext.Current.CancellationToken).ReturnsForAnyArgs([.. Enumerable.Range(0, active).Select(i => Case($"{i}", active: true, customer: "ann"))]);

        var answer = await IdentifyAsync(new() { Phone = Phone });

        answer.CaseOutcome.ShouldBe(outcome);
        answer.Cases.Count.ShouldBe(active);
    }

    private Task<IdentifyResponse> IdentifyAsync(IdentificationInputs inputs) => IdentifyInContextAsync(new() { Custom = inputs });

    private Task<IdentifyResponse> IdentifyInContextAsync(IdentificationContext context)
    {
        var session = new CrmSession { TenantId = "t", GrantId = "g", Connection = new() { Id = "c" }, User = new(), Tokens = Substitute.For<ICrmTokenSource>() };
        return new Identification(new PhoneMatcher(TimeProvider.System))
            .IdentifyAsync(new CrmCall(_crm, session), context, "US", Channel.Voice, TestContext.Current.CancellationToken);
    }

    private void Phones(params string[] ids) => _crm.MatchByPhoneAsync(default!, default!, default)
        .ReturnsForAnyArgs(new CrmMatches([.. ids.Select(id => new PhoneMatch { Record = Contact(id), Name = id })], ids.Length, false));

    private void Emails(params string[] ids) => EmailsOf([.. ids.Select(Customer)]);

    private void EmailsOf(params IdentifiedCustomer[] customers) => _crm.FindCustomersByEmailAsync(default!, default!, default).ReturnsForAnyArgs(_ => [.. customers.Select(customer => customer.Clone())]);

    private void Names(params string[] ids) => _crm.FindCustomersByNameAsync(default!, default!, default).ReturnsForAnyArgs(_ => [.. ids.Select(Customer)]);

    private void Cases(params IdentifiedCase[] cases) => _crm.FindCasesByNumberAsync(default!, default!, default).ReturnsForAnyArgs(cases);

    private static IdentifiedCustomer Customer(string id) => new() { Record = new() { Ref = Contact(id), Title = id } };

    private static RecordRef Contact(string id) => new() { Kind = RecordKind.Contact, Id = id };

    private static IdentifiedCase Case(string number, bool active, string customer) =>
        new() { Record = new() { Ref = new() { Kind = RecordKind.Case, Id = $"case{number}" } }, CaseNumber = number, Active = active, Customer = Contact(customer) };
}
