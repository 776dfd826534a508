using Customer360.Adapters;
using Customer360.Contracts.V1;
using Customer360.Gateway.Customers;

namespace Customer360.UnitTests.Customers;

public sealed class FieldInputsTests
{
    private static readonly CrmObject Contact = new(
        new RecordType { Kind = RecordKind.Contact, Object = "Contact", CanCreate = true },
        [
            new() { Name = "FirstName", WellKnown = WellKnownField.FirstName, Type = FieldType.Text, MaxLength = 5 },
            new() { Name = "LastName", WellKnown = WellKnownField.LastName, Type = FieldType.Text, Required = true, MaxLength = 80 },
            new() { Name = "Salutation", Type = FieldType.Choice, Options = { new ChoiceOption { Value = "Ms." }, new ChoiceOption { Value = "Mr." } } },
            new() { Name = "Country", Type = FieldType.Choice, Options = { new ChoiceOption { Value = "DE" }, new ChoiceOption { Value = "US" } } },
            new() { Name = "State", Type = FieldType.Choice, ControllingField = "Country", Options = { new ChoiceOption { Value = "CA", ValidFor = { "US" } } } },
            new() { Name = "Score", Type = FieldType.Decimal, Scale = 2, Min = "-10", Max = "10" },
            new() { Name = "Id", Type = FieldType.Text, ReadOnly = true },
            new() { Name = "Level", Type = FieldType.Text, Required = true, DefaultValue = new() { Text = "new" } },
        ]);

    [Fact]
    public void A_field_is_found_by_its_name_in_any_case_and_by_its_meaning()
    {
        var fields = FieldInputs.Resolve(Contact, [Text("firstname", "Ada"), Known(WellKnownField.LastName, "Byron")], isCreate: true);

        fields.Select(field => field.Info.Name).ShouldBe(["FirstName", "LastName"]);
    }

    [Fact]
    public void Every_problem_is_named_at_once()
    {
        var failure = Refused([Text("FirstName", "Augusta"), Text("Nickname", "A"), Choice("Salutation", "Dr."), Text("FirstName", "B")]);

        failure.Failure.ShouldBe(CrmFailure.InvalidRequest);
        failure.Fields.Select(problem => problem.Name).ShouldBe(["fields[0].value", "fields[1].field", "fields[2].value", "fields[3].field", "fields"]);
    }

    [Fact]
    public void A_read_only_field_is_refused_as_a_permission()
    {
        var failure = Refused([Text("LastName", "Byron"), Text("Id", "1")]);

        failure.Failure.ShouldBe(CrmFailure.PermissionDenied);
        failure.Fields.Single().Name.ShouldBe("fields[1].field");
    }

    [Fact]
    public void A_required_field_with_a_default_may_be_left_out_but_not_cleared()
    {
        FieldInputs.Resolve(Contact, [Text("LastName", "Byron")], isCreate: true).Count.ShouldBe(1);

        Refused([Text("LastName", "Byron"), new() { Field = new() { Name = "Level" } }]).Fields.Single().Problem.ShouldContain("Level");
    }

    [Fact]
    public void An_update_needs_only_what_it_changes_and_clears_no_required_field()
    {
        FieldInputs.Resolve(Contact, [Text("FirstName", "Ada")], isCreate: false).Count.ShouldBe(1);

        Should.Throw<CrmException>(() => FieldInputs.Resolve(Contact, [Text("LastName", " ")], isCreate: false))
            .Fields.Single().Problem.ShouldContain("LastName");
    }

    [Fact]
    public void The_contract_may_require_more_than_the_CRM() =>
        Should.Throw<CrmException>(() => FieldInputs.Resolve(Contact, [Text("LastName", "Byron")], isCreate: true, WellKnownField.FirstName))
            .Fields.Single().Problem.ShouldContain("FirstName");

    [Fact]
    public void An_option_must_fit_the_controlling_field_of_the_same_request()
    {
        FieldInputs.Resolve(Contact, [Text("LastName", "B"), Choice("Country", "US"), Choice("State", "CA")], isCreate: true).Count.ShouldBe(3);

        Refused([Text("LastName", "B"), Choice("Country", "DE"), Choice("State", "CA")]).Fields.Single().Name.ShouldBe("fields[2].value");
    }

    [Theory]
    [InlineData("1.25", true)]
    [InlineData("1.250", true)]
    [InlineData("1.255", false)]
    [InlineData("10.01", false)]
    [InlineData("-10", true)]
    [InlineData("1e3", false)]
    [InlineData("1,5", false)]
    [InlineData("NaN", false)]
    [InlineData("", false)]
    public void A_number_is_exact_within_scale_and_limits(string number, bool good)
    {
        FieldInput[] inputs = [new() { Field = new() { Name = "Score" }, Value = new() { Decimal = number } }];

        if (good)
            FieldInputs.Resolve(Contact, inputs, isCreate: false).Single().Value.Decimal.ShouldBe(number);
        else
            Should.Throw<CrmException>(() => FieldInputs.Resolve(Contact, inputs, isCreate: false)).Fields.Single().Name.ShouldBe("fields[0].value");
    }

    [Fact]
    public void A_value_of_another_type_is_refused() =>
        Refused([new() { Field = new() { Name = "LastName" }, Value = new() { Boolean = true } }]).Fields[0].Problem.ShouldContain("takes Text");

    [Fact]
    public void A_problem_never_repeats_the_value() =>
        Refused([Text("FirstName", "Margaret Elaine"), Text("LastName", "B")]).Fields.Single().Problem.ShouldNotContain("Margaret");

    private static CrmException Refused(FieldInput[] inputs) =>
        Should.Throw<CrmException>(() => FieldInputs.Resolve(Contact, inputs, isCreate: true));

    private static FieldInput Text(string name, string value) => new() { Field = new() { Name = name }, Value = new() { Text = value } };

    private static FieldInput Known(WellKnownField field, string value) => new() { Field = new() { WellKnown = field }, Value = new() { Text = value } };

    private static FieldInput Choice(string name, string value) => new() { Field = new() { Name = name }, Value = new() { Choice = value } };
}
