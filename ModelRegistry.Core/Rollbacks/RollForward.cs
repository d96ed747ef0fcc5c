using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Quarantines;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Rollbacks;

/// <summary>
/// A roll forward goes back to the version that the last rollback removed, and lifts the quarantine which that rollback set, by somebody who may
/// release it (rules 8 and 12).
/// </summary>
internal static class RollForward
{
    /// <summary>The quarantine that stands in the way because the rollback set it; null when there is none, or no rollback to take back.</summary>
    public static Task<Quarantine?> HeldAsync(RegistryDbContext db, SlotPast past, CancellationToken ct)
    {
        var number = past.Undone?.Number;
        return number is null
            ? Task.FromResult<Quarantine?>(null)
            : db.Quarantines.AsTracking().FirstOrDefaultAsync(quarantine => quarantine.RollbackNumber == number && quarantine.ReleasedAt == null, ct);
    }

    /// <summary>Why the actor may not lift it; null when they may, or when there is nothing to lift.</summary>
    public static async Task<string?> WhyNotLiftAsync(RegistryDbContext db, SlotPast past, Actor actor, CancellationToken ct) =>
        await HeldAsync(db, past, ct) is { } held ? await WhyNotLiftAsync(db, past, held, actor, ct) : null;

    /// <summary>Lifts the quarantine in the transaction of the roll forward, or refuses and says who can. Returns its number.</summary>
    public static async Task<long?> LiftAsync(RegistryTransaction transaction, SlotPast past, VersionState target, NewRollback command, Actor actor,
        CancellationToken ct)
    {
        if (await HeldAsync(transaction.Db, past, ct) is not { } held)
        {
            return null;
        }

        if (await WhyNotLiftAsync(transaction.Db, past, held, actor, ct) is { } sentence)
        {
            throw RegistryException.Conflict(EntryRules.Quarantined, sentence, RollbackGuards.TargetField);
        }

        var reason = Text.Check("releaseReason", string.IsNullOrWhiteSpace(command.ReleaseReason) ? command.Reason : command.ReleaseReason,
            SlotInterval.ReasonMaxLength, required: true).Trim();
        var version = await transaction.Db.Versions.FirstAsync(found => found.Id == target.Id, ct);
        await Quarantining.ReleaseAsync(transaction, past.Model, version, [held], reason, ct);
        await transaction.Db.SaveChangesAsync(ct);
        return held.Number;
    }

    private static async Task<string?> WhyNotLiftAsync(RegistryDbContext db, SlotPast past, Quarantine held, Actor actor, CancellationToken ct)
    {
        var version = await db.Versions.FirstOrDefaultAsync(found => found.Id == held.VersionId, ct);
        if (version is null)
        {
            return null; // deleted: nobody rolls forward to it
        }

        var involved = await Releasing.InvolvedAsync(db, version, [held], ct);
        return Rights.Allows(actor, Right.ReleaseQuarantine, past.Model.Place) && involved.All(person => person.UserId != actor.UserId)
            ? null
            : $"The rollback quarantined v{held.VersionNumber.Text()}. Rolling forward releases it, which takes a reviewer who had no hand in it. "
                + $"{await Releasing.WhoCanAsync(db, past.Model, involved, ct)}";
    }
}
