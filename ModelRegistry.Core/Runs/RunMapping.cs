using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Experiments;

namespace ModelRegistry.Core.Runs;

internal sealed class RunMapping : IEntityTypeConfiguration<Run>, IEntityTypeConfiguration<RunTag>, IEntityTypeConfiguration<RunParam>,
    IEntityTypeConfiguration<RunDataset>, IEntityTypeConfiguration<RunInput>
{
    public void Configure(EntityTypeBuilder<Run> builder)
    {
        builder.ToTable("Runs");
        builder.HasKey(run => run.Key);
        builder.Property(run => run.Key).ValueGeneratedNever();
        builder.Property(run => run.Id).HasMaxLength(Run.IdMaxLength);
        builder.Property(run => run.Name).HasMaxLength(Run.NameMaxLength);
        builder.Property(run => run.User).HasMaxLength(Run.UserMaxLength);
        builder.Property(run => run.ParentId).HasMaxLength(Run.IdMaxLength);
        builder.Property(run => run.CreatedByName).HasMaxLength(RegistryUser.EmailMaxLength);
        builder.Ignore(run => run.ArtifactUri);
        builder.HasIndex(run => run.Id).IsUnique();
        builder.HasIndex(run => new { run.ExperimentId, run.StartTime, run.Id }).IsDescending(false, true, false);
        builder.HasIndex(run => new { run.CreatedByTokenId, run.Key }).HasFilter("[CreatedByTokenId] IS NOT NULL");
        builder.HasIndex(run => run.ParentId).HasFilter("[ParentId] IS NOT NULL");
        builder.HasOne<Experiment>().WithMany().HasForeignKey(run => run.ExperimentId);
    }

    public void Configure(EntityTypeBuilder<RunTag> builder)
    {
        builder.ToTable("RunTags");
        builder.HasKey(tag => new { tag.RunKey, tag.Key });
        builder.Property(tag => tag.Key).HasMaxLength(Text.KeyMaxLength);
        builder.Property(tag => tag.Value).HasMaxLength(RunTag.JsonMaxLength);
        builder.HasOne<Run>().WithMany().HasForeignKey(tag => tag.RunKey);
    }

    public void Configure(EntityTypeBuilder<RunParam> builder)
    {
        builder.ToTable("RunParams");
        builder.HasKey(param => new { param.RunKey, param.Key });
        builder.Property(param => param.Key).HasMaxLength(Text.KeyMaxLength);
        builder.Property(param => param.Value).HasMaxLength(RunParam.ValueMaxLength);
        builder.HasOne<Run>().WithMany().HasForeignKey(param => param.RunKey);
    }

    public void Configure(EntityTypeBuilder<RunDataset> builder)
    {
        builder.ToTable("RunDatasets");
        builder.HasKey(dataset => dataset.Key);
        builder.Property(dataset => dataset.Key).ValueGeneratedNever();
        builder.Property(dataset => dataset.Name).HasMaxLength(RunDataset.NameMaxLength);
        builder.Property(dataset => dataset.Digest).HasMaxLength(RunDataset.DigestMaxLength);
        builder.Property(dataset => dataset.SourceType).HasMaxLength(RunDataset.SourceTypeMaxLength);
        builder.Property(dataset => dataset.Source).HasMaxLength(RunDataset.SourceMaxLength);
        builder.Property(dataset => dataset.Schema).HasMaxLength(RunDataset.SchemaMaxLength);
        builder.Property(dataset => dataset.Profile).HasMaxLength(RunDataset.ProfileMaxLength);
        builder.HasIndex(dataset => new { dataset.ExperimentId, dataset.Name, dataset.Digest }).IsUnique();
        builder.HasOne<Experiment>().WithMany().HasForeignKey(dataset => dataset.ExperimentId);
    }

    public void Configure(EntityTypeBuilder<RunInput> builder)
    {
        builder.ToTable("RunInputs");
        builder.HasKey(input => new { input.RunKey, input.DatasetKey });
        builder.Property(input => input.Context).HasMaxLength(RunInput.TagValueMaxLength);
        builder.Property(input => input.Tags).HasMaxLength(RunInput.TagsMaxLength);
        builder.HasIndex(input => input.DatasetKey);
        builder.HasOne<Run>().WithMany().HasForeignKey(input => input.RunKey);
        builder.HasOne<RunDataset>().WithMany().HasForeignKey(input => input.DatasetKey);
    }
}
