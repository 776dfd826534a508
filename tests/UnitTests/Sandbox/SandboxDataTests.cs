using Customer360.Sandbox;
using Customer360.Sandbox.Salesforce.Data;

namespace Customer360.UnitTests.Sandbox;

public sealed class SandboxDataTests
{
    [Theory]
    [InlineData("0035g00000AbCdE", "0035g00000AbCdEAAV")]
    [InlineData("0015g00000XyZaB", "0015g00000XyZaBAAV")]
    [InlineData("00T5g00000QrStU", "00T5g00000QrStUEAV")]
    [InlineData("5005g00000CaSe1AAF", "5005g00000CaSe1AAF")]
    public void An_id_has_one_18_character_form(string id, string full)
    {
        SalesforceId.Normalize(id).ShouldBe(full);
    }

    [Theory]
    [InlineData("0035g00000AbCdEAAA")]
    [InlineData("0035g00000AbCd")]
    [InlineData("0035g00000AbCd-")]
    [InlineData("")]
    [InlineData(null)]
    public void Other_text_is_no_id(string? text)
    {
        SalesforceId.Normalize(text).ShouldBeNull();
    }

    [Fact]
    public void The_same_seed_gives_the_same_people()
    {
        var first = new Population(1, 500);
        var second = new Population(1, 500);

        first.Contacts.ShouldBe(second.Contacts);
        first.Cases.Select(one => one.Subject).ShouldBe(second.Cases.Select(one => one.Subject));
        first.Contacts.Count.ShouldBe(500);
    }

    [Fact]
    public void Made_up_people_have_no_number_of_a_demo_customer()
    {
        string Digits(string? phone) => string.Concat((phone ?? "").Where(char.IsAsciiDigit)) is { Length: > 8 } digits ? digits[^9..] : "";
        var demo = DemoCustomers.All.SelectMany(customer => new[] { Digits(customer.Phone), Digits(customer.Mobile) })
            .Concat(DemoCustomers.Companies.Select(company => Digits(company.Phone))).Where(digits => digits.Length > 0).ToHashSet();

        var people = new Population(20261120, 2000);

        people.Contacts.Skip(DemoCustomers.All.Count).SelectMany(customer => new[] { Digits(customer.Phone), Digits(customer.Mobile) }).ShouldAllBe(digits => !demo.Contains(digits));
        people.Contacts.Count(customer => customer.Confidential).ShouldBeGreaterThan(10);
    }
}
