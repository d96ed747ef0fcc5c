using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Core.Policies;

internal sealed class PolicyMapping : IEntityTypeConfiguration<PolicyVersion>
{
    public const int ReasonMaxLength = 2_000;

    /// <summary>What a new server begins with; no event made them.</summary>
    public static PolicyVersion[] Defaults { get; } =
    [
        Default(1, Stage.Staging, new PolicyContent()),
        Default(2, Stage.Production, new PolicyContent(Gates: [new IntegrityGate()])),
    ];

    public void Configure(EntityTypeBuilder<PolicyVersion> builder)
    {
        builder.ToTable("PolicyVersions");
        builder.Property(policy => policy.Id).ValueGeneratedNever();
        builder.Property(policy => policy.Slot).HasMaxLength(SlotName.MaxLength);
        builder.Property(policy => policy.NormalizedSlot).HasMaxLength(SlotName.MaxLength);
        builder.Property(policy => policy.PublishedByName).HasMaxLength(RegistryUser.EmailMaxLength);
        builder.Property(policy => policy.Reason).HasMaxLength(ReasonMaxLength);
        builder.Ignore(policy => policy.Content);
        builder.HasIndex(policy => new { policy.ModelId, policy.NormalizedSlot, policy.Number, policy.CollectionId }).IsUnique().HasFilter(null);
        builder.HasIndex(policy => new { policy.NormalizedSlot, policy.Number }).IsUnique().HasFilter("[ModelId] IS NULL AND [CollectionId] IS NULL");
        builder.HasIndex(policy => new { policy.CollectionId, policy.NormalizedSlot, policy.Number }).IsUnique().HasFilter("[CollectionId] IS NOT NULL");
        builder.HasOne<Model>().WithMany().HasForeignKey(policy => policy.ModelId);
        builder.HasData(Defaults);
    }

    private static PolicyVersion Default(int id, string stage, PolicyContent content) => new()
    {
        Id = new Guid($"00000000-0000-0000-0002-00000000000{id}"),
        Slot = stage,
        NormalizedSlot = SlotName.Normalize(stage),
        Number = 1,
        ContentText = content.ToText(),
        PublishedAt = DateTimeOffset.UnixEpoch,
        PublishedByName = Actor.System.Name,
    };
}
