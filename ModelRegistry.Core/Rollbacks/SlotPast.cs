using ModelRegistry.Core.Models;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Rollbacks;

/// <summary>What a rollback to or from a version depends on, as the database knows it now.</summary>
internal sealed record VersionState(Guid Id, int Number, VersionStatus Status, string? Digest, string? ContentDigest, bool Archived, DateTimeOffset? VerifiedAt, bool? VerifiedOk, int FileCount, long TotalSize)
{
    public bool Quarantined { get; init; }

    /// <summary>What stands against it whatever its files are; those are looked at apart from this.</summary>
    public bool MayEnter => Status == VersionStatus.Ready && !Archived && !Quarantined;

    /// <summary>By the rule of quarantines: whatever holds the one holds the other.</summary>
    public bool HasBytesOf(VersionState other) =>
        (Digest is not null && Digest == other.Digest) || (ContentDigest is not null && ContentDigest == other.ContentDigest);
}

/// <summary>One stay in a slot, as far as a rollback is concerned.</summary>
internal sealed record PastStay(
    Guid SlotId, Guid VersionId, int Number, DateTimeOffset From, DateTimeOffset? Until, string By, MoveKind Via, MoveKind? LeftVia, long? RequestNumber, long? RollbackNumber);

/// <summary>The last ended stays of the versions that are candidates, newest departure first; <see cref="Truncated"/> when there were others.</summary>
internal sealed record LastStays(IReadOnlyList<PastStay> Stays, bool Truncated)
{
    public static LastStays None { get; } = new([], false);
}

/// <summary>A former occupant by its last stay. <see cref="NotProposed"/>: why it is never proposed; null when it may be.</summary>
internal sealed record FormerOccupant(VersionState Version, PastStay Stay, string? NotProposed, bool NeedsEmergency)
{
    public int Number => Version.Number;
}

/// <summary>
/// A slot with its occupant, those before it (newest departure first) and the policy in force. <see cref="Undone"/> is the rollback that moved
/// it last and can be taken back by a roll forward; <see cref="HadOthers"/> counts deleted versions too.
/// </summary>
internal sealed record SlotPast(Model Model, NamedSlot Slot, PolicyContent? Policy, VersionState? Occupant, IReadOnlyList<FormerOccupant> Former, bool Truncated, Rollback? Undone, bool HadOthers)
{
    /// <summary>Whether somebody must agree to a move, now.</summary>
    public bool IsGoverned => Policy is { IsOpen: false };

    /// <summary>What a rollback would propose if every file were whole.</summary>
    public FormerOccupant? Fallback => Proposable.FirstOrDefault();

    public IEnumerable<FormerOccupant> Proposable => Former.Where(former => former.NotProposed is null);

    /// <summary>
    /// What a rollback proposes, given the versions whose files were found unfit. A version that failed its last verification is passed over
    /// until it passes one.
    /// </summary>
    public FormerOccupant? Proposed(IReadOnlySet<Guid> unfit) =>
        Proposable.FirstOrDefault(former => former.Version is { MayEnter: true, VerifiedOk: not false } && !unfit.Contains(former.Version.Id));
}
