using System.Text;

namespace Customer360.Adapters.Activities;

/// <summary>The lines that a block may have, in their order; the reference is the last.</summary>
public enum BlockLine
{
    Channel,
    Phone,
    Direction,
    Started,
    Duration,
    Priority,
    Status,
    Disposition,
    Recording,
    Summary,
    Transcript,
    Reference,
}

/// <summary>
/// A description whose end holds, in a marked block of "Name: value" lines, what has no field of its own in the CRM.
/// Further lines of a value are indented. Text that people add around the lines stays, above the block.
/// </summary>
public sealed class DescriptionBlock
{
    /// <summary>The line that begins the block.</summary>
    public const string Mark = "--- Customer 360 ---";

    private const string Indent = "  ";
    private const string CutMark = " [cut]";

    private static readonly string[] Names = Enum.GetNames<BlockLine>();

    private readonly SortedDictionary<BlockLine, string> _lines = [];

    private DescriptionBlock(string text) => Text = text;

    /// <summary>What stands above the block.</summary>
    public string Text { get; }

    /// <summary>A line's value. Null: there is no such line. Setting null or "" removes it.</summary>
    public string? this[BlockLine line]
    {
        get => _lines.GetValueOrDefault(line);
        set
        {
            if (string.IsNullOrEmpty(value))
                _lines.Remove(line);
            else
                _lines[line] = Unix(value).Trim();
        }
    }

    /// <summary>Reads a description, with or without a block.</summary>
    public static DescriptionBlock Read(string? description)
    {
        var lines = Unix(description ?? "").Split('\n');
        var mark = Array.LastIndexOf(lines, Mark);
        if (mark < 0)
            return new(string.Join('\n', lines).TrimEnd());
        var found = new Dictionary<BlockLine, StringBuilder>();
        var text = lines[..mark].ToList();
        StringBuilder? open = null;
        foreach (var line in lines[(mark + 1)..])
        {
            if (open is not null && line.StartsWith(Indent, StringComparison.Ordinal))
                open.Append('\n').Append(line, Indent.Length, line.Length - Indent.Length);
            else if (NameOf(line) is { } name)
                found[name] = open = new StringBuilder(line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].TrimStart());
            else
            {
                open = null;
                text.Add(line);
            }
        }
        var block = new DescriptionBlock(string.Join('\n', text).TrimEnd());
        foreach (var (name, value) in found)
            block[name] = value.ToString();
        return block;
    }

    /// <summary>The whole description. Too long, the transcript and then the summary are cut, and say so.</summary>
    /// <exception cref="CrmException">InvalidRequest: even so it doesn't fit.</exception>
    public string Write(int maxLength)
    {
        var whole = Write(_lines);
        if (whole.Length <= maxLength)
            return whole;
        var shorter = new SortedDictionary<BlockLine, string>(_lines);
        foreach (var line in (BlockLine[])[BlockLine.Transcript, BlockLine.Summary])
        {
            if (!shorter.TryGetValue(line, out var value))
                continue;
            // Each line of the value costs its indent too; cutting by the whole excess is at least enough.
            var keep = Math.Max(0, value.Length - (whole.Length - maxLength) - CutMark.Length);
            shorter[line] = string.Concat(WithoutHalfCharacter(value.AsSpan(0, keep)), CutMark);
            whole = Write(shorter);
            if (whole.Length <= maxLength)
                return whole;
        }
        throw CrmException.Invalid("activity.description", $"must fit, with what has no field of its own in the CRM, into {maxLength} characters");
    }

    /// <summary>Whether a description names this reference.</summary>
    public static bool HasReference(string? description, Guid reference) =>
        description?.Contains($"{BlockLine.Reference}: {reference:D}", StringComparison.OrdinalIgnoreCase) is true;

    private string Write(SortedDictionary<BlockLine, string> lines)
    {
        if (lines.Count == 0)
            return Text;
        var whole = new StringBuilder(Text);
        if (Text.Length > 0)
            whole.Append("\n\n");
        whole.Append(Mark);
        foreach (var (name, value) in lines)
            whole.Append('\n').Append(name).Append(": ").Append(value.Replace("\n", "\n" + Indent, StringComparison.Ordinal));
        return whole.ToString();
    }

    private static BlockLine? NameOf(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        var name = colon > 0 ? Array.IndexOf(Names, line[..colon]) : -1;
        return name < 0 ? null : (BlockLine)name;
    }

    private static ReadOnlySpan<char> WithoutHalfCharacter(ReadOnlySpan<char> text) =>
        text.Length > 0 && char.IsHighSurrogate(text[^1]) ? text[..^1] : text;

    private static string Unix(string text) => text.ReplaceLineEndings("\n");
}
