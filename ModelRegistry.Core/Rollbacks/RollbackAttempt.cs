using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Rollbacks;

/// <summary>
/// A wish with what was found before its transaction, where reading gigabytes has its place: the re-hash of the target (null: not worth it, the
/// transaction says why), the versions whose files are not there, and what to propose if the target fails.
/// </summary>
internal sealed record RollbackAttempt(string Model, string Slot, NewRollback Command, Rehash? Rehash, IReadOnlySet<Guid> Unfit, int? Next);

/// <summary>What was decided in the transaction: nothing stands against it any more. Without <see cref="To"/> the slot is emptied.</summary>
internal sealed record DecidedRollback(
    SlotPast Past, VersionState From, VersionState? To, RollbackKind Kind, NewRollback Command, bool Quarantines, RollbackProof Proof, long? Lifted)
{
    /// <summary>Whether open requests wait for the slot.</summary>
    public bool IsAwaited { get; init; }

    public int Confirmations => Math.Max(1, Past.Policy?.RequiredApprovals ?? 0);
}
