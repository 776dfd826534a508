using System.Data.Common;
using Dapper;

namespace Customer360.Gateway.Storage;

/// <summary>Runs SQL on one connection. Values are always parameters.</summary>
internal class SqlSession(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken)
{
    /// <summary>Changes rows.</summary>
    /// <returns>How many.</returns>
    public Task<int> ExecuteAsync(string sql, object? values = null) => connection.ExecuteAsync(Command(sql, values));

    /// <returns>All rows.</returns>
    public async Task<IReadOnlyList<T>> ListAsync<T>(string sql, object? values = null) =>
        (await connection.QueryAsync<T>(Command(sql, values))).AsList();

    /// <returns>The one row; the default when there is none.</returns>
    public Task<T?> FindAsync<T>(string sql, object? values = null) => connection.QuerySingleOrDefaultAsync<T>(Command(sql, values));

    private CommandDefinition Command(string sql, object? values) => new(sql, values, transaction, cancellationToken: cancellationToken);
}

/// <summary>SQL inside a transaction, which commits when the function that got it ends well.</summary>
internal sealed class SqlTransaction(DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
    : SqlSession(connection, transaction, cancellationToken)
{
    private List<Action>? _afterCommit;

    /// <summary>To be done once the changes are there for all to see, and not if they are undone.</summary>
    public void AfterCommit(Action action) => (_afterCommit ??= []).Add(action);

    internal void Committed() => _afterCommit?.ForEach(action => action());
}
