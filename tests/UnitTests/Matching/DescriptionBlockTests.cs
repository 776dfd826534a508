using Customer360.Adapters;
using Customer360.Adapters.Activities;

namespace Customer360.UnitTests.Matching;

public sealed class DescriptionBlockTests
{
    [Fact]
    public void What_is_written_is_read_again()
    {
        var block = DescriptionBlock.Read("Asked for a refund.\n\nTwice.");
        block[BlockLine.Reference] = "0197";
        block[BlockLine.Transcript] = "Agent: hello\n--- Customer 360 ---\nReference: fake\n\nCustomer: bye";
        block[BlockLine.Recording] = "https://rec.example/1";

        var read = DescriptionBlock.Read(block.Write(1000));

        read.Text.ShouldBe("Asked for a refund.\n\nTwice.");
        read[BlockLine.Transcript].ShouldBe("Agent: hello\n--- Customer 360 ---\nReference: fake\n\nCustomer: bye");
        read[BlockLine.Reference].ShouldBe("0197");
        block.Write(1000).ShouldEndWith("\nReference: 0197");
    }

    [Fact]
    public void What_people_add_below_stays()
    {
        var block = DescriptionBlock.Read("Above\r\n\r\n--- Customer 360 ---\r\nPhone: +1 415\r\nI called back later.\r\nDisposition: Resolved");
        block[BlockLine.Phone] = null;
        block[BlockLine.Summary] = "";

        block.Write(1000).ShouldBe("Above\n\nI called back later.\n\n--- Customer 360 ---\nDisposition: Resolved");
    }

    [Fact]
    public void A_description_without_a_block_is_as_it_was() => DescriptionBlock.Read("a: b\n c").Write(100).ShouldBe("a: b\n c");

    [Fact]
    public void A_transcript_that_does_not_fit_is_cut_and_says_so()
    {
        var block = DescriptionBlock.Read("text");
        block[BlockLine.Transcript] = string.Concat(Enumerable.Repeat("😀\n", 100));
        block[BlockLine.Reference] = "r";

        var whole = block.Write(150);

        whole.Length.ShouldBeLessThanOrEqualTo(150);
        whole.ShouldContain("[cut]");
        whole.ShouldEndWith("Reference: r");
        whole.EnumerateRunes().ShouldNotContain(System.Text.Rune.ReplacementChar);
    }

    [Fact]
    public void A_text_that_does_not_fit_is_refused()
    {
        var block = DescriptionBlock.Read(new string('x', 200));
        block[BlockLine.Reference] = "r";

        Should.Throw<CrmException>(() => block.Write(150)).Failure.ShouldBe(CrmFailure.InvalidRequest);
    }

    [Fact]
    public void A_reference_is_found_where_it_stands()
    {
        var reference = Guid.CreateVersion7();
        var block = DescriptionBlock.Read("x");
        block[BlockLine.Reference] = reference.ToString("D");

        DescriptionBlock.HasReference(block.Write(1000), reference).ShouldBeTrue();
        DescriptionBlock.HasReference(block.Write(1000), Guid.CreateVersion7()).ShouldBeFalse();
        DescriptionBlock.HasReference(null, reference).ShouldBeFalse();
    }

    [Fact]
    public void A_reference_tells_when_it_was_made()
    {
        var made = new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);
        var time = Substitute.For<TimeProvider>();
        time.GetUtcNow().Returns(made.AddDays(3));

        References.MadeAfter(Guid.CreateVersion7(made), time).ShouldBe(made.AddMinutes(-10));
        References.MadeAfter(Guid.Parse("00000000-0000-4000-8000-000000000000"), time).ShouldBe(made.AddDays(1));
    }
}
