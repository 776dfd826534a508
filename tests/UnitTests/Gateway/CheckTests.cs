using Customer360.Contracts.V1;
using Customer360.Gateway.Errors;
using Grpc.Core;

namespace Customer360.UnitTests.Gateway;

public sealed class CheckTests
{
    private readonly Check _check = new();

    private IReadOnlyList<string> Problems
    {
        get
        {
            try
            {
                _check.ThrowIfAny();
                return [];
            }
            catch (GatewayException failure)
            {
                failure.Code.ShouldBe(StatusCode.InvalidArgument);
                return [.. failure.Fields.Select(wrong => $"{wrong.Path} {wrong.Problem}")];
            }
        }
    }

    [Fact]
    public void What_holds_is_no_problem()
    {
        _check.Text("text", "ab", max: 2, min: 2);
        _check.Uuid("id", "0193fd2e-0000-7000-8000-000000000000");
        _check.Range("size", 5, 1, 5);
        _check.OneOf("kind", RecordKind.Case, RecordKind.Contact, RecordKind.Case);
        _check.HttpsUri("uri", "https://example.com/a?b=c");
        _check.HttpsUri("none", "");
        _check.Reference("record", new() { Kind = RecordKind.Contact, Id = "003" });

        Problems.ShouldBeEmpty();
    }

    [Fact]
    public void All_problems_come_together_in_order()
    {
        _check.Required("a", "");
        _check.Text("b", "abc", max: 2);
        _check.Text("c", "a", max: 100, min: 2);
        _check.Uuid("d", "nonsense");
        _check.Range("e", TimeSpan.FromSeconds(2), TimeSpan.Zero, TimeSpan.FromSeconds(1));
        _check.Count("f", 101, max: 100, min: 1);
        _check.OneOf("g", InteractionState.Closed, InteractionState.Active, InteractionState.WrapUp);

        Problems.ShouldBe(
        [
            "a is required", "b must have at most 2 characters", "c must have 2 to 100 characters", "d must be a UUID",
            "e must be 00:00:00 to 00:00:01", "f must have 1 to 100 entries", "g must be one of ACTIVE, WRAP_UP",
        ]);
    }

    [Fact]
    public void Length_counts_characters_not_UTF16_units()
    {
        _check.Text("text", "👩👩", max: 2, min: 2);

        Problems.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0, 20, true)]
    [InlineData(1, 1, true)]
    [InlineData(50, 50, true)]
    [InlineData(51, 51, false)]
    [InlineData(-1, -1, false)]
    [InlineData(int.MinValue, int.MinValue, false)]
    public void A_page_size_out_of_range_is_refused_and_none_is_the_default(int asked, int used, bool isFine)
    {
        _check.PageSize(asked, defaultSize: 20, max: 50).ShouldBe(used);

        Problems.Count.ShouldBe(isFine ? 0 : 1);
    }

    [Theory]
    [InlineData("http://example.com")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://user:secret@example.com")]
    [InlineData("//example.com")]
    [InlineData("example.com")]
    public void What_is_no_https_URL_is_refused(string uri)
    {
        _check.HttpsUri("uri", uri);

        Problems.ShouldBe(["uri must be an absolute https URL"]);
    }

    [Fact]
    public void A_reference_names_kind_and_id_and_for_OTHER_its_object()
    {
        _check.Reference("a", null);
        _check.Reference("b", new());
        _check.Reference("c", new() { Kind = RecordKind.Other, Id = "1" });
        _check.Reference("d", new() { Kind = RecordKind.Note, Id = new('1', 65) }, RecordKind.Contact, RecordKind.Account);

        Problems.ShouldBe(
        [
            "a is required", "b.kind is required", "b.id is required", "c.object is required",
            "d.kind must be one of CONTACT, ACCOUNT", "d.id must have at most 64 characters",
        ]);
    }
}
