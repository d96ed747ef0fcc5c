using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Metrics;

/// <summary>A metric definition that an admin made or changed; it goes before the built-in one of the same name.</summary>
public sealed class CustomMetric
{
    public const int UnitMaxLength = 20;
    public const int FormatMaxLength = 20;

    /// <summary>Most of them, because all are kept in memory.</summary>
    public const int Most = 1_000;

    public string NormalizedName { get; init; } = "";

    public string Name { get; set; } = "";

    public bool? HigherIsBetter { get; set; }

    public string Unit { get; set; } = "";

    public string Format { get; set; } = "";

    public DateTimeOffset ChangedAt { get; set; }

    public string ChangedByName { get; set; } = "";
}

internal sealed class CustomMetricMapping : IEntityTypeConfiguration<CustomMetric>
{
    public void Configure(EntityTypeBuilder<CustomMetric> builder)
    {
        builder.ToTable("CustomMetrics");
        builder.HasKey(metric => metric.NormalizedName);
        builder.Property(metric => metric.NormalizedName).HasMaxLength(Text.KeyMaxLength);
        builder.Property(metric => metric.Name).HasMaxLength(Text.KeyMaxLength);
        builder.Property(metric => metric.Unit).HasMaxLength(CustomMetric.UnitMaxLength);
        builder.Property(metric => metric.Format).HasMaxLength(CustomMetric.FormatMaxLength);
        builder.Property(metric => metric.ChangedByName).HasMaxLength(RegistryUser.EmailMaxLength);
    }
}
