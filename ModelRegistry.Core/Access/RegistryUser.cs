using Microsoft.AspNetCore.Identity;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Access;

/// <summary>A person or service account. Disabled, never deleted: the audit trail keeps naming them.</summary>
[NotInLedger("counts sign-ins that failed", nameof(AccessFailedCount), nameof(LockoutEnd))]
[NotInLedger("a mark of the last change, by which two at once are told apart", nameof(ConcurrencyStamp))]
public sealed class RegistryUser : IdentityUser<Guid>
{
    public const int EmailMaxLength = 254;
    public const int DisplayNameMaxLength = 100;
    public const int ExternalIdMaxLength = 255;

    public string DisplayName { get; set; } = "";

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? DisabledAt { get; set; }

    /// <summary>SHA-256 of the one-time invitation secret; null once it was used.</summary>
    public string? InvitationHash { get; set; }

    public DateTimeOffset? InvitationExpiresAt { get; set; }

    /// <summary>For a service account: the person who answers for what it does, and counts as having done it (four eyes).</summary>
    public Guid? ResponsibleId { get; set; }

    /// <summary>Of the last code of the authenticator app that was taken: the half minute that it belonged to, so that none works twice.</summary>
    [NotInLedger("moves with every code, so that none works twice")]
    public long? LastCodeStep { get; set; }

    /// <summary>The id that the directory which provisions the account gave it.</summary>
    public string? ExternalId { get; set; }

    public bool IsActive => DisabledAt is null;
}

public sealed class RegistryRole : IdentityRole<Guid>
{
    /// <summary>Whether who holds it signs in with a second factor, or sets one up before anything else.</summary>
    public bool NeedsSecondFactor { get; set; }

    /// <summary>Whether who acts by it proves that it is still them before they purge and before they give roles.</summary>
    public bool NeedsProof { get; set; }
}
