using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Access;

internal sealed class AccessMapping : IEntityTypeConfiguration<RegistryUser>, IEntityTypeConfiguration<RegistryRole>,
    IEntityTypeConfiguration<AccessToken>, IEntityTypeConfiguration<UserSession>
{
    public void Configure(EntityTypeBuilder<RegistryUser> builder)
    {
        builder.Property(user => user.DisplayName).HasMaxLength(RegistryUser.DisplayNameMaxLength);
        builder.Property(user => user.InvitationHash).HasMaxLength(Sha256Hex.Length);
        builder.HasIndex(user => user.InvitationHash).IsUnique().HasFilter("[InvitationHash] IS NOT NULL");
        builder.HasIndex(user => user.NormalizedEmail).HasDatabaseName("EmailIndex").IsUnique().HasFilter("[NormalizedEmail] IS NOT NULL");
        builder.HasOne<RegistryUser>().WithMany().HasForeignKey(user => user.ResponsibleId);
        builder.Ignore(user => user.IsActive);
    }

    public void Configure(EntityTypeBuilder<RegistryRole> builder) =>
        builder.HasData(Roles.All.Select((role, index) => new RegistryRole
        {
            Id = new Guid($"00000000-0000-0000-0000-00000000000{index + 1}"),
            Name = role,
            NormalizedName = role.ToUpperInvariant(),
            ConcurrencyStamp = role,
        }));

    public void Configure(EntityTypeBuilder<AccessToken> builder)
    {
        builder.ToTable("AccessTokens");
        builder.Property(token => token.Name).HasMaxLength(AccessToken.NameMaxLength);
        builder.Property(token => token.SecretHash).HasMaxLength(Sha256Hex.Length);
        builder.HasIndex(token => token.SecretHash).IsUnique();
        builder.HasIndex(token => new { token.OwnerId, token.CreatedAt, token.SecretHash });
        builder.HasIndex(token => new { token.CreatedAt, token.SecretHash });
        builder.HasOne<RegistryUser>().WithMany().HasForeignKey(token => token.OwnerId);
    }

    public void Configure(EntityTypeBuilder<UserSession> builder)
    {
        builder.ToTable("UserSessions");
        builder.HasKey(session => session.Id);
        builder.Property(session => session.Id).ValueGeneratedNever();
        builder.HasIndex(session => new { session.UserId, session.ExpiresAt });
        builder.HasIndex(session => session.ExpiresAt);
        builder.HasIndex(session => session.EndedAt);
        builder.HasOne<RegistryUser>().WithMany().HasForeignKey(session => session.UserId);
    }
}
