using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Artifacts;

/// <summary>A stored file that nothing lists, and since when that is known: only after a grace time may it go.</summary>
[NotInLedger("found anew by the next sweep")]
public sealed class UnreferencedFile
{
    public string Sha256 { get; init; } = "";

    public long Size { get; init; }

    public DateTimeOffset SeenAt { get; init; }
}

internal sealed class UnreferencedFileMapping : IEntityTypeConfiguration<UnreferencedFile>
{
    public void Configure(EntityTypeBuilder<UnreferencedFile> builder)
    {
        builder.ToTable("UnreferencedFiles");
        builder.HasKey(file => file.Sha256);
        builder.Property(file => file.Sha256).HasMaxLength(Sha256Hex.Length);
        builder.HasIndex(file => new { file.SeenAt, file.Sha256 });
    }
}
