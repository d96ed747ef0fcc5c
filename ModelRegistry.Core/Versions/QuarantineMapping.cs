using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Core.Versions;

internal sealed class QuarantineMapping : IEntityTypeConfiguration<Quarantine>
{
    public void Configure(EntityTypeBuilder<Quarantine> builder)
    {
        builder.ToTable("Quarantines");
        builder.Property(quarantine => quarantine.Digest).HasMaxLength(ModelVersion.DigestMaxLength);
        builder.Property(quarantine => quarantine.ContentDigest).HasMaxLength(ModelVersion.DigestMaxLength);
        builder.Property(quarantine => quarantine.Reason).HasMaxLength(SlotInterval.ReasonMaxLength);
        builder.Property(quarantine => quarantine.ReleaseReason).HasMaxLength(SlotInterval.ReasonMaxLength);
        builder.Property(quarantine => quarantine.ByName).HasMaxLength(RegistryUser.EmailMaxLength);
        builder.Property(quarantine => quarantine.ReleasedByName).HasMaxLength(RegistryUser.EmailMaxLength);
        builder.HasIndex(quarantine => quarantine.Number).IsUnique();
        builder.HasIndex(quarantine => new { quarantine.ReleasedAt, quarantine.Number });
        builder.HasIndex(quarantine => new { quarantine.Digest, quarantine.ReleasedAt });
        builder.HasIndex(quarantine => new { quarantine.ContentDigest, quarantine.ReleasedAt });
        builder.HasIndex(quarantine => new { quarantine.VersionId, quarantine.ReleasedAt });
        builder.HasOne<Model>().WithMany().HasForeignKey(quarantine => quarantine.ModelId);
        builder.HasOne<ModelVersion>().WithMany().HasForeignKey(quarantine => quarantine.VersionId);
    }
}
