using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Tests.Support;

/// <summary>A database of SQL Server as its migrations left it: without rows but those that every registry begins with, numbers beginning at 1.</summary>
internal static class EmptiedTables
{
    public static async Task EmptyAsync(RegistryDbContext db)
    {
        await db.Database.ExecuteSqlRawAsync(Statement(db));
        var model = db.GetService<IDesignTimeModel>().Model;
        foreach (var type in model.GetEntityTypes())
        {
            foreach (var seed in type.GetSeedData())
            {
                var entry = db.Entry(Activator.CreateInstance(type.ClrType, nonPublic: true)!);
                entry.CurrentValues.SetValues(seed);
                entry.State = EntityState.Added;
            }
        }

        await db.SaveChangesAsync();
    }

    /// <summary>Keys are switched off while rows go in any order, and checked again: a key that nobody checked is a finding.</summary>
    public static string Statement(RegistryDbContext db)
    {
        var tables = db.Model.GetEntityTypes().Select(type => type.GetTableName()!).Distinct().Order(StringComparer.Ordinal).ToList();
        var numbered = db.Model.GetEntityTypes().Where(type => type.GetProperties().Any(IsIdentity)).Select(type => type.GetTableName()!);
        return string.Join('\n',
        [
            "DISABLE TRIGGER ALL ON [AuditEvents];",
            .. tables.Select(table => $"ALTER TABLE [{table}] NOCHECK CONSTRAINT ALL;"),
            .. tables.Select(table => $"DELETE FROM [{table}];"),
            .. numbered.Select(table => string.Create(CultureInfo.InvariantCulture, $"""
                IF EXISTS (SELECT * FROM sys.identity_columns WHERE object_id = OBJECT_ID(N'{table}') AND last_value IS NOT NULL)
                    DBCC CHECKIDENT (N'{table}', RESEED, 0) WITH NO_INFOMSGS;
                """)),
            .. tables.Select(table => $"ALTER TABLE [{table}] WITH CHECK CHECK CONSTRAINT ALL;"),
            "ENABLE TRIGGER ALL ON [AuditEvents];",
        ]);
    }

    private static bool IsIdentity(IProperty property) => property.ValueGenerated == ValueGenerated.OnAdd && property.ClrType == typeof(long)
        && property.IsPrimaryKey();
}
