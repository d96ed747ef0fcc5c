using Microsoft.EntityFrameworkCore;

namespace ModelRegistry.Core.Data.SqlServer;

/// <summary>The production store. Text compares by code point, as on SQLite, whatever the server's collation is.</summary>
public sealed class SqlServerRegistryDbContext(DbContextOptions<SqlServerRegistryDbContext> options) : RegistryDbContext(options)
{
    private const string CodePointCollation = "Latin1_General_100_BIN2";

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        foreach (var property in builder.Model.GetEntityTypes().SelectMany(type => type.GetProperties()))
        {
            if ((property.GetValueConverter()?.ProviderClrType ?? property.GetProviderClrType() ?? property.ClrType) == typeof(string)
                && !property.IsPrimitiveCollection)
            {
                property.SetCollation(CodePointCollation);
            }
        }
    }
}
