using System.Data.Common;

namespace Customer360.Gateway.Storage;

/// <summary>Where SQLite's and PostgreSQL's SQL differ; everything else is one text for both.</summary>
/// <param name="Blob">The type of binary columns, <c>{blob}</c> in migrations.</param>
/// <param name="RowId">The hidden column that names a row, for deleting in portions.</param>
/// <param name="SkipLocked">Ends a select that claims rows: other replicas pass over them.</param>
/// <param name="IsDuplicateKey">A unique index refused the row.</param>
internal sealed record Dialect(string Blob, string RowId, string SkipLocked, Func<DbException, bool> IsDuplicateKey)
{
    /// <summary>A migration's text for this engine.</summary>
    public string Translate(string sql) => sql.Replace("{blob}", Blob, StringComparison.Ordinal);
}
