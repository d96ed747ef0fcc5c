using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Rollbacks;

/// <summary>Goes back to an earlier occupant of a slot (rule 11): without approval and gates, never without proof of the bytes.</summary>
public sealed class RollbackWorkflow(RegistryStore store, ArtifactStore artifacts, VersionVerification verification, HeavyWork work)
{
    /// <summary>Every pre-check of one candidate with its hashes recomputed now; nothing moves. Who may not roll back is refused.</summary>
    public async Task<RollbackCandidate> RehearseAsync(string modelName, string slot, int version, IProgress<VerificationProgress>? progress, Actor actor,
        CancellationToken ct)
    {
        var (list, candidate) = await store.ReadAsync(actor, async db =>
        {
            var model = await db.FindModelAsync(actor, modelName, ct);
            Rights.Require(actor, Right.RollBack, model.Place);
            var past = await SlotPasts.ReadAsync(db, model, await RollbackQueries.RequireSlotAsync(db, model, slot, ct), version, ct);
            var former = await RollbackGuards.RequireFormerAsync(db, past, version, ct);
            return (await CandidateList.ReadAsync(db, artifacts, past, ct), former);
        }, ct);
        using var underWay = work.Begin(actor);
        var rehash = await HashAsync(list.Past.Model.Name, candidate, progress, actor, ct);
        return list.View(candidate, rehash, verification.EstimateMilliseconds);
    }

    /// <summary>
    /// Goes back. Every SHA-256 of the target is recomputed first; then one transaction judges everything again and moves the slot, or refuses and
    /// moves nothing.
    /// </summary>
    public async Task<RollbackView> RollBackAsync(string modelName, string slot, NewRollback command, IProgress<VerificationProgress>? progress, Actor actor,
        CancellationToken ct)
    {
        var attempt = await PrepareAsync(modelName, slot, command, progress, actor, ct);
        return await store.WriteAsync(actor, async transaction =>
            await RollbackExecution.RunAsync(transaction, await RollbackDecision.TakeAsync(transaction, attempt, ct), ct), ct);
    }

    private async Task<RollbackAttempt> PrepareAsync(string modelName, string slot, NewRollback command, IProgress<VerificationProgress>? progress, Actor actor,
        CancellationToken ct)
    {
        var attempt = new RollbackAttempt(modelName, slot, command, null, new HashSet<Guid>(), null);
        if (await PlanAsync(attempt, actor, ct) is not { } list)
        {
            return attempt;
        }

        var target = command.ToVersion is { } number ? list.Past.Former.FirstOrDefault(former => former.Number == number) : list.Proposed;
        var rehash = command.TakeOut || target is null || !IsWorthReading(list.Past, target) ? null
            : await HashAsync(list.Past.Model.Name, target, progress, actor, ct);
        var unfit = list.Looks.Unfit;
        return attempt with
        {
            Rehash = rehash,
            Unfit = unfit,
            Next = rehash is { Ok: false } ? list.Past.Proposed(unfit.Append(rehash.VersionId).ToHashSet())?.Number : null
        };
    }

    /// <summary>The candidates, if the wish is one that its transaction may grant; what is wrong with it, the transaction says.</summary>
    private Task<CandidateList?> PlanAsync(RollbackAttempt wish, Actor actor, CancellationToken ct) =>
        store.ReadAsync(Actor.System, async db =>
        {
            var model = await db.Named(actor, wish.Model).FirstOrDefaultAsync(ct);
            if (model is null || ModelAccess.IsFormer(wish.Model, model.Name) || !Rights.Allows(actor, Right.RollBack, model.Place)
                || SlotName.TryNormalize(wish.Slot) is null || string.IsNullOrWhiteSpace(wish.Command.Reason))
            {
                return null;
            }

            var past = await SlotPasts.ReadAsync(db, model, await SlotPlace.ReadAsync(db, model, wish.Slot, ct), wish.Command.ToVersion, ct);
            return past.Occupant is null || past.Occupant.Number != wish.Command.ExpectedOccupant ? null
                : await CandidateList.PlanAsync(db, artifacts, past, ct);
        }, ct);

    // A quarantine that a roll forward may lift is no reason not to read.
    private static bool IsWorthReading(SlotPast past, FormerOccupant target) =>
        target.Version.MayEnter || (target.Version.Id == past.Undone?.FromVersionId && target.Version with { Quarantined = false } is { MayEnter: true });

    /// <summary>Hashes the files; what contradicts the last verification is put on record, whatever becomes of the rollback.</summary>
    private async Task<Rehash> HashAsync(string modelName, FormerOccupant candidate, IProgress<VerificationProgress>? progress, Actor actor,
        CancellationToken ct)
    {
        var rehash = await verification.HashAsync(modelName, candidate.Number.Text(), Actor.System, progress, ct);
        if (!rehash.Ok || candidate.Version.VerifiedOk == false)
        {
            await verification.RecordAsync(rehash, actor with { Idempotency = null }, ct); // the key is for the rollback itself
        }

        return rehash;
    }
}
