using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Rollbacks;

/// <summary>
/// Decides a rollback inside its transaction: takes the locks, reads everything again (role, occupant, candidates, quarantine, archive, the proof) and
/// refuses, or says what is to be done.
/// </summary>
internal static class RollbackDecision
{
    public static async Task<DecidedRollback> TakeAsync(RegistryTransaction transaction, RollbackAttempt attempt, CancellationToken ct)
    {
        var db = transaction.Db;
        var model = await db.FindModelAsync(transaction.Actor, attempt.Model, ct);
        Rights.Require(transaction.Actor, Right.RollBack, model.OwnerId);
        await db.LockAsync(model, ct);
        await transaction.SerializeAsync(ct);
        var actor = await transaction.PresentActorAsync(ct);
        model = await db.FindModelAsync(actor, attempt.Model, ct);
        Rights.Require(actor, Right.RollBack, model.OwnerId);
        var command = RollbackGuards.Check(attempt.Command);
        var past = await SlotPasts.ReadAsync(db, model, await RollbackQueries.RequireSlotAsync(db, model, attempt.Slot, ct), command.ToVersion, ct);
        var occupant = RollbackGuards.RequireOccupant(past, command);
        var from = (await db.Versions.FindAsync([occupant.Id], ct))!;
        if (!command.TakeOut)
        {
            return await BackAsync(transaction, attempt with { Command = command }, past, from, actor, ct);
        }

        RollbackGuards.RequireNothingLeft(past, attempt);
        return new DecidedRollback(past, from, null, RollbackKind.TakenOut, command, command.Quarantine ?? true, new RollbackProof(0, 0, 0), null);
    }

    private static async Task<DecidedRollback> BackAsync(RegistryTransaction transaction, RollbackAttempt attempt, SlotPast past, ModelVersion from, Actor actor, CancellationToken ct)
    {
        var command = attempt.Command;
        var target = command.ToVersion is { } number
            ? await RollbackGuards.RequireFormerAsync(transaction.Db, past, number, ct)
            : RollbackGuards.RequireWhole(attempt, past.Proposed(attempt.Unfit)) ?? throw NothingProposed(past);
        var forward = target.Version.Id == past.Undone?.FromVersionId;
        var quarantines = command.Quarantine ?? !forward;
        RollbackGuards.RequireMayReturn(past, target, command, actor, quarantines);
        var to = (await transaction.Db.Versions.FindAsync([target.Version.Id], ct))!;
        var lifted = forward ? await RollForward.LiftAsync(transaction, past, to, command, actor, ct) : null;
        if (await transaction.Db.IsQuarantinedAsync(to, ct))
        {
            throw RegistryException.Conflict(EntryRules.Quarantined, EntryRules.QuarantinedSentence(target.Number), RollbackGuards.TargetField);
        }

        var proof = RollbackGuards.RequireProof(attempt, target, transaction.Now);
        return new DecidedRollback(past, from, to, forward ? RollbackKind.Forward : RollbackKind.Back, command, quarantines, new RollbackProof(proof.Files, proof.Bytes, proof.Milliseconds), lifted);
    }

    private static RegistryException NothingProposed(SlotPast past) => RegistryException.Conflict("nothing_to_propose", past.Former.Count == 0
        ? $"No version was in {past.Slot.Name} before, so there is nothing to go back to. Take the slot out of production instead."
        : $"None of the versions that were in {past.Slot.Name} before can be proposed. Name one as toVersion, or take the slot out of production.", RollbackGuards.TargetField);
}
