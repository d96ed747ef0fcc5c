using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Experiments;

internal sealed class ExperimentMapping : IEntityTypeConfiguration<Experiment>, IEntityTypeConfiguration<ExperimentTag>,
    IEntityTypeConfiguration<TrackingCounter>
{
    public void Configure(EntityTypeBuilder<Experiment> builder)
    {
        builder.ToTable("Experiments");
        builder.HasKey(experiment => experiment.Id);
        builder.Property(experiment => experiment.Id).ValueGeneratedNever();
        builder.Property(experiment => experiment.Name).HasMaxLength(Experiment.NameMaxLength);
        builder.Property(experiment => experiment.CreatedByName).HasMaxLength(RegistryUser.EmailMaxLength);
        builder.Ignore(experiment => experiment.ArtifactLocation);
        builder.Ignore(experiment => experiment.IdText);
        builder.Ignore(experiment => experiment.Place);
        builder.HasIndex(experiment => experiment.Name).IsUnique();
        builder.HasIndex(experiment => new { experiment.CreatedAt, experiment.Id });
        builder.HasIndex(experiment => new { experiment.CollectionId, experiment.Id });
        builder.HasMany(experiment => experiment.Tags).WithOne().HasForeignKey(tag => tag.ExperimentId);
        builder.HasData(Experiment.Default);
    }

    public void Configure(EntityTypeBuilder<ExperimentTag> builder)
    {
        builder.ToTable("ExperimentTags");
        builder.HasKey(tag => new { tag.ExperimentId, tag.Key });
        builder.Property(tag => tag.Key).HasMaxLength(Text.KeyMaxLength);
        builder.Property(tag => tag.Value).HasMaxLength(Experiment.TagValueMaxLength);
    }

    public void Configure(EntityTypeBuilder<TrackingCounter> builder)
    {
        builder.ToTable("TrackingCounters");
        builder.HasKey(counter => counter.Id);
        builder.Property(counter => counter.Id).ValueGeneratedNever();
        builder.HasData(Enum.GetValues<Tracked>().Select(tracked => new TrackingCounter { Id = (int)tracked }));
    }
}
