using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Core.Versions;

internal sealed class VersionMapping : IEntityTypeConfiguration<ModelVersion>, IEntityTypeConfiguration<VersionParameter>,
    IEntityTypeConfiguration<VersionTag>, IEntityTypeConfiguration<VersionFile>, IEntityTypeConfiguration<VersionCheck>,
    IEntityTypeConfiguration<VersionSignature>,
    IEntityTypeConfiguration<VersionResults>
{
    public void Configure(EntityTypeBuilder<ModelVersion> builder)
    {
        builder.ToTable("Versions");
        builder.Property(version => version.Label).HasMaxLength(ModelVersion.LabelMaxLength);
        builder.Property(version => version.NormalizedLabel).HasMaxLength(ModelVersion.LabelMaxLength);
        builder.Property(version => version.Digest).HasMaxLength(ModelVersion.DigestMaxLength);
        builder.Property(version => version.ContentDigest).HasMaxLength(ModelVersion.DigestMaxLength);
        builder.Property(version => version.DeletedByName).HasMaxLength(RegistryUser.EmailMaxLength);
        builder.Property(version => version.HeldByName).HasMaxLength(RegistryUser.EmailMaxLength);
        builder.Property(version => version.HoldReason).HasMaxLength(SlotInterval.ReasonMaxLength);
        builder.Property(version => version.Description).HasMaxLength(ModelVersion.DescriptionMaxLength);
        builder.Property(version => version.SearchText).HasMaxLength(ModelVersion.SearchTextMaxLength);
        builder.Property(version => version.Framework).HasMaxLength(ModelVersion.FrameworkMaxLength);
        builder.Property(version => version.DatasetName).HasMaxLength(NewVersion.DatasetNameMaxLength);
        builder.Property(version => version.DatasetDigest).HasMaxLength(NewVersion.DatasetDigestMaxLength);
        builder.Property(version => version.DatasetUri).HasMaxLength(NewVersion.UriMaxLength);
        builder.Property(version => version.SourceRunId).HasMaxLength(NewVersion.RunIdMaxLength);
        builder.Property(version => version.SourceGitCommit).HasMaxLength(NewVersion.GitCommitMaxLength);
        builder.Property(version => version.SourceUri).HasMaxLength(NewVersion.UriMaxLength);
        builder.Property(version => version.SourceRunLink).HasMaxLength(NewVersion.UriMaxLength);
        builder.Property(version => version.SignatureDigest).HasMaxLength(Sha256Hex.Length);
        builder.Property(version => version.SignatureNote).HasMaxLength(ModelVersion.SignatureNoteMaxLength);
        builder.Property(version => version.CreatedByName).HasMaxLength(RegistryUser.EmailMaxLength);
        builder.HasOne<Model>().WithMany().HasForeignKey(version => version.ModelId);
        // Slots and metrics know versions by id only, so their keys are told here.
        builder.HasMany<Slot>().WithOne().HasForeignKey(slot => slot.VersionId);
        builder.HasMany<SlotInterval>().WithOne().HasForeignKey(stay => stay.VersionId);
        builder.HasMany<Metric>().WithOne().HasForeignKey(metric => metric.VersionId);
        builder.HasMany(version => version.Parameters).WithOne().HasForeignKey(parameter => parameter.VersionId);
        builder.HasMany(version => version.Tags).WithOne().HasForeignKey(tag => tag.VersionId);
        builder.HasIndex(version => new { version.ModelId, version.Number }).IsUnique();
        builder.HasIndex(version => new { version.ModelId, version.NormalizedLabel }).IsUnique().HasFilter("[NormalizedLabel] IS NOT NULL");
        builder.HasIndex(version => version.Digest);
        builder.HasIndex(version => version.ContentDigest);
        builder.HasIndex(version => version.SourceRunId).HasFilter("[SourceRunId] IS NOT NULL");
        builder.HasIndex(version => new { version.DatasetDigest, version.CreatedAt, version.Id }).HasFilter("[DatasetDigest] IS NOT NULL");
        builder.HasIndex(version => new { version.DeletedAt, version.Id }).HasFilter("[DeletedAt] IS NOT NULL");
        builder.HasIndex(version => new { version.ModelId, version.CreatedAt, version.Number });
        // With what else is asked of a model's newest sealed version, which lists of models look at for each of them.
        builder.HasIndex(version => new { version.ModelId, version.Status, version.Number, version.ArchivedAt, version.DeletedAt })
            .HasDatabaseName("IX_Versions_OfStatus");
        builder.HasIndex(version => new { version.ModelId, version.Framework, version.Number });
        builder.HasIndex(version => new { version.ModelId, version.DatasetName, version.Number });
        builder.HasIndex(version => new { version.ModelId, version.DatasetDigest, version.Number });
        builder.HasIndex(version => new { version.ModelId, version.CreatedByName, version.Number });
        builder.HasIndex(version => new { version.ModelId, version.TotalSize, version.Number });
        builder.HasIndex(version => new { version.ModelId, version.Number, version.ArchivedAt, version.DeletedAt, version.SearchText })
            .HasDatabaseName("IX_Versions_Search");
        // As MLflow's clients list versions: of one model, of all, and of runs.
        builder.HasIndex(version => new { version.ModelId, version.TouchedAt, version.Number });
        builder.HasIndex(version => version.TouchedAt);
        builder.HasIndex(version => version.SourceRunId).HasFilter("[SourceRunId] IS NOT NULL");
        builder.HasQueryFilter(Deletion.Filter, version => version.DeletedAt == null);
        builder.HasIndex(version => new { version.Status, version.TouchedAt }).HasFilter("[Status] = 'Pending'");
    }

    public void Configure(EntityTypeBuilder<VersionParameter> builder)
    {
        builder.ToTable("VersionParameters");
        builder.HasKey(parameter => new { parameter.VersionId, parameter.Name });
        builder.Property(parameter => parameter.Name).HasMaxLength(Text.KeyMaxLength);
        builder.Property(parameter => parameter.Value).HasMaxLength(ModelVersion.ParameterMaxLength);
        builder.Property(parameter => parameter.ValueStart).HasMaxLength(IndexedText.MaxLength);
        builder.HasIndex(parameter => new { parameter.ModelId, parameter.Name, parameter.ValueStart, parameter.VersionNumber });
    }

    public void Configure(EntityTypeBuilder<VersionTag> builder)
    {
        builder.ToTable("VersionTags");
        builder.HasKey(tag => new { tag.VersionId, tag.Key });
        builder.Property(tag => tag.Key).HasMaxLength(Text.KeyMaxLength);
        builder.Property(tag => tag.Value).HasMaxLength(PromptTags.TextMaxLength);
        builder.Property(tag => tag.ValueStart).HasMaxLength(IndexedText.MaxLength);
        builder.HasIndex(tag => new { tag.ModelId, tag.Key, tag.ValueStart, tag.VersionNumber });
    }

    public void Configure(EntityTypeBuilder<VersionFile> builder)
    {
        builder.ToTable("VersionFiles");
        builder.HasKey(file => new { file.VersionId, file.PathKey });
        builder.Property(file => file.PathKey).HasMaxLength(Sha256Hex.Length);
        builder.Property(file => file.Path).HasMaxLength(VersionFile.PathMaxLength);
        builder.Property(file => file.Sha256).HasMaxLength(Sha256Hex.Length);
        builder.Property(file => file.UploadedByName).HasMaxLength(RegistryUser.EmailMaxLength);
        builder.HasIndex(file => file.Sha256);
        builder.HasOne<ModelVersion>().WithMany().HasForeignKey(file => file.VersionId);
    }

    public void Configure(EntityTypeBuilder<VersionSignature> builder)
    {
        builder.ToTable("VersionSignatures");
        builder.HasKey(signature => signature.VersionId);
        builder.Property(signature => signature.Json).HasMaxLength(ModelVersion.SignatureMaxLength);
        builder.HasOne<ModelVersion>().WithOne().HasForeignKey<VersionSignature>(signature => signature.VersionId);
    }

    public void Configure(EntityTypeBuilder<VersionResults> builder)
    {
        builder.ToTable("VersionResults");
        builder.HasKey(results => results.VersionId);
        builder.Property(results => results.Json).HasMaxLength(VersionResults.MaxLength);
        builder.HasOne<ModelVersion>().WithOne().HasForeignKey<VersionResults>(results => results.VersionId);
    }

    public void Configure(EntityTypeBuilder<VersionCheck> builder)
    {
        builder.ToTable("VersionChecks");
        builder.Property(check => check.Name).HasMaxLength(VersionCheck.NameMaxLength);
        builder.Property(check => check.Url).HasMaxLength(VersionCheck.UrlMaxLength);
        builder.Property(check => check.Summary).HasMaxLength(VersionCheck.SummaryMaxLength);
        builder.Property(check => check.ByName).HasMaxLength(RegistryUser.EmailMaxLength);
        builder.HasIndex(check => new { check.VersionId, check.Name }).HasDatabaseName("IX_VersionChecks_Current").IsUnique().HasFilter("[IsCurrent] = 1");
        builder.HasIndex(check => new { check.VersionId, check.Id });
        builder.HasOne<ModelVersion>().WithMany().HasForeignKey(check => check.VersionId);
    }
}
