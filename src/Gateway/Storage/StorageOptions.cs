using System.ComponentModel.DataAnnotations;
using Customer360.Gateway.Hosting;

namespace Customer360.Gateway.Storage;

/// <summary>Section <c>Storage</c>. With <c>ConnectionStrings:Postgres</c> state is kept in PostgreSQL, else in SQLite.</summary>
internal sealed class StorageOptions
{
    public const string Section = "Storage";

    /// <summary>The database file, relative to the content root. One process may use it at a time.</summary>
    [Required]
    public string SqlitePath { get; set; } = "data/customer360.db";
}

/// <summary>Section <c>ConnectionStrings</c>.</summary>
internal sealed class ConnectionStringOptions : ISelfChecking
{
    public const string Section = "ConnectionStrings";

    /// <summary>For Npgsql. Empty: SQLite.</summary>
    public string Postgres { get; set; } = "";

    public IEnumerable<(string Key, string Problem)> Problems(IHostEnvironment environment)
    {
        string problem;
        try
        {
            _ = PostgresDatabase.Settings(Postgres);
            yield break;
        }
        catch (ArgumentException malformed)
        {
            problem = malformed.Message; // Names the keyword, and never repeats a value, which may be the password.
        }
        yield return (nameof(Postgres), $"is malformed: {problem}");
    }
}
