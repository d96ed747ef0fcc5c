using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Experiments;

namespace ModelRegistry.Core.Runs;

/// <summary>
/// Numbers in great number: the kind as a byte, and no foreign keys, which would be asked for each point. Rows of them are written only after their run
/// and metric were found.
/// </summary>
internal sealed class RunMetricMapping : IEntityTypeConfiguration<MetricKey>, IEntityTypeConfiguration<RunPoint>, IEntityTypeConfiguration<RunMetric>,
    IEntityTypeConfiguration<RunDatasetMetric>
{
    public void Configure(EntityTypeBuilder<MetricKey> builder)
    {
        builder.ToTable("MetricKeys");
        builder.HasKey(metric => metric.Id);
        builder.Property(metric => metric.Id).ValueGeneratedNever();
        builder.Property(metric => metric.Name).HasMaxLength(Text.KeyMaxLength);
        builder.HasIndex(metric => new { metric.ExperimentId, metric.Name }).IsUnique();
        builder.HasOne<Experiment>().WithMany().HasForeignKey(metric => metric.ExperimentId);
    }

    public void Configure(EntityTypeBuilder<RunPoint> builder)
    {
        builder.ToTable("RunPoints");
        builder.HasKey(point => new { point.RunKey, point.MetricId, point.Step, point.Time, point.Kind, point.Stored });
        builder.Property(point => point.Kind).HasConversion<byte>();
    }

    public void Configure(EntityTypeBuilder<RunMetric> builder)
    {
        builder.ToTable("RunMetrics");
        builder.HasKey(metric => new { metric.RunKey, metric.MetricId });
        builder.Property(metric => metric.Kind).HasConversion<byte>();
    }

    public void Configure(EntityTypeBuilder<RunDatasetMetric> builder)
    {
        builder.ToTable("RunDatasetMetrics");
        builder.HasKey(metric => new { metric.RunKey, metric.MetricId, metric.DatasetDigest });
        builder.Property(metric => metric.DatasetDigest).HasMaxLength(RunDataset.DigestMaxLength);
        builder.Property(metric => metric.DatasetName).HasMaxLength(RunDataset.NameMaxLength);
        builder.Property(metric => metric.Kind).HasConversion<byte>();
    }
}
