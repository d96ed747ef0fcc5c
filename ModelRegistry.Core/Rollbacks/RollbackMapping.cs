using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Rollbacks;

internal sealed class RollbackMapping : IEntityTypeConfiguration<Rollback>, IEntityTypeConfiguration<StageReadiness>
{
    public void Configure(EntityTypeBuilder<Rollback> builder)
    {
        builder.ToTable("Rollbacks");
        builder.Property(rollback => rollback.Slot).HasMaxLength(SlotName.MaxLength);
        builder.Property(rollback => rollback.NormalizedSlot).HasMaxLength(SlotName.MaxLength);
        builder.Property(rollback => rollback.Reason).HasMaxLength(SlotInterval.ReasonMaxLength);
        builder.Property(rollback => rollback.Incident).HasMaxLength(PromotionRequest.IncidentMaxLength);
        builder.Property(rollback => rollback.ActorName).HasMaxLength(RegistryUser.EmailMaxLength);
        builder.HasIndex(rollback => rollback.Number).IsUnique();
        builder.HasIndex(rollback => new { rollback.ModelId, rollback.NormalizedSlot, rollback.Number });
        builder.HasOne<Model>().WithMany().HasForeignKey(rollback => rollback.ModelId);
        builder.HasOne<ModelVersion>().WithMany().HasForeignKey(rollback => rollback.FromVersionId);
        builder.HasOne<ModelVersion>().WithMany().HasForeignKey(rollback => rollback.ToVersionId);
    }

    public void Configure(EntityTypeBuilder<StageReadiness> builder)
    {
        builder.ToTable("StageReadiness");
        builder.HasKey(readiness => readiness.SlotId);
        builder.Property(readiness => readiness.Reason).HasMaxLength(StageReadiness.ReasonMaxLength);
        builder.HasIndex(readiness => new { readiness.State, readiness.Since });
        builder.HasOne<Slot>().WithMany().HasForeignKey(readiness => readiness.SlotId);
    }
}
