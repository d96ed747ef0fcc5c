using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.RunFiles;

/// <summary>
/// A file that a script logged, by where it said that it is. The bytes lie in the store under their hash, so that a version made of them shares
/// them, and overwriting or removing the file changes only what is seen here.
/// </summary>
[NotInLedger("what a run logs is not audited; the seal of a version made of it is")]
public sealed class RunFile
{
    /// <inheritdoc cref="RunFilePlace.Root"/>
    public string Root { get; init; } = "";

    /// <summary>SHA-256 of <see cref="Path"/>: the paths themselves are too long for a key.</summary>
    public string PathKey { get; init; } = "";

    public string Path { get; init; } = "";

    public string Sha256 { get; set; } = "";

    public long Size { get; set; }

    public DateTimeOffset UploadedAt { get; set; }

    public Guid UploadedById { get; set; }

    public string UploadedByName { get; set; } = "";
}

internal sealed class RunFileMapping : IEntityTypeConfiguration<RunFile>
{
    public void Configure(EntityTypeBuilder<RunFile> builder)
    {
        builder.ToTable("RunFiles");
        builder.HasKey(file => new { file.Root, file.PathKey });
        builder.Property(file => file.Root).HasMaxLength(RunFilePlace.RootMaxLength);
        builder.Property(file => file.PathKey).HasMaxLength(Sha256Hex.Length);
        builder.Property(file => file.Path).HasMaxLength(RunFilePlace.PathMaxBytes);
        builder.Property(file => file.Sha256).HasMaxLength(Sha256Hex.Length);
        builder.Property(file => file.UploadedByName).HasMaxLength(RegistryUser.EmailMaxLength);
        builder.HasIndex(file => file.Sha256); // what is not listed anywhere is swept
    }
}
