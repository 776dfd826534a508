using System.Text.Json;
using Customer360.Adapters;
using Customer360.Adapters.Salesforce;
using Customer360.Contracts.V1;
using Google.Protobuf.WellKnownTypes;
using FieldType = Customer360.Contracts.V1.FieldType;

namespace Customer360.UnitTests.Salesforce;

public sealed class ValueTests
{
    private static readonly CrmSession Session = new()
    {
        TenantId = "t",
        Connection = new() { Id = "c1", Salesforce = new() },
        GrantId = "g",
        User = new(),
        Tokens = Substitute.For<ICrmTokenSource>(),
    };

    [Theory]
    [InlineData("double", "3.5E8", "350000000")]
    [InlineData("double", "0.1", "0.1")]
    [InlineData("percent", "12.50", "12.5")]
    [InlineData("double", "12345678901234567.89", "12345678901234567.89")]
    [InlineData("double", "-0.000000001", "-0.000000001")]
    public void Decimals_stay_exact(string type, string json, string expected) => Read(type, json)!.Decimal.ShouldBe(expected);

    [Fact]
    public void Money_carries_the_currency_of_its_record() =>
        Read("currency", "1234.50", ",\"CurrencyIsoCode\":\"CHF\"")!.Money.ShouldBe(new Money { Amount = "1234.5", Currency = "CHF" });

    [Theory]
    [InlineData("2017-04-25T16:21:44.000+0000", "2017-04-25T16:21:44Z")]
    [InlineData("2017-04-25T16:21:44.000+0230", "2017-04-25T13:51:44Z")]
    [InlineData("2017-04-25T16:21:44Z", "2017-04-25T16:21:44Z")]
    public void Times_are_read_with_or_without_a_colon_in_the_offset(string json, string expected) =>
        Read("datetime", $"\"{json}\"")!.DateTime.ShouldBe(Timestamp.FromDateTimeOffset(DateTimeOffset.Parse(expected, null)));

    [Fact]
    public void A_date_is_no_point_in_time() => Read("date", "\"2028-02-29\"")!.Date.ShouldBe(new Date { Year = 2028, Month = 2, Day = 29 });

    [Fact]
    public void Several_choices_come_apart() => Read("multipicklist", "\"Books;Garden\"")!.Choices.Values.ShouldBe(["Books", "Garden"]);

    [Theory]
    [InlineData("0055g00000UsEr1", RecordKind.User, "User")]
    [InlineData("00G5g00000QuEu1EAF", RecordKind.Other, "Group")]
    public void A_lookup_to_several_objects_is_told_by_its_id(string id, RecordKind kind, string entity)
    {
        var record = Read("reference", $"\"{id}\"")!.Record;

        record.Kind.ShouldBe(kind);
        record.Object.ShouldBe(entity);
        record.Id.Length.ShouldBe(18);
        record.ConnectionId.ShouldBe("c1");
    }

    [Fact]
    public void An_empty_field_has_no_value() => Read("string", "null").ShouldBeNull();

    [Fact]
    public void What_is_written_is_as_exact_as_what_was_read()
    {
        Write(FieldType.Money, new() { Money = new() { Amount = "-12345678901234567.89" } }).ShouldBe("-12345678901234567.89");
        Write(FieldType.Date, new() { Date = new() { Year = 2026, Month = 3, Day = 1 } }).ShouldBe("\"2026-03-01\"");
        Write(FieldType.MultiChoice, new() { Choices = new() { Values = { "a", "b" } } }).ShouldBe("\"a;b\"");
        Write(FieldType.Lookup, new() { Record = new() { Id = "0035g00000AbCdE" } }).ShouldBe("\"0035g00000AbCdEAAV\"");
        Write(FieldType.DateTime, new() { DateTime = Timestamp.FromDateTimeOffset(DateTimeOffset.UnixEpoch) }).ShouldBe("\"1970-01-01T00:00:00.000Z\"");
    }

    [Fact]
    public void No_value_clears_a_field_but_a_check_box_is_never_empty()
    {
        Write(FieldType.Text, new()).ShouldBe("null");
        Write(FieldType.Boolean, new()).ShouldBe("false");
    }

    [Fact]
    public void What_is_no_such_value_is_refused_by_the_name_of_its_field()
    {
        Refused(new() { Decimal = "1e5" });
        Refused(new() { Date = new() { Year = 2026, Month = 2, Day = 29 } });
        Refused(new() { Text = "half \ud83d" });
        Refused(new() { Text = "null \0" });

        static void Refused(FieldValue value)
        {
            var refusal = Should.Throw<CrmException>(() => Write(FieldType.Text, value));
            refusal.Failure.ShouldBe(CrmFailure.InvalidRequest);
            refusal.Fields[0].Name.ShouldBe("F");
        }
    }

    private static FieldValue? Read(string type, string json, string more = "")
    {
        var row = new SalesforceRow(JsonDocument.Parse($"{{\"F\":{json}{more}}}").RootElement);
        var field = SalesforceField.Of("Contact", new("F", "F", type) { ReferenceTo = ["Group", "User"] }, []);
        return SalesforceValues.Read(row, field, Session);
    }

    private static string Write(FieldType type, FieldValue value) =>
        SalesforceValues.Write(new FieldInfo { Name = "F", Type = type }, value)?.ToJsonString() ?? "null";
}
