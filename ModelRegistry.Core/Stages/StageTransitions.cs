using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Stages;

/// <summary>
/// Stages and aliases for programs that know no requests, such as MLflow's clients: what needs nobody's approval moves at once, for everything else the
/// promotion request is opened, or found where it was opened before.
/// </summary>
public sealed class StageTransitions(RegistryStore store, PromotionWorkflow promotions)
{
    private const string Comment = "Asked for by a client of MLflow.";

    /// <summary>Points a stage or alias at a version.</summary>
    /// <param name="modelName">The model.</param>
    /// <param name="slot">The stage or alias.</param>
    /// <param name="version">The version's number.</param>
    /// <param name="archivesFormer">Whether the version that leaves is labelled <see cref="VersionStages.Archived"/>.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="ct">Cancels it.</param>
    /// <returns>The number of the request that has to be approved first; null when the slot points there now.</returns>
    public async Task<long?> SetAsync(string modelName, string slot, int version, bool archivesFormer, Actor actor, CancellationToken ct)
    {
        try
        {
            await store.WriteAsync(actor, transaction => MoveAsync(transaction, modelName, slot, version, archivesFormer, ct), ct);
            return null;
        }
        catch (RegistryException refusal) when (refusal.Code == OpenMoves.GovernedCode)
        {
            return await AskAsync(modelName, slot, version, actor, ct);
        }
    }

    /// <summary>Takes a version out of the stages that MLflow knows, and labels it as archived or as in none.</summary>
    public Task LeaveAsync(string modelName, int version, bool archives, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            var db = transaction.Db;
            var model = await db.TakeModelAsync(actor, modelName, ct);
            Rights.Require(actor, Right.MoveAlias, model.Place);
            var found = await db.Versions.FindInAsync(model, version.Text(), ct);
            var held = await HeldAsync(db, found.Id, ct);
            var at = held.Select(slot => slot.NextMoveAt(transaction.Now)).Append(transaction.Now).Max();
            await LabelAsync(db, found.Id, archives ? at : null, ct);
            transaction.Announce(new StageLabelled(model.Ref, version));
            foreach (var slot in held.DistinctBy(slot => slot.NormalizedName))
            {
                await OpenMoves.EmptyAsync(transaction, model, slot.Name, ct);
            }
        }, ct);

    private static async Task MoveAsync(RegistryTransaction transaction, string modelName, string slot, int version, bool archivesFormer, CancellationToken ct)
    {
        var (db, actor) = (transaction.Db, transaction.Actor);
        SlotName.Check("alias", slot);
        var model = await db.TakeModelAsync(actor, modelName, ct);
        Rights.Require(actor, Right.MoveAlias, model.Place);
        var judged = await OpenMoves.FindAsync(db, model, version.Text(), ct);
        if (archivesFormer)
        {
            await LabelFormerAsync(transaction, model, slot, judged.Version.Id, ct);
        }

        await OpenMoves.SetAsync(transaction, model, slot, judged, ct);
    }

    /// <summary>Before the move, because rows of versions are locked before the turn of decisions; when the move is refused, nothing of it stays.</summary>
    private static async Task LabelFormerAsync(RegistryTransaction transaction, Model model, string slot, Guid comes, CancellationToken ct)
    {
        var db = transaction.Db;
        var normalized = SlotName.Normalize(slot);
        var row = await db.Slots.SingleOrDefaultAsync(found => found.ModelId == model.Id && found.NormalizedName == normalized, ct);
        if (row?.VersionId is { } former && former != comes && (await HeldAsync(db, former, ct)).Count == 1)
        {
            await LabelAsync(db, former, row.NextMoveAt(transaction.Now), ct);
        }
    }

    private static Task<List<Slot>> HeldAsync(RegistryDbContext db, Guid versionId, CancellationToken ct) =>
        db.Slots.Where(slot => slot.VersionId == versionId && slot.Kind == SlotKind.Stage && VersionStages.Slots.Contains(slot.NormalizedName))
            .OrderBy(slot => slot.NormalizedName).ToListAsync(ct);

    private static Task LabelAsync(RegistryDbContext db, Guid versionId, DateTimeOffset? at, CancellationToken ct) =>
        db.Versions.Where(version => version.Id == versionId && version.StageArchivedAt != at)
            .ExecuteUpdateAsync(set => set.SetProperty(version => version.StageArchivedAt, at), ct);

    /// <summary>One that waits is not opened again, for its approvals would be lost.</summary>
    private async Task<long?> AskAsync(string modelName, string stage, int version, Actor actor, CancellationToken ct)
    {
        var waiting = await store.ReadAsync(actor, async db =>
        {
            var (model, normalized) = (await db.FindModelAsync(actor, modelName, ct), SlotName.Normalize(stage));
            Rights.Require(actor, Right.OpenRequest, model.Place);
            return await db.PromotionRequests.Where(request => request.ModelId == model.Id && request.NormalizedSlot == normalized
                    && request.VersionNumber == version && !request.IsFinal)
                .OrderBy(request => request.Number).Select(request => (long?)request.Number).FirstOrDefaultAsync(ct);
        }, ct);
        if (waiting is not null)
        {
            return waiting;
        }

        try
        {
            var request = await promotions.OpenAsync(modelName, stage, new NewRequest(version, Comment), actor, ct);
            return request.State == RequestState.Executed ? null : request.Id;
        }
        catch (RegistryException refusal) when (refusal.Code == PromotionWish.AlreadyThere)
        {
            return null;
        }
    }
}
