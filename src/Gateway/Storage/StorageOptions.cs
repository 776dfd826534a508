using Microsoft.Extensions.Options;

namespace Customer360.Gateway.Storage;

/// <summary>Where the gateway keeps its state. With <c>ConnectionStrings:Postgres</c> it is PostgreSQL, else SQLite.</summary>
internal sealed class StorageOptions
{
    public const string SectionName = "Storage";

    /// <summary>Name of the PostgreSQL connection string.</summary>
    public const string PostgresName = "Postgres";

    /// <summary>The database file, relative to the content root. One process may use it at a time.</summary>
    public string SqlitePath { get; set; } = "data/customer360.db";

    /// <summary>From <c>ConnectionStrings:Postgres</c>. Empty: SQLite.</summary>
    public string Postgres { get; set; } = "";
}

internal sealed class StorageOptionsValidator : IValidateOptions<StorageOptions>
{
    public ValidateOptionsResult Validate(string? name, StorageOptions options)
    {
        if (options.Postgres.Length == 0)
            return options.SqlitePath.Length > 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail("Storage:SqlitePath is empty.");
        try
        {
            _ = PostgresDatabase.Settings(options.Postgres);
            return ValidateOptionsResult.Success;
        }
        catch (ArgumentException malformed)
        {
            // The driver's message names the keyword; it never repeats a value, which may be the password.
            return ValidateOptionsResult.Fail($"ConnectionStrings:{StorageOptions.PostgresName} is malformed: {malformed.Message}");
        }
    }
}
