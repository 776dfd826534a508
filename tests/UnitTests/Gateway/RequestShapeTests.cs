using Customer360.Contracts.V1;
using Customer360.Gateway.Errors;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace Customer360.UnitTests.Gateway;

public sealed class RequestShapeTests
{
    [Fact]
    public void An_unknown_enum_value_is_refused_where_it_is() =>
        ProblemsOf(new MatchByPhoneRequest { Phone = "1", Channel = (Channel)99 }).ShouldBe(["channel"]);

    [Fact]
    public void An_unknown_enum_value_in_a_list_is_named_by_its_index() =>
        ProblemsOf(new SearchRequest { Text = "ab", Kinds = { RecordKind.Contact, (RecordKind)77 } }).ShouldBe(["kinds[1]"]);

    [Fact]
    public void All_problems_are_told_at_once_with_their_paths()
    {
        var request = new LogActivityRequest
        {
            RequestId = "a\0b",
            Activity = new()
            {
                Kind = (RecordKind)50,
                Customer = new() { Id = "\n" },
                DueDate = new() { Year = 2026, Month = 2, Day = 29 },
                Duration = new() { Seconds = -1 },
                StartTime = new() { Seconds = 253_402_300_800 },
                Fields =
                {
                    new FieldInput { Value = new() { Text = "fine\r\n\ttext" } },
                    new FieldInput { Value = new() { Text = "bell\a" } },
                    new FieldInput { Value = new() { Decimal = "1,5" } },
                    new FieldInput { Value = new() { Money = new() { Amount = "NaN" } } },
                },
            },
        };

        ProblemsOf(request).ShouldBe(
        [
            "request_id", "activity.kind", "activity.due_date", "activity.start_time", "activity.duration", "activity.customer.id",
            "activity.fields[1].value.text", "activity.fields[2].value.decimal", "activity.fields[3].value.money.amount",
        ]);
    }

    [Fact]
    public void A_problem_never_repeats_the_value()
    {
        var failure = Should.Throw<GatewayException>(() => RequestShape.Check(new MatchByPhoneRequest { Phone = "Jane\u0001Doe" }));

        failure.Message.ShouldBe("phone must have no control characters");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-12.50")]
    [InlineData("1234567890123456789012345678")]
    [InlineData("0.000000000000000000000000001")]
    public void A_decimal_number_is_accepted(string text) =>
        ProblemsOf(new FieldInput { Value = new() { Decimal = text } }).ShouldBeEmpty();

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("1e3")]
    [InlineData(" 1")]
    [InlineData("1\n")]
    [InlineData("1'000")]
    [InlineData("+1")]
    [InlineData("٣")]
    [InlineData("12345678901234567890123456789")]
    [InlineData("1234567890123456789012345678.1")]
    public void What_is_no_decimal_number_is_refused(string text) =>
        ProblemsOf(new FieldInput { Value = new() { Decimal = text } }).ShouldBe(["value.decimal"]);

    [Theory]
    [InlineData(2000, 0)]
    [InlineData(2001, 1)]
    public void A_line_of_text_has_an_end(int length, int problems) =>
        ProblemsOf(new SearchRequest { Text = new('x', length) }).Count.ShouldBe(problems);

    [Theory]
    [InlineData(131_072, 0)]
    [InlineData(131_073, 1)]
    public void A_paragraph_has_an_end(int length, int problems) =>
        ProblemsOf(new FieldInput { Value = new() { Text = new('x', length) } }).Count.ShouldBe(problems);

    [Fact]
    public void A_list_has_an_end()
    {
        var request = new BatchMatchByPhoneRequest();
        request.Phones.AddRange(Enumerable.Repeat("1", 501));

        ProblemsOf(request).ShouldBe(["phones"]);
    }

    [Fact]
    public void Unset_fields_are_no_problem()
    {
        ProblemsOf(new MatchByPhoneRequest()).ShouldBeEmpty();
        ProblemsOf(new LogActivityRequest { Activity = new() { Fields = { new FieldInput { Value = new() } } } }).ShouldBeEmpty();
        ProblemsOf(new ListInteractionsRequest { StartTime = new Timestamp() }).ShouldBeEmpty();
    }

    [Fact]
    public void Every_request_of_the_contract_has_rules()
    {
        var requests = new[]
        {
            Customer360ServiceReflection.Descriptor, InteractionServiceReflection.Descriptor,
            CrmAccessServiceReflection.Descriptor, AdminServiceReflection.Descriptor,
        }.SelectMany(file => file.Services).SelectMany(service => service.Methods).Select(method => method.InputType).ToList();

        foreach (var request in requests)
            RequestShape.Check(Filled(request, depth: 0));

        requests.Count.ShouldBeGreaterThan(70);
    }

    /// <summary>A message with every message field set, so that every type of field is met.</summary>
    private static Google.Protobuf.IMessage Filled(MessageDescriptor type, int depth)
    {
        var message = type.Parser.ParseFrom([]);
        if (type.FullName == Date.Descriptor.FullName)
            return new Date { Year = 2026, Month = 11, Day = 20 };
        if (type.FullName == Money.Descriptor.FullName)
            return new Money { Amount = "1" };
        foreach (var field in type.Fields.InDeclarationOrder())
            if (field.FieldType is Google.Protobuf.Reflection.FieldType.Message && depth < 4)
                if (field.IsRepeated)
                    ((System.Collections.IList)field.Accessor.GetValue(message)).Add(Filled(field.MessageType, depth + 1));
                else
                    field.Accessor.SetValue(message, Filled(field.MessageType, depth + 1));
        return message;
    }

    private static IReadOnlyList<string> ProblemsOf(Google.Protobuf.IMessage request)
    {
        try
        {
            RequestShape.Check(request);
            return [];
        }
        catch (GatewayException failure)
        {
            failure.Reason.ShouldBe(ErrorReason.InvalidField);
            return [.. failure.Fields.Select(field => field.Path)];
        }
    }
}
