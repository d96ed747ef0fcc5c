using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Core.Data.Sqlite;
using ModelRegistry.Core.Data.SqlServer;

namespace ModelRegistry.Tests.Support;

/// <summary>
/// What EF warns about (rows cut from a query without an order, a migration that cannot be taken back) fails a test: it is mended, not read past.
/// </summary>
internal static class StrictQueries
{
    public static IServiceCollection AddStrictQueries(this IServiceCollection services) => services
        .ConfigureDbContext<SqliteRegistryDbContext>(Throw)
        .ConfigureDbContext<SqlServerRegistryDbContext>(Throw);

    private static void Throw(DbContextOptionsBuilder options) => options.ConfigureWarnings(warnings => warnings.Default(WarningBehavior.Throw));
}
