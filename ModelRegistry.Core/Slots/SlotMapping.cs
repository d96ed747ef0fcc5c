using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Slots;

internal sealed class SlotMapping : IEntityTypeConfiguration<Slot>, IEntityTypeConfiguration<SlotInterval>, IEntityTypeConfiguration<Stage>
{
    public void Configure(EntityTypeBuilder<Slot> builder)
    {
        builder.ToTable("Slots");
        builder.Property(slot => slot.Name).HasMaxLength(SlotName.MaxLength);
        builder.Property(slot => slot.NormalizedName).HasMaxLength(SlotName.MaxLength);
        builder.Property(slot => slot.MovedByName).HasMaxLength(RegistryUser.EmailMaxLength);
        builder.HasIndex(slot => new { slot.ModelId, slot.NormalizedName }).IsUnique();
        builder.HasIndex(slot => slot.VersionId);
        builder.HasIndex(slot => new { slot.NormalizedName, slot.MovedAt });
        builder.HasOne<Model>().WithMany().HasForeignKey(slot => slot.ModelId);
    }

    public void Configure(EntityTypeBuilder<SlotInterval> builder)
    {
        builder.ToTable("SlotIntervals");
        builder.Property(stay => stay.ByName).HasMaxLength(RegistryUser.EmailMaxLength);
        builder.Property(stay => stay.LeftByName).HasMaxLength(RegistryUser.EmailMaxLength);
        builder.Property(stay => stay.Reason).HasMaxLength(SlotInterval.ReasonMaxLength);
        builder.HasIndex(stay => stay.SlotId).HasDatabaseName("IX_SlotIntervals_Open").IsUnique().HasFilter("[Until] IS NULL");
        builder.HasIndex(stay => new { stay.SlotId, stay.From });
        builder.HasIndex(stay => new { stay.VersionId, stay.From });
        builder.HasOne<Slot>().WithMany().HasForeignKey(stay => stay.SlotId);
    }

    public void Configure(EntityTypeBuilder<Stage> builder)
    {
        builder.ToTable("Stages");
        builder.Property(stage => stage.Id).ValueGeneratedNever();
        builder.Property(stage => stage.Name).HasMaxLength(SlotName.MaxLength);
        builder.Property(stage => stage.NormalizedName).HasMaxLength(SlotName.MaxLength);
        builder.HasIndex(stage => new { stage.ModelId, stage.NormalizedName }).IsUnique().HasFilter(null);
        builder.HasIndex(stage => stage.NormalizedName).IsUnique().HasFilter("[ModelId] IS NULL");
        builder.HasOne<Model>().WithMany().HasForeignKey(stage => stage.ModelId);
        builder.HasData(Default(1, Stage.Staging), Default(2, Stage.Production));
    }

    private static Stage Default(int position, string name) => new()
    {
        Id = new Guid($"00000000-0000-0000-0001-00000000000{position}"),
        Name = name,
        NormalizedName = SlotName.Normalize(name),
        Position = position,
    };
}
