using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Metrics;

internal sealed class MetricMapping : IEntityTypeConfiguration<Metric>
{
    public void Configure(EntityTypeBuilder<Metric> builder)
    {
        builder.ToTable("Metrics");
        builder.Property(metric => metric.Name).HasMaxLength(Text.KeyMaxLength);
        builder.Property(metric => metric.DatasetName).HasMaxLength(MetricDataset.NameMaxLength);
        builder.Property(metric => metric.DatasetDigest).HasMaxLength(MetricDataset.DigestMaxLength);
        builder.Property(metric => metric.Source).HasMaxLength(Metric.SourceMaxLength);
        builder.Property(metric => metric.ByName).HasMaxLength(RegistryUser.EmailMaxLength);
        builder.Ignore(metric => metric.Value);
        builder.HasIndex(metric => new { metric.VersionId, metric.Name, metric.DatasetDigest })
            .HasDatabaseName("IX_Metrics_Current").IsUnique().HasFilter("[IsCurrent] = 1");
        builder.HasIndex(metric => new { metric.VersionId, metric.Name, metric.Step, metric.Id });
        builder.HasIndex(metric => new { metric.ListedIn, metric.Name, metric.Kind, metric.Stored, metric.VersionNumber })
            .HasDatabaseName("IX_Metrics_Listed").HasFilter("[ListedIn] IS NOT NULL");
        builder.HasIndex(metric => new { metric.ListedIn, metric.Name, metric.VersionNumber })
            .HasDatabaseName("IX_Metrics_OfVersion").IsUnique().HasFilter("[ListedIn] IS NOT NULL");
    }
}
