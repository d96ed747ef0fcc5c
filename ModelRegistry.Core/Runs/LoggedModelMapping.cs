using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Experiments;

namespace ModelRegistry.Core.Runs;

internal sealed class LoggedModelMapping : IEntityTypeConfiguration<LoggedModel>, IEntityTypeConfiguration<LoggedModelLabel>,
    IEntityTypeConfiguration<LoggedModelMetric>, IEntityTypeConfiguration<RunModel>
{
    public void Configure(EntityTypeBuilder<LoggedModel> builder)
    {
        builder.ToTable("LoggedModels");
        builder.HasKey(model => model.Key);
        builder.Property(model => model.Key).ValueGeneratedNever();
        builder.Property(model => model.Id).HasMaxLength(LoggedModel.IdMaxLength);
        builder.Property(model => model.SourceRunId).HasMaxLength(Run.IdMaxLength);
        builder.Property(model => model.Name).HasMaxLength(LoggedModel.NameMaxLength);
        builder.Property(model => model.Type).HasMaxLength(LoggedModel.TypeMaxLength);
        builder.Property(model => model.StatusMessage).HasMaxLength(LoggedModel.StatusMessageMaxLength);
        builder.Property(model => model.CreatedByName).HasMaxLength(RegistryUser.EmailMaxLength);
        builder.Ignore(model => model.ArtifactUri);
        builder.HasIndex(model => model.Id).IsUnique();
        builder.HasIndex(model => new { model.ExperimentId, model.CreatedTime, model.Id }).IsDescending(false, true, false);
        builder.HasIndex(model => model.SourceRunId).HasFilter("[SourceRunId] IS NOT NULL");
        builder.HasOne<Experiment>().WithMany().HasForeignKey(model => model.ExperimentId);
    }

    public void Configure(EntityTypeBuilder<LoggedModelLabel> builder)
    {
        builder.ToTable("LoggedModelLabels");
        builder.HasKey(label => new { label.ModelKey, label.IsParam, label.Key });
        builder.Property(label => label.Key).HasMaxLength(Text.KeyMaxLength);
        builder.Property(label => label.Value).HasMaxLength(RunTag.JsonMaxLength);
        builder.HasOne<LoggedModel>().WithMany().HasForeignKey(label => label.ModelKey);
    }

    public void Configure(EntityTypeBuilder<LoggedModelMetric> builder)
    {
        builder.ToTable("LoggedModelMetrics");
        builder.HasKey(metric => new { metric.ModelKey, metric.MetricId, metric.Step, metric.Time, metric.RunKey });
        builder.Property(metric => metric.Kind).HasConversion<byte>();
        builder.Property(metric => metric.DatasetName).HasMaxLength(RunDataset.NameMaxLength);
        builder.Property(metric => metric.DatasetDigest).HasMaxLength(RunDataset.DigestMaxLength);
    }

    public void Configure(EntityTypeBuilder<RunModel> builder)
    {
        builder.ToTable("RunModels");
        builder.HasKey(link => new { link.RunKey, link.IsOutput, link.ModelKey });
        builder.HasIndex(link => link.ModelKey);
        builder.HasOne<Run>().WithMany().HasForeignKey(link => link.RunKey);
        builder.HasOne<LoggedModel>().WithMany().HasForeignKey(link => link.ModelKey);
    }
}
