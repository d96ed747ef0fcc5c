using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ModelRegistry.Core.Access;

namespace ModelRegistry.Core.Models;

internal sealed class GrantMapping : IEntityTypeConfiguration<Grant>, IEntityTypeConfiguration<GrantStage>
{
    private const int StageNameMaxLength = 200;

    public void Configure(EntityTypeBuilder<Grant> builder)
    {
        builder.ToTable("Grants");
        builder.Property(grant => grant.CreatedByName).HasMaxLength(RegistryUser.EmailMaxLength);
        builder.HasIndex(grant => new { grant.PersonId, grant.Id });
        builder.HasIndex(grant => new { grant.TeamId, grant.Id });
        builder.HasIndex(grant => new { grant.ModelId, grant.Id });
        builder.HasIndex(grant => new { grant.CollectionId, grant.Id });
        builder.HasIndex(grant => grant.Until);
        builder.HasOne<RegistryUser>().WithMany().HasForeignKey(grant => grant.PersonId);
        builder.HasOne<Team>().WithMany().HasForeignKey(grant => grant.TeamId);
        builder.HasOne<Model>().WithMany().HasForeignKey(grant => grant.ModelId);
        builder.HasOne<Collection>().WithMany().HasForeignKey(grant => grant.CollectionId);
        builder.HasMany(grant => grant.Stages).WithOne().HasForeignKey(stage => stage.GrantId);
    }

    public void Configure(EntityTypeBuilder<GrantStage> builder)
    {
        builder.ToTable("GrantStages");
        builder.HasKey(stage => new { stage.GrantId, stage.NormalizedName });
        builder.Property(stage => stage.Name).HasMaxLength(StageNameMaxLength);
        builder.Property(stage => stage.NormalizedName).HasMaxLength(StageNameMaxLength);
    }
}
