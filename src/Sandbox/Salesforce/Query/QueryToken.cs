namespace Customer360.Sandbox.Salesforce.Query;

internal enum TokenKind { Name, Text, Number, Date, Symbol, End }

/// <param name="Text">For Text: between the quotes, escapes still in it.</param>
/// <param name="Position">Offset in the statement.</param>
internal readonly record struct QueryToken(TokenKind Kind, string Text, int Position)
{
    public bool Is(string word) => Kind is TokenKind.Name && string.Equals(Text, word, StringComparison.OrdinalIgnoreCase);
    public bool IsSymbol(string symbol) => Kind is TokenKind.Symbol && Text == symbol;
}
