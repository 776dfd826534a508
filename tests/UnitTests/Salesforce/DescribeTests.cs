using System.Text.Json;
using Customer360.Adapters.Salesforce;
using Customer360.Contracts.V1;

namespace Customer360.UnitTests.Salesforce;

public sealed class DescribeTests
{
    private const string Described = """
        {"name":"Case","label":"Case","labelPlural":"Cases","createable":true,"updateable":true,"deletable":false,"queryable":true,"fields":[
        {"name":"CaseNumber","label":"Case Number","type":"string","length":30,"autoNumber":true,"nillable":false,"defaultedOnCreate":true,"createable":false,"updateable":false,"filterable":true,"sortable":true},
        {"name":"Subject","label":"Subject","type":"string","length":255,"nillable":true,"createable":true,"updateable":true,"filterable":true},
        {"name":"Product__c","label":"Product","type":"picklist","custom":true,"nillable":false,"createable":true,"updateable":true,"picklistValues":[
          {"value":"Lamp","label":"Lampe","active":true,"defaultValue":true,"validFor":null},
          {"value":"Old","label":"Alt","active":false,"defaultValue":false,"validFor":null},
          {"value":"Shelf","label":"Regal","active":true,"defaultValue":false,"validFor":null}]},
        {"name":"Part__c","label":"Part","type":"picklist","custom":true,"nillable":true,"createable":true,"updateable":true,"controllerName":"Product__c","picklistValues":[
          {"value":"Bulb","label":"Birne","active":true,"defaultValue":false,"validFor":"gAAA"},
          {"value":"Screw","label":"Schraube","active":true,"defaultValue":false,"validFor":"oAAA"},
          {"value":"Never","label":"Nie","active":true,"defaultValue":false,"validFor":"AAAA"}]},
        {"name":"Amount__c","label":"Amount","type":"currency","precision":18,"scale":2,"nillable":true,"createable":true,"updateable":true},
        {"name":"IsEscalated","label":"Escalated","type":"boolean","nillable":false,"createable":true,"updateable":true,"defaultValue":false},
        {"name":"Total__c","label":"Total","type":"double","calculated":true,"nillable":true,"createable":false,"updateable":false},
        {"name":"ContactId","label":"Contact","type":"reference","referenceTo":["Contact"],"relationshipName":"Contact","nillable":true,"createable":true,"updateable":true,"filterable":true}]}
        """;

    private readonly SalesforceObject _case = new(JsonSerializer.Deserialize(Described, SalesforceJson.Default.ObjectAnswer)!);

    [Fact]
    public void A_field_says_what_this_user_can_do_with_it()
    {
        var number = _case["CaseNumber"]!.Info;
        var product = _case["product__c"]!.Info;

        number.ShouldSatisfyAllConditions(
            field => field.Type.ShouldBe(FieldType.AutoNumber),
            field => field.ReadOnly.ShouldBeTrue(),
            field => field.Required.ShouldBeFalse(),
            field => field.WellKnown.ShouldBe(WellKnownField.CaseNumber));
        product.ShouldSatisfyAllConditions(
            field => field.Required.ShouldBeTrue(),
            field => field.Custom.ShouldBeTrue(),
            field => field.ReadOnly.ShouldBeFalse(),
            field => field.DefaultValue.Choice.ShouldBe("Lamp"));
    }

    [Fact]
    public void Only_active_options_are_offered() =>
        _case["Product__c"]!.Info.Options.Select(option => $"{option.Value}={option.Label}").ShouldBe(["Lamp=Lampe", "Shelf=Regal"]);

    [Fact]
    public void A_dependent_option_names_the_values_that_it_is_valid_for()
    {
        var part = _case["Part__c"]!.Info;

        part.ControllingField.ShouldBe("Product__c");
        part.Options.Select(option => $"{option.Value}: {string.Join('+', option.ValidFor)}").ShouldBe(["Bulb: Lamp", "Screw: Lamp+Shelf"]);
    }

    [Fact]
    public void Numbers_have_limits_and_check_boxes_a_default()
    {
        _case["Amount__c"]!.Info.ShouldSatisfyAllConditions(
            field => field.Max.ShouldBe("9999999999999999.99"),
            field => field.Min.ShouldBe("-9999999999999999.99"),
            field => field.Scale.ShouldBe(2));
        _case["IsEscalated"]!.Info.ShouldSatisfyAllConditions(
            field => field.Required.ShouldBeFalse(),
            field => field.DefaultValue.Boolean.ShouldBeFalse());
        _case["Total__c"]!.Info.Type.ShouldBe(FieldType.DisplayOnly);
    }

    [Fact]
    public void A_field_of_a_parent_is_seen_when_both_are()
    {
        var schema = new SalesforceSchema(new Dictionary<string, SalesforceObject?> { ["Case"] = _case, ["Account"] = null });

        schema.Visible("Case", "Subject", "Hidden__c", "Contact.Name", "Account.Name", "no name").ShouldBe(["Subject", "Contact.Name"]);
        schema.Has("Account").ShouldBeFalse();
        schema.Visible("Contact", "Name", "Anything__c").ShouldBe(["Name", "Anything__c"]);
    }
}
