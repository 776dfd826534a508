using System.Globalization;
using System.Reflection;

namespace Customer360.Gateway.Storage;

/// <summary>Brings the schema up to what this code knows. Replicas that start together take turns.</summary>
internal sealed partial class Migrator(Database database, TimeProvider time, ILogger<Migrator> logger)
{
    /// <summary>The version that this code writes.</summary>
    public static int CodeVersion => Migration.All.Count;

    /// <exception cref="StorageException">The engine can't be reached, or a newer gateway wrote the schema.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var alone = await database.LockAsync("migrations", cancellationToken);
        var version = await FindVersionAsync(cancellationToken);
        if (version > CodeVersion)
            throw new StorageException(
                $"The database has schema version {version}, and this gateway knows up to {CodeVersion}: a newer gateway wrote it. Start that one, or restore a backup.");
        foreach (var migration in Migration.All.Where(migration => migration.Version > version))
        {
            await ApplyAsync(migration, cancellationToken);
            Log.Migrated(logger, migration.Version, migration.Name);
        }
    }

    private Task<int> FindVersionAsync(CancellationToken cancellationToken) => database.WriteAsync(
        async sql =>
        {
            await sql.ExecuteAsync("create table if not exists schema_version (version integer primary key, name text not null, apply_time bigint not null)");
            return await sql.FindAsync<int>("select coalesce(max(version), 0) from schema_version");
        },
        cancellationToken);

    private Task<int> ApplyAsync(Migration migration, CancellationToken cancellationToken) => database.WriteAsync(
        async sql =>
        {
            await sql.ExecuteAsync(database.Dialect.Translate(migration.Sql));
            return await sql.ExecuteAsync(
                "insert into schema_version (version, name, apply_time) values (@Version, @Name, @now)",
                new { migration.Version, migration.Name, now = time.GetUtcNow().ToUnixTimeMilliseconds() });
        },
        cancellationToken);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The schema is at version {Version} ({Name}).")]
        public static partial void Migrated(ILogger logger, int version, string name);
    }
}

/// <summary>A step of the schema: an embedded file of the folder Migrations, named by its number. Once released it never changes.</summary>
internal sealed record Migration(int Version, string Name, string Sql)
{
    private const string Folder = "Customer360.Gateway.Storage.Migrations.";

    public static IReadOnlyList<Migration> All { get; } = [.. Read(typeof(Migration).Assembly).OrderBy(migration => migration.Version)];

    private static IEnumerable<Migration> Read(Assembly assembly)
    {
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            var name = resource[Folder.Length..^".sql".Length];
            yield return new(int.Parse(name.Split('-')[0], CultureInfo.InvariantCulture), name, reader.ReadToEnd());
        }
    }
}
