using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Audit;

namespace ModelRegistry.Core.Data.SqlServer;

/// <summary>The production store. Text compares by code point, as on SQLite, whatever the server's collation is.</summary>
public sealed class SqlServerRegistryDbContext(DbContextOptions<SqlServerRegistryDbContext> options) : RegistryDbContext(options)
{
    internal override bool LocksRows => true;

    // Locked and read by one statement: this row is what every change waits for last.
    internal override async Task<AuditHead> TakeAuditHeadAsync(CancellationToken ct) => (await AuditHeads.FromSql(
        $"UPDATE [AuditHead] SET [Seq] = [Seq] OUTPUT INSERTED.[Id], INSERTED.[Hash], INSERTED.[Seq] WHERE [Id] = {AuditHead.OnlyId}")
        .AsTracking().ToListAsync(ct)).Single();

    private const string CodePointCollation = "Latin1_General_100_BIN2";

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);

        // A credential's id may have 1 024 bytes, more than a clustered key takes.
        builder.Entity<IdentityUserPasskey<Guid>>().HasKey(passkey => passkey.CredentialId).IsClustered(false);
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
