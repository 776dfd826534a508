namespace Customer360.Sandbox.Salesforce.Query;

/// <summary>Refusals that show the place in the statement, as the query endpoints do.</summary>
internal static class QueryError
{
    private const string Reference = "Please reference your WSDL or the describe call for the appropriate names.";

    public static SalesforceException NoColumn(string statement, int position, string name, string type) => At(statement, position, "INVALID_FIELD",
        $"No such column '{name}' on entity '{type}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. {Reference}");

    public static SalesforceException NoType(string statement, int position, string name) => At(statement, position, "INVALID_TYPE",
        $"sObject type '{name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. {Reference}");

    /// <param name="where">"field path", or "FROM part of query call".</param>
    public static SalesforceException NoRelationship(string statement, int position, string name, string where, string code) => At(statement, position, code,
        $"Didn't understand relationship '{name}' in {where}. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. {Reference}");

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
