using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
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

    internal override Task LockAsync(Guid modelId, Guid versionId, CancellationToken ct) => Database.ExecuteSqlAsync(
        $"""
        UPDATE [Models] SET [LastVersionNumber] = [LastVersionNumber] WHERE [Id] = {modelId};
        UPDATE [Versions] SET [TouchedAt] = [TouchedAt] WHERE [Id] = {versionId};
        """, ct);

    private const string CodePointCollation = "Latin1_General_100_BIN2";

    /// <summary>
    /// Rows lie in the order in which they are read together. By their ids they would lie anywhere: those are GUIDs, which this server does not sort by
    /// the time that they begin with, so that each new row would go to another page. Keys that begin with what the row belongs to need none of this.
    /// </summary>
    private static readonly Dictionary<string, string[]> ClusteredBy = new()
    {
        ["Versions"] = ["ModelId", "Number"],
        ["Metrics"] = ["VersionId", "Id"],
        ["VersionChecks"] = ["VersionId", "Id"],
        ["Slots"] = ["ModelId", "NormalizedName"],
        ["SlotIntervals"] = ["SlotId", "From"],
        ["PolicyVersions"] = ["ModelId", "NormalizedSlot", "Number", "CollectionId"],
        ["PromotionRequests"] = ["Number"],
        ["Reviews"] = ["RequestId", "Id"],
        ["RequestComments"] = ["RequestId", "Id"],
        ["PostReviews"] = ["Number"],
        ["Rollbacks"] = ["Number"],
        ["Quarantines"] = ["Number"],
        ["Notifications"] = ["UserId", "Id"],
        ["SavedViews"] = ["OwnerId", "Id"],
        ["UserSessions"] = ["UserId", "ExpiresAt"],
        ["AccessTokens"] = ["OwnerId", "CreatedAt", "SecretHash"],
    };

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);

        foreach (var type in builder.Model.GetEntityTypes().Where(type => ClusteredBy.ContainsKey(type.GetTableName() ?? "")).ToList())
        {
            type.FindPrimaryKey()!.SetIsClustered(false);
            builder.Entity(type.ClrType).HasIndex(ClusteredBy[type.GetTableName()!]).IsClustered();
        }

        // A credential's id may have 1 024 bytes, more than a clustered key takes.
        builder.Entity<IdentityUserPasskey<Guid>>().HasKey(passkey => passkey.CredentialId).IsClustered(false);
        foreach (var property in builder.Model.GetEntityTypes().SelectMany(type => type.GetProperties()))
        {
            if ((property.GetValueConverter()?.ProviderClrType ?? property.GetProviderClrType() ?? property.ClrType) == typeof(string)
                && !property.IsPrimitiveCollection)
            {
                property.SetCollation(CodePointCollation);
                CompareByCodePoint(property);
            }
        }
    }

    /// <summary>The provider takes text keys that differ by case alone for one row, as many a server's collation would; here the column's does not.</summary>
    private static void CompareByCodePoint(IMutableProperty property)
    {
        var ordinal = new ValueComparer<string>(favorStructuralComparisons: false);
        property.SetProviderValueComparer(ordinal);
        if (property.ClrType == typeof(string))
        {
            property.SetValueComparer(ordinal);
        }
    }
}
