using System.Text.Json.Serialization;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Core.Rollbacks;

/// <summary>What was proven just before the move: files whose SHA-256 was recomputed, their bytes, and how long that took.</summary>
public sealed record RollbackProof(int Files, long Bytes, long Milliseconds);

/// <summary>
/// A rollback as its result, lists and the API show it. <see cref="To"/> is null when the slot was emptied;
/// <see cref="QuarantineId"/> is the quarantine that it set, if it set one.
/// </summary>
public sealed record RollbackView(long Id, string Model, string Slot, int From, int? To, RollbackKind Kind, string Reason, string? Incident, string By,
    DateTimeOffset At,
    RollbackProof Verified, bool Quarantined, long? QuarantineId, long PostReviewId);

/// <summary>
/// The wish to go back. Without <see cref="ToVersion"/> to what is proposed. <see cref="ExpectedOccupant"/> is required: another one there
/// and nothing moves. <see cref="Quarantine"/> of the version that is removed: when left out, yes, but not for a roll forward.
/// <see cref="TakeOut"/> empties the slot, when nothing is left to go back to. <see cref="Incident"/> is needed for a version that came without
/// approval. <see cref="ReleaseReason"/> is why a roll forward lifts the quarantine; when left out, the rollback's own reason.
/// </summary>
public sealed record NewRollback(
    int? ToVersion, string Reason, int? ExpectedOccupant, bool? Quarantine = null, bool TakeOut = false, string? Incident = null, string? ReleaseReason = null);

/// <summary>Reasons to choose from; any other text is as good.</summary>
public static class RollbackReasons
{
    public static IReadOnlyList<string> Presets { get; } =
        ["Error rate rose", "Wrong predictions", "Latency too high", "Bad input data", "Wrong version promoted"];
}

public enum CheckOutcome
{
    [JsonStringEnumMemberName("ok")]
    Ok,

    /// <summary>Worth knowing first; it stops nothing.</summary>
    [JsonStringEnumMemberName("warning")]
    Warning,

    [JsonStringEnumMemberName("failed")]
    Failed,
}

/// <summary>One pre-check of a candidate, with its result in a sentence. The names are those of <see cref="PreCheckNames"/>.</summary>
public sealed record PreCheck(string Name, CheckOutcome Outcome, string Detail)
{
    public bool Ok => Outcome != CheckOutcome.Failed;
}

/// <summary>The names of the pre-checks, in their order.</summary>
public static class PreCheckNames
{
    public const string Files = "files";
    public const string Hashes = "hashes";
    public const string Quarantine = "quarantine";
    public const string Archived = "archived";
    public const string Signature = "signature";
}

/// <summary>
/// A former occupant of a slot, by its last stay. <see cref="NotProposed"/> says why it is never proposed; null: it may be.
/// <see cref="NeedsEmergency"/>: choosing it takes break-glass and an incident. <see cref="EstimatedMilliseconds"/> is how long hashing its files would take.
/// </summary>
public sealed record RollbackCandidate(int Version, DateTimeOffset From, DateTimeOffset Until, string By, MoveKind Via, long? RequestId, bool Proposed,
    string? NotProposed,
    bool NeedsEmergency, IReadOnlyList<PreCheck> Checks, bool Ok, int Files, long Bytes, long? EstimatedMilliseconds);

/// <summary>
/// What somebody could go back to in one slot, newest departure first. Null sentences mean that nothing stands against it:
/// <see cref="Refusal"/> says why this viewer may not roll back at all, <see cref="EmergencyRefusal"/> why not to a version that came without approval,
/// <see cref="RollForwardRefusal"/> why not lift the quarantine that stands in the way of <see cref="RollForwardTo"/>, the version that the last
/// rollback removed. <see cref="StaysIn"/> are the other slots that point at the occupant: a rollback leaves them as they are.
/// </summary>
public sealed record RollbackPreview(string Model, string Slot, SlotKind Kind, int? Occupant, DateTimeOffset? Since,
    IReadOnlyList<RollbackCandidate> Candidates, bool Truncated,
    string? Refusal, string? EmergencyRefusal, bool CanTakeOut, int? RollForwardTo, string? RollForwardRefusal, IReadOnlyList<string> StaysIn,
        ReadinessView? Readiness);

/// <summary>
/// What the card of an occupied stage offers: the version that a rollback would propose (null: nothing is left, so the stage can be taken out), and the
/// version that the last rollback removed. The sentences say why the viewer may not; null: they may. The files are looked at by the preview.
/// </summary>
public sealed record RollbackOffer(string Slot, int Occupant, int? Proposed, string? Refusal, int? RollForwardTo, string? RollForwardRefusal);
