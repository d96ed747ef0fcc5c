using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Access;

internal sealed class AccessMapping : IEntityTypeConfiguration<RegistryUser>, IEntityTypeConfiguration<RegistryRole>,
    IEntityTypeConfiguration<AccessToken>, IEntityTypeConfiguration<UserSession>, IEntityTypeConfiguration<Team>, IEntityTypeConfiguration<TeamMember>,
    IEntityTypeConfiguration<Collection>, IEntityTypeConfiguration<CollectionAncestor>, IEntityTypeConfiguration<ExternalLogin>,
    IEntityTypeConfiguration<StandIn>
{
    public void Configure(EntityTypeBuilder<RegistryUser> builder)
    {
        builder.Property(user => user.DisplayName).HasMaxLength(RegistryUser.DisplayNameMaxLength);
        builder.Property(user => user.ExternalId).HasMaxLength(RegistryUser.ExternalIdMaxLength);
        builder.HasIndex(user => user.ExternalId).HasFilter("[ExternalId] IS NOT NULL");
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
        builder.Property(token => token.LastUsedFrom).HasMaxLength(UserSession.AddressMaxLength);
        builder.HasIndex(token => token.SecretHash).IsUnique();
        builder.HasIndex(token => new { token.OwnerId, token.CreatedAt, token.SecretHash });
        builder.HasIndex(token => new { token.CreatedAt, token.SecretHash });
        builder.HasIndex(token => token.ExpiresAt);
        builder.HasOne<RegistryUser>().WithMany().HasForeignKey(token => token.OwnerId);
    }

    public void Configure(EntityTypeBuilder<Team> builder)
    {
        builder.ToTable("Teams");
        builder.Property(team => team.Name).HasMaxLength(Team.NameMaxLength);
        builder.Property(team => team.NormalizedName).HasMaxLength(Team.NameMaxLength);
        builder.Property(team => team.ExternalId).HasMaxLength(RegistryUser.ExternalIdMaxLength);
        builder.HasIndex(team => team.NormalizedName).IsUnique();
        builder.HasOne<RegistryUser>().WithMany().HasForeignKey(team => team.LeadId);
        builder.HasMany(team => team.Members).WithOne().HasForeignKey(member => member.TeamId);
    }

    public void Configure(EntityTypeBuilder<TeamMember> builder)
    {
        builder.ToTable("TeamMembers");
        builder.HasKey(member => new { member.TeamId, member.PersonId });
        builder.HasIndex(member => new { member.PersonId, member.TeamId });
        builder.HasOne<RegistryUser>().WithMany().HasForeignKey(member => member.PersonId);
    }

    public void Configure(EntityTypeBuilder<ExternalLogin> builder)
    {
        builder.ToTable("ExternalLogins");
        builder.Property(login => login.Provider).HasMaxLength(ExternalLogin.ProviderMaxLength);
        builder.Property(login => login.Issuer).HasMaxLength(ExternalLogin.IssuerMaxLength);
        builder.Property(login => login.Subject).HasMaxLength(ExternalLogin.SubjectMaxLength);
        builder.Property(login => login.KeyHash).HasMaxLength(Sha256Hex.Length);
        builder.HasIndex(login => login.KeyHash).IsUnique();
        builder.HasIndex(login => new { login.PersonId, login.Provider }).IsUnique();
        builder.HasOne<RegistryUser>().WithMany().HasForeignKey(login => login.PersonId);
    }

    public void Configure(EntityTypeBuilder<Collection> builder)
    {
        builder.ToTable("Collections");
        builder.Property(collection => collection.Path).HasMaxLength(Collection.PathMaxLength);
        builder.Property(collection => collection.NormalizedPath).HasMaxLength(Collection.PathMaxLength);
        builder.Property(collection => collection.Description).HasMaxLength(Collection.DescriptionMaxLength);
        builder.Property(collection => collection.CreatedByName).HasMaxLength(RegistryUser.EmailMaxLength);
        builder.Ignore(collection => collection.Place);
        builder.HasIndex(collection => collection.NormalizedPath).IsUnique();
        builder.HasOne<Collection>().WithMany().HasForeignKey(collection => collection.ParentId);
        builder.HasOne<RegistryUser>().WithMany().HasForeignKey(collection => collection.OwnerId);
    }

    public void Configure(EntityTypeBuilder<CollectionAncestor> builder)
    {
        builder.ToTable("CollectionAncestors");
        builder.HasKey(link => new { link.CollectionId, link.AncestorId });
        builder.HasIndex(link => new { link.AncestorId, link.CollectionId });
        builder.HasOne<Collection>().WithMany().HasForeignKey(link => link.CollectionId);
        builder.HasOne<Collection>().WithMany().HasForeignKey(link => link.AncestorId);
    }

    public void Configure(EntityTypeBuilder<StandIn> builder)
    {
        builder.ToTable("StandIns");
        builder.HasIndex(standIn => standIn.PersonId).IsUnique();
        builder.HasIndex(standIn => standIn.StandInId);
        builder.HasOne<RegistryUser>().WithMany().HasForeignKey(standIn => standIn.PersonId);
        builder.HasOne<RegistryUser>().WithMany().HasForeignKey(standIn => standIn.StandInId);
    }

    public void Configure(EntityTypeBuilder<UserSession> builder)
    {
        builder.ToTable("UserSessions");
        builder.HasKey(session => session.Id);
        builder.Property(session => session.Id).ValueGeneratedNever();
        builder.Property(session => session.Address).HasMaxLength(UserSession.AddressMaxLength);
        builder.Property(session => session.Device).HasMaxLength(UserSession.DeviceMaxLength);
        builder.HasIndex(session => new { session.UserId, session.ExpiresAt });
        builder.HasIndex(session => session.ExpiresAt);
        builder.HasIndex(session => session.EndedAt);
        builder.HasOne<RegistryUser>().WithMany().HasForeignKey(session => session.UserId);
    }
}
