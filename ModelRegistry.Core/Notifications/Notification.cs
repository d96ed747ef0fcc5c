using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Notifications;

/// <summary>What a notification is about; says why somebody got it.</summary>
public enum NoticeKind
{
    /// <summary>A request that they may decide was opened, or asks them again.</summary>
    RequestWaiting,

    /// <summary>Somebody decided about their request.</summary>
    RequestDecided,

    /// <summary>What they asked for or approved changed since.</summary>
    RequestChanged,

    RequestExpiring,

    PolicyLowered,

    /// <summary>Somebody gave themselves a role.</summary>
    RoleTaken,

    /// <summary>Something was done without approval and needs a later look.</summary>
    PostReview,

    /// <summary>A stage can no longer be rolled back.</summary>
    NotReady,

    /// <summary>Bytes that they answer for were quarantined or released.</summary>
    Quarantine,

    /// <summary>A model that they own, or whose requests wait for them, has another name.</summary>
    ModelRenamed,

    /// <summary>Something happened to how they sign in.</summary>
    AccountSecurity,

    /// <summary>They are to review for somebody for a while, or somebody for them, or no longer.</summary>
    StandIn,

    /// <summary>An access token of theirs, or of a service account that they answer for, ends soon.</summary>
    TokenExpiring,
}

/// <summary>
/// A line in somebody's bell list, written in the transaction of what it tells of. It is shown only while its reader may see
/// the model.
/// </summary>
[NotInLedger("a message to one person, which decides nothing")]
public sealed class Notification
{
    public const int TextMaxLength = 500;

    public long Id { get; init; }

    public Guid UserId { get; init; }

    public NoticeKind Kind { get; init; }

    /// <summary>One plain sentence.</summary>
    public string Text { get; init; } = "";

    public Guid? ModelId { get; init; }

    public long? RequestNumber { get; init; }

    public DateTimeOffset At { get; init; }

    public DateTimeOffset? ReadAt { get; set; }
}

internal sealed class NotificationMapping : IEntityTypeConfiguration<Notification>
{
    public void Configure(EntityTypeBuilder<Notification> builder)
    {
        builder.ToTable("Notifications");
        builder.Property(notice => notice.Text).HasMaxLength(Notification.TextMaxLength);
        builder.HasIndex(notice => new { notice.UserId, notice.Id });
        builder.HasIndex(notice => new { notice.UserId, notice.ModelId }).HasDatabaseName("IX_Notifications_Unread").HasFilter("[ReadAt] IS NULL");
        builder.HasIndex(notice => notice.ReadAt);
        builder.HasOne<RegistryUser>().WithMany().HasForeignKey(notice => notice.UserId);
        builder.HasOne<Model>().WithMany().HasForeignKey(notice => notice.ModelId);
    }
}
