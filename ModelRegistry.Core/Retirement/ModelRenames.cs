using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Core.Retirement;

/// <summary>
/// Why somebody may not rename a model now, and what of it is in use, so that a rename needs a reason: each a sentence, null when there is nothing.
/// </summary>
public sealed record ModelRenaming(string? Refusal, string? InUse);

/// <summary>
/// Gives models other names (rule 5). Everything that is said of a model goes by its id and stays; the former name stays reserved for it. What runs
/// somewhere or waits for reviewers is renamed by an admin only, with a reason.
/// </summary>
public sealed class ModelRenames(RegistryStore store)
{
    private const string OnlyAdmins = "Only an admin can rename it now, with a reason.";

    public Task<ModelView> RenameAsync(string name, string? newName, string? reason, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            var db = transaction.Db;
            var model = await db.TakeModelAsync(actor, name, ct); // whoever comes second finds that the name is a former one
            Rights.Require(actor, Right.RenameModel, model.Place);
            var (was, wanted) = (model.Ref, ModelName.Check(newName));
            if (wanted != was.Name)
            {
                if (await TakenNames.IsTakenAsync(db, model, wanted, ct))
                {
                    throw TakenNames.Taken(wanted);
                }

                var why = CheckReason(reason, await WhyInUseAsync(db, model, ct), actor);
                await db.Entry(model).Collection(found => found.Names).LoadAsync(ct);
                await TakenNames.RequireToldApartAsync(transaction, model, wanted, ct);
                model.Rename(wanted);
                model.UpdatedAt = transaction.Now;
                transaction.Record(new ModelRenamed(was, new(was.Name), new(wanted), why));
                await db.SaveChangesAsync(ct);
                await transaction.FollowAsync(new RenamedModel(model, was.Name), ct);
            }

            await db.Entry(model).Collection(found => found.Tags).LoadAsync(ct);
            return await ModelWorkflow.ViewAsync(db, model, ct);
        }, ct);

    /// <summary>Whether the actor may rename the model now, and whether that needs a reason.</summary>
    public Task<ModelRenaming> StateAsync(string name, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var model = await db.FindModelAsync(actor, name, ct);
            var inUse = await WhyInUseAsync(db, model, ct);
            var keeping = inUse is null || Rights.Allows(actor, Right.RenameModelInUse) ? null : $"{inUse} {OnlyAdmins}";
            return new ModelRenaming(Rights.WhyNot(actor, Right.RenameModel, model.Place) ?? keeping, inUse);
        }, ct);

    private static string? CheckReason(string? reason, string? inUse, Actor actor)
    {
        if (inUse is not null && !Rights.Allows(actor, Right.RenameModelInUse))
        {
            throw RegistryException.Conflict("model_in_use", $"{inUse} {OnlyAdmins}");
        }

        return inUse is null
            ? Text.CheckOptional("reason", reason, RetirementRules.ReasonMaxLength)
            : Text.Check("reason", reason, RetirementRules.ReasonMaxLength, required: true);
    }

    /// <summary>What of the model is in use now, as a sentence; null when nothing is. To be asked under its lock by whoever changes it.</summary>
    private static async Task<string?> WhyInUseAsync(RegistryDbContext db, Model model, CancellationToken ct)
    {
        var stages = await db.Slots.Where(slot => slot.ModelId == model.Id && slot.Kind == SlotKind.Stage && slot.VersionId != null)
            .OrderBy(slot => slot.NormalizedName).Select(slot => slot.Name).ToListAsync(ct);
        if (stages.Count > 0)
        {
            return $"'{model.Name}' has a version in {string.Join(" and ", stages)}.";
        }

        var open = await db.PromotionRequests.Where(request => request.ModelId == model.Id && !request.IsFinal).OrderBy(request => request.Number)
            .Select(request => (long?)request.Number).FirstOrDefaultAsync(ct);
        return open is null ? null : string.Create(CultureInfo.InvariantCulture, $"Request #{open} of '{model.Name}' is open.");
    }
}
