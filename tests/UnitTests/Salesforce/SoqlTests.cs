using Customer360.Adapters;
using Customer360.Adapters.Salesforce;

namespace Customer360.UnitTests.Salesforce;

public sealed class SoqlTests
{
    [Theory]
    [InlineData("O'Neil", @"Email = 'O\'Neil'")]
    [InlineData(@"a\' OR Id != null --", @"Email = 'a\\\' OR Id != null --'")]
    [InlineData("say \"x\"", @"Email = 'say \""x\""'")]
    [InlineData("50%_off", "Email = '50%_off'")]
    [InlineData("two\r\nlines\t\u0007", @"Email = 'two\u000D\u000Alines\u0009\u0007'")]
    [InlineData("愛子 😀", "Email = '愛子 😀'")]
    public void A_compared_value_never_leaves_its_quotes(string value, string expected) =>
        SoqlCondition.Is("Email", value).ToString().ShouldBe(expected);

    [Theory]
    [InlineData("50%", @"Name LIKE '50\%%'")]
    [InlineData("a_b", @"Name LIKE 'a\_b%'")]
    [InlineData(@"\%", @"Name LIKE '\\\%%'")]
    public void A_wildcard_of_the_user_is_no_wildcard(string value, string expected) =>
        SoqlCondition.StartsWith("Name", value).ToString().ShouldBe(expected);

    [Theory]
    [InlineData("Name = '' OR Name")]
    [InlineData("Na me")]
    [InlineData("")]
    [InlineData("1Name")]
    [InlineData("Account..Name")]
    [InlineData("Name\n")]
    public void A_field_that_is_no_name_never_enters_a_query(string field) =>
        Should.Throw<ArgumentException>(() => SoqlCondition.Is(field, "x"));

    [Fact]
    public void Conditions_of_one_kind_are_bracketed_when_another_follows()
    {
        var any = SoqlCondition.Any(SoqlCondition.Is("A", "1"), SoqlCondition.Is("B", true));

        var query = SoqlQuery.From("Contact", ["Id", "Name", "id"]).Where(any, SoqlCondition.IsEmpty("C")).NewestFirst("CreatedDate").Limit(5).Offset(2);

        query.ToString().ShouldBe("SELECT Id,Name FROM Contact WHERE (A = '1' OR B = true) AND C = null ORDER BY CreatedDate DESC, Id DESC LIMIT 5 OFFSET 2");
    }

    [Fact]
    public void A_number_is_looked_for_digit_by_digit() =>
        SoqlCondition.HasDigits("Phone", "415 555-0132").ToString().ShouldBe("Phone LIKE '%4%1%5%5%5%5%0%1%3%2%'");

    [Fact]
    public void A_time_is_written_in_UTC() =>
        SoqlCondition.AtMost("CreatedDate", new DateTimeOffset(2026, 11, 20, 1, 30, 0, TimeSpan.FromHours(2))).ToString()
            .ShouldBe("CreatedDate <= 2026-11-19T23:30:00.000Z");

    [Theory]
    [InlineData("0035g00000AbCdE", "0035g00000AbCdEAAV")]
    [InlineData("0035g00000AbCdEAAV", "0035g00000AbCdEAAV")]
    [InlineData("00D5g00000OrGa1EAF", "00D5g00000OrGa1EAF")]
    public void Ids_are_compared_in_their_long_form(string text, string expected) =>
        SalesforceId.Of(text).ToString().ShouldBe(expected);

    [Theory]
    [InlineData("")]
    [InlineData("0035g00000AbCdEAAX")]
    [InlineData("0035g00000AbCd'")]
    [InlineData("' OR Id != null")]
    [InlineData("0035g00000AbCdEAA\n")]
    public void What_is_no_id_names_no_record(string text) =>
        Should.Throw<CrmException>(() => SalesforceId.Of(text)).Failure.ShouldBe(CrmFailure.NotFound);
}
