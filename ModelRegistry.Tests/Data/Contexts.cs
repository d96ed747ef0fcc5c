using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Data.Sqlite;
using ModelRegistry.Core.Data.SqlServer;

namespace ModelRegistry.Tests.Data;

/// <summary>Contexts that never reach a database: enough for models, migrations and scripts.</summary>
internal static class Contexts
{
    public static SqliteRegistryDbContext Sqlite(string source = ":memory:") =>
        new(new DbContextOptionsBuilder<SqliteRegistryDbContext>()
            .UseSqlite($"Data Source={source}").ReplaceService<IMigrationsSqlGenerator, KeyedTables>()
            .UseApplicationServiceProvider(IdentitySchema.Services).Options);

    public static SqlServerRegistryDbContext SqlServer() =>
        new(new DbContextOptionsBuilder<SqlServerRegistryDbContext>()
            .UseSqlServer("Server=none").UseApplicationServiceProvider(IdentitySchema.Services).Options);

    public static RegistryDbContext Of(string provider) => provider == "SqlServer" ? SqlServer() : Sqlite();
}
