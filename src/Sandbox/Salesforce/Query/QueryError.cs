namespace Customer360.Sandbox.Salesforce.Query;

/// <summary>Refusals that show the place in the statement, as the query endpoints do.</summary>
internal static class QueryError
{
    public static SalesforceException At(string statement, int position, string code, string message)
    {
        position = Math.Clamp(position, 0, statement.Length);
        var row = statement.AsSpan(0, position).Count('\n') + 1;
        var lineStart = position == 0 ? 0 : statement.LastIndexOf('\n', position - 1) + 1;
        var column = position - lineStart + 1;
        var from = Math.Max(lineStart, position - 40);
        var to = Math.Min(statement.Length, position + 40);
        var pointer = new string(' ', position - from);
        return new(400, code, $"\n{statement[from..to]}\n{pointer}^\nERROR at Row:{row}:Column:{column}\n{message}");
    }
}
