using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Audit;

internal sealed class AuditMapping : IEntityTypeConfiguration<AuditEvent>, IEntityTypeConfiguration<AuditHead>
{
    private const int ModelMaxLength = 200; // of a model's name, as it was at that time

    public const string AppendOnlyTrigger = "AuditEvents_AppendOnly";

    public void Configure(EntityTypeBuilder<AuditEvent> builder)
    {
        builder.ToTable("AuditEvents", table => table.HasTrigger(AppendOnlyTrigger));
        builder.HasKey(audit => audit.Seq);
        builder.Property(audit => audit.Seq).ValueGeneratedNever();
        builder.Property(audit => audit.PreviousHash).HasMaxLength(Sha256Hex.Length);
        builder.Property(audit => audit.Hash).HasMaxLength(Sha256Hex.Length);
        builder.Property(audit => audit.ActorName).HasMaxLength(RegistryUser.EmailMaxLength);
        builder.Property(audit => audit.Door).HasMaxLength(AuditEvent.DoorMaxLength);
        builder.Property(audit => audit.Action).HasMaxLength(AuditEvent.ActionMaxLength);
        builder.Property(audit => audit.Model).HasMaxLength(ModelMaxLength);
        builder.HasIndex(audit => new { audit.ModelId, audit.Seq });
        builder.HasIndex(audit => new { audit.ModelId, audit.Version, audit.Seq });
        builder.HasIndex(audit => new { audit.ActorId, audit.Seq });
        builder.HasIndex(audit => new { audit.ActorName, audit.Seq });
        builder.HasIndex(audit => new { audit.Action, audit.Seq });
        builder.HasIndex(audit => new { audit.At, audit.Seq });
        builder.HasIndex(audit => new { audit.TokenId, audit.ModelId, audit.Version, audit.Action, audit.At }).HasFilter("[TokenId] IS NOT NULL")
            .HasDatabaseName("IX_AuditEvents_Token");
    }

    public void Configure(EntityTypeBuilder<AuditHead> builder)
    {
        builder.ToTable("AuditHead");
        builder.HasKey(head => head.Id);
        builder.Property(head => head.Id).ValueGeneratedNever();
        builder.Property(head => head.Hash).HasMaxLength(Sha256Hex.Length);
        builder.HasData(new AuditHead { Id = AuditHead.OnlyId, Seq = 0, Hash = new string('0', Sha256Hex.Length) });
    }
}
