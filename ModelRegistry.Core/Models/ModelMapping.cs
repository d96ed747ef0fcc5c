using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Models;

internal sealed class ModelMapping : IEntityTypeConfiguration<Model>, IEntityTypeConfiguration<ModelTag>, IEntityTypeConfiguration<ReservedName>,
    IEntityTypeConfiguration<WrittenCard>
{
    public void Configure(EntityTypeBuilder<Model> builder)
    {
        builder.ToTable("Models");
        builder.Property(model => model.Name).HasMaxLength(ModelName.MaxLength);
        builder.Property(model => model.NormalizedName).HasMaxLength(ModelName.MaxLength);
        builder.Property(model => model.Description).HasMaxLength(Model.DescriptionMaxLength);
        builder.Property(model => model.Card).HasMaxLength(Model.CardMaxLength);
        builder.Property(model => model.ChosenMetric).HasMaxLength(Text.KeyMaxLength);
        builder.Property(model => model.DefaultMetric).HasMaxLength(Text.KeyMaxLength);
        builder.Property(model => model.CreatedByName).HasMaxLength(RegistryUser.EmailMaxLength);
        builder.Ignore(model => model.PrimaryMetric);
        builder.Ignore(model => model.Place);
        builder.Property(model => model.DeletedByName).HasMaxLength(RegistryUser.EmailMaxLength);
        builder.HasQueryFilter(Deletion.Filter, model => model.DeletedAt == null);
        builder.HasIndex(model => new { model.DeletedAt, model.Id }).HasFilter("[DeletedAt] IS NOT NULL");
        builder.HasIndex(model => model.NormalizedName).IsUnique();
        builder.HasIndex(model => new { model.UpdatedAt, model.NormalizedName });
        builder.HasIndex(model => new { model.CreatedAt, model.NormalizedName });
        builder.HasIndex(model => new { model.OwnerId, model.NormalizedName });
        builder.HasIndex(model => new { model.CollectionId, model.NormalizedName });
        builder.HasOne<RegistryUser>().WithMany().HasForeignKey(model => model.OwnerId);
        builder.HasMany(model => model.Names).WithOne().HasForeignKey(reserved => reserved.ModelId);
        builder.HasMany(model => model.Tags).WithOne().HasForeignKey(tag => tag.ModelId);
        builder.HasMany(model => model.Cards).WithOne().HasForeignKey(card => card.ModelId);
    }

    public void Configure(EntityTypeBuilder<WrittenCard> builder)
    {
        builder.ToTable("WrittenCards");
        builder.HasKey(card => new { card.ModelId, card.Number });
        builder.Property(card => card.Text).HasMaxLength(Model.CardMaxLength);
        builder.Property(card => card.WrittenByName).HasMaxLength(RegistryUser.EmailMaxLength);
        builder.Property(card => card.ApprovedByName).HasMaxLength(RegistryUser.EmailMaxLength);
        builder.HasOne<RegistryUser>().WithMany().HasForeignKey(card => card.WrittenById);
        builder.HasOne<RegistryUser>().WithMany().HasForeignKey(card => card.ApprovedById);
    }

    public void Configure(EntityTypeBuilder<ModelTag> builder)
    {
        builder.ToTable("ModelTags");
        builder.HasKey(tag => new { tag.ModelId, tag.Key });
        builder.Property(tag => tag.Key).HasMaxLength(Text.KeyMaxLength);
        builder.Property(tag => tag.Value).HasMaxLength(Model.TagValueMaxLength);
        builder.Property(tag => tag.ValueStart).HasMaxLength(IndexedText.MaxLength);
        builder.HasIndex(tag => new { tag.Key, tag.ValueStart, tag.ModelId });
    }

    public void Configure(EntityTypeBuilder<ReservedName> builder)
    {
        builder.ToTable("ReservedNames");
        builder.HasKey(reserved => reserved.NormalizedName);
        builder.Property(reserved => reserved.NormalizedName).HasMaxLength(ModelName.MaxLength);
        builder.Property(reserved => reserved.Skeleton).HasMaxLength(NameSkeleton.MaxLength);
        builder.HasIndex(reserved => reserved.Skeleton);
    }
}
