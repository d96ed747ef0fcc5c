using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Slots;
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

/// <summary>
/// Decides a rollback inside its transaction: takes the locks, reads everything again (role, occupant, candidates, quarantine, archive, the proof) and
/// refuses, or says what is to be done.
/// </summary>
internal static class RollbackDecision
{
    public static async Task<DecidedRollback> TakeAsync(RegistryTransaction transaction, RollbackAttempt attempt, CancellationToken ct)
    {
        var (db, actor) = (transaction.Db, transaction.Actor);
        var model = await db.FindModelAsync(actor, attempt.Model, ct);
        Rights.Require(actor, Right.RollBack, model.Place);
        await db.LockAsync(model, ct);
        await transaction.TakeTurnAsync(ct);
        var command = RollbackGuards.Check(attempt.Command);
        var place = await SlotPlace.ReadAsync(db, model, attempt.Slot, ct);
        RollbackQueries.RequireSlot(model, place.Slot, attempt.Slot);
        var past = await SlotPasts.ReadAsync(db, model, place, command.ToVersion, ct);
        var occupant = RollbackGuards.RequireOccupant(past, command);
        if (!command.TakeOut)
        {
            return await BackAsync(transaction, attempt with { Command = command }, past, occupant, actor, ct) with { IsAwaited = place.IsAwaited };
        }


        RollbackGuards.RequireNothingLeft(past, attempt);
        return new DecidedRollback(past, occupant, null, RollbackKind.TakenOut, command, command.Quarantine ?? true, new RollbackProof(0, 0, 0), null)
        {
            IsAwaited = place.IsAwaited,
        };
    }

    private static async Task<DecidedRollback> BackAsync(RegistryTransaction transaction, RollbackAttempt attempt, SlotPast past, VersionState occupant,
        Actor actor, CancellationToken ct)
    {
        var command = attempt.Command;
        var target = command.ToVersion is { } number
            ? await RollbackGuards.RequireFormerAsync(transaction.Db, past, number, ct)
            : RollbackGuards.RequireWhole(attempt, past.Proposed(attempt.Unfit)) ?? throw NothingProposed(past);
        var forward = target.Version.Id == past.Undone?.FromVersionId;
        var quarantines = command.Quarantine ?? !forward;
        RollbackGuards.RequireMayReturn(past, target, command, actor, quarantines);
        var lifted = forward ? await RollForward.LiftAsync(transaction, past, target.Version, command, actor, ct) : null;
        if (lifted is null ? target.Version.Quarantined : (await transaction.Db.QuarantinedAsync([target.Version.Id], ct)).Count > 0)
        {
            throw RegistryException.Conflict(EntryRules.Quarantined, EntryRules.QuarantinedSentence(target.Number), RollbackGuards.TargetField);
        }

        var proof = RollbackGuards.RequireProof(attempt, target, transaction.Now);
        return new DecidedRollback(past, occupant,
            target.Version, forward ? RollbackKind.Forward : RollbackKind.Back, command, quarantines,
            new RollbackProof(proof.Files, proof.Bytes, proof.Milliseconds), lifted);
    }

    private static RegistryException NothingProposed(SlotPast past) => RegistryException.Conflict("nothing_to_propose", past.Former.Count == 0
        ? $"No version was in {past.Slot.Name} before, so there is nothing to go back to. Take the slot out of production instead."
        : $"None of the versions that were in {past.Slot.Name} before can be proposed. Name one as toVersion, or take the slot out of production.",
            RollbackGuards.TargetField);
}

/// <summary>What refuses a rollback, each with a code of its own and, where the state has changed, with the present one.</summary>
internal static class RollbackGuards
{
    public const string TargetField = "toVersion";

    // What was hashed longer ago than this proves too little about now.
    private static readonly TimeSpan ProofLasts = TimeSpan.FromMinutes(5);

    /// <summary>The texts of the wish, checked and trimmed; what contradicts itself is refused.</summary>
    public static NewRollback Check(NewRollback command)
    {
        var reason = Text.Check("reason", command.Reason, SlotInterval.ReasonMaxLength, required: true).Trim();
        var incident = Text.CheckOptional("incident", command.Incident, PromotionRequest.IncidentMaxLength);
        if (command.ExpectedOccupant is null)
        {
            throw RegistryException.Invalid("expectedOccupant", "field_required",
                "expectedOccupant must be the version that you see in the slot: with another one there, nothing moves.");
        }

        return command is { TakeOut: true, ToVersion: not null }
            ? throw RegistryException.Invalid(TargetField, "target_not_needed", "takeOut empties the slot: leave toVersion out.")
            : command with { Reason = reason, Incident = incident };
    }

    public static VersionState RequireOccupant(SlotPast past, NewRollback command)
    {
        var slot = past.Slot;
        if (past.Occupant is { } occupant && occupant.Number == command.ExpectedOccupant)
        {
            return occupant;
        }

        var now = slot.Row is { VersionId: not null } row ? row : null;
        throw new RegistryException(RefusalKind.Conflict, now is null ? "slot_empty" : "occupant_changed", now is null
            ? $"Nothing is in {slot.Name} of '{past.Model.Name}', so there is nothing to go back from. Promote a version."
            : $"v{now.VersionNumber!.Value.Text()} is in {slot.Name} of '{past.Model.Name}' now, not v{command.ExpectedOccupant!.Value.Text()}. Nothing was "
                + "moved: look at it again.", "expectedOccupant")
        {
            Details = new Dictionary<string, object?>
            {
                ["occupant"] = now?.VersionNumber,
                ["since"] = slot.Row?.MovedAt,
                ["by"] = slot.Row?.MovedByName,
                ["requestId"] = slot.Row?.RequestNumber,
                ["rollbackId"] = slot.Row?.RollbackNumber
            },
        };
    }

    /// <summary>The candidate of that number, or why it is none.</summary>
    public static async Task<FormerOccupant> RequireFormerAsync(RegistryDbContext db, SlotPast past, int number, CancellationToken ct)
    {
        if (past.Occupant?.Number == number)
        {
            throw RegistryException.Conflict("already_occupant", $"v{number.Text()} is in {past.Slot.Name} already. Choose an earlier one.", TargetField);
        }

        if (past.Former.FirstOrDefault(former => former.Number == number) is { } found)
        {
            return found;
        }

        var slotId = past.Slot.Row?.Id;
        throw await db.SlotIntervals.AnyAsync(stay => stay.SlotId == slotId && stay.VersionNumber == number, ct)
            ? RegistryException.Conflict("version_deleted", $"v{number.Text()} was deleted. An admin can restore it from the bin.", TargetField)
            : RegistryException.Conflict("not_a_former_occupant",
                $"v{number.Text()} was never in {past.Slot.Name} of '{past.Model.Name}': a rollback only goes back. Ask for its promotion instead.",
                TargetField);
    }

    /// <summary>What never passes, whoever asks; quarantine is asked for apart, because a roll forward may lift it.</summary>
    public static void RequireMayReturn(SlotPast past, FormerOccupant target, NewRollback command, Actor actor, bool quarantines)
    {
        if (target.Version.Archived)
        {
            throw RegistryException.Conflict(EntryRules.Archived, EntryRules.ArchivedSentence(target.Number), TargetField);
        }

        if (quarantines && target.Version.HasBytesOf(past.Occupant!))
        {
            throw RegistryException.Conflict("same_bytes",
                $"v{target.Number.Text()} has the same files as v{past.Occupant!.Number.Text()}, which this rollback would quarantine. Choose another "
                + "version, or do not quarantine.", TargetField);
        }

        if (!target.NeedsEmergency)
        {
            return;
        }

        Rights.Require(actor, Right.BreakGlass);
        if (command.Incident is null)
        {
            throw RegistryException.Invalid("incident", "field_required",
                $"v{target.Number.Text()} came into {past.Slot.Name} without approval: going back to it is break-glass and needs the reference of an "
                + "incident.");
        }
    }

    /// <summary>
    /// When nobody named a target: what was proposed failed its re-hash, so that another is proposed by now; that is for the caller to decide and
    /// never done unasked.
    /// </summary>
    public static FormerOccupant? RequireWhole(RollbackAttempt attempt, FormerOccupant? proposed) =>
        attempt.Rehash is { Ok: false } failed ? throw IntegrityFailed(attempt, failed) : proposed;

    /// <summary>Every file was hashed for this rollback, a moment ago, and was right.</summary>
    public static Rehash RequireProof(RollbackAttempt attempt, FormerOccupant target, DateTimeOffset now)
    {
        var (version, rehash) = (target.Version, attempt.Rehash);
        if (rehash is { Ok: false } && rehash.VersionId == version.Id)
        {
            throw IntegrityFailed(attempt, rehash);
        }

        return rehash is not null && rehash.VersionId == version.Id && now - rehash.At <= ProofLasts
            && !(version is { VerifiedOk: false, VerifiedAt: { } failed } && failed > rehash.At)
            ? rehash
            : throw RegistryException.Conflict("changed_meanwhile",
                "Something that this rollback depends on changed while its files were read. Nothing was moved: look at it again.");
    }

    /// <summary>Taking out is for when nothing can be proposed any more.</summary>
    public static void RequireNothingLeft(SlotPast past, RollbackAttempt attempt)
    {
        if (past.Proposed(attempt.Unfit) is { } left)
        {
            throw new RegistryException(RefusalKind.Conflict, "candidates_left",
                $"v{left.Number.Text()} can be gone back to. {past.Slot.Name} is taken out only when nothing else is left.", "takeOut")
            {
                Details = new Dictionary<string, object?> { ["next"] = left.Number },
            };
        }
    }

    private static RegistryException IntegrityFailed(RollbackAttempt attempt, Rehash rehash)
    {
        var what = rehash.Findings.Count > 0 ? CandidateChecks.Sentence(rehash.Findings) : "The list of its files is not the one that was sealed.";
        var next = attempt.Next is { } number ? string.Create(CultureInfo.InvariantCulture, $"The next candidate is v{number}.")
            : "No other candidate can be proposed.";
        return new RegistryException(RefusalKind.Conflict, "integrity_failed",
            $"v{rehash.Number.Text()} is not what was approved, so nothing was moved. {what} {next}", TargetField)
        {
            Details = new Dictionary<string, object?> { ["version"] = rehash.Number, ["files"] = rehash.Findings.Take(100).ToList(), ["next"] = attempt.Next },
        };
    }
}
