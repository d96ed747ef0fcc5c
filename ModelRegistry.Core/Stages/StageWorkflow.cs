using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Stages;

/// <summary>The stages of the server or of a model, in order; <see cref="Own"/> when a model has a list of its own.</summary>
public sealed record StageList(IReadOnlyList<string> Stages, bool Own);

/// <summary>Reads and sets which stages there are: the server's list, and in its place a model's own.</summary>
public sealed class StageWorkflow(RegistryStore store)
{
    /// <summary>The stages of the server, or those that apply to a model.</summary>
    public Task<StageList> GetAsync(string? modelName, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var model = modelName is null ? null : await db.FindModelAsync(actor, modelName, ct);
            return View(await StagesAsync(db, model, ct));
        }, ct);

    /// <summary>Sets the list of the server, or gives a model a list of its own. A renamed stage is one removed and one added.</summary>
    public Task<StageList> SetAsync(string? modelName, IReadOnlyList<string> names, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            Rights.Require(actor, Right.ManageStages);
            var wanted = StageNames.Check(names);
            var model = await LockedAsync(transaction, modelName, actor, ct);
            var before = await StagesAsync(transaction.Db, model, ct);
            var after = wanted.Select((name, i) => NewStage(model, name, i)).ToList();
            await ChangeAsync(transaction, new StageChange(model, before, after), after, ct);
            return View(after);
        }, ct);

    /// <summary>Takes a model's own list away, so that the server's applies to it again.</summary>
    public Task ResetAsync(string modelName, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            Rights.Require(actor, Right.ManageStages);
            var db = transaction.Db;
            var model = await LockedAsync(transaction, modelName, actor, ct);
            var own = await StagesAsync(db, model, ct);
            if (own.Exists(stage => stage.ModelId is null))
            {
                throw RegistryException.NotFound("stages_not_own", $"Model '{modelName}' has no stages of its own: the server's apply to it.");
            }

            await ChangeAsync(transaction, new StageChange(model, own, await StagesAsync(db, null, ct)), rows: [], ct);
        }, ct);

    private static async Task ChangeAsync(RegistryTransaction transaction, StageChange change, List<Stage> rows, CancellationToken ct)
    {
        var (model, before, after) = change;
        if (rows.Count > 0 && before.TrueForAll(stage => stage.ModelId == model?.Id) && before.Select(stage => stage.Name)
            .SequenceEqual(after.Select(stage => stage.Name)))
        {
            return;
        }

        await StageRules.RequireUnusedAsync(transaction, change, ct);
        var modelId = model?.Id;
        await transaction.RemoveAllAsync(transaction.Db.Stages.Where(stage => stage.ModelId == modelId), ct);
        transaction.Db.Stages.AddRange(rows);
        transaction.Record(new StagesChanged(model?.Ref, new(Names(before)), new(rows.Count == 0 ? null : Names(after))));
        await StageRules.PublishMissingPoliciesAsync(transaction, model, rows, ct);
        await transaction.Db.SaveChangesAsync(ct); // what follows reads the new order
        await (model is null ? ShownVersions.FollowStagesAsync(transaction, ct) : ShownVersions.FollowStagesAsync(transaction, model, ct));
    }

    /// <summary>
    /// Every move and request locks its model before it looks at the stages, so that it sees either list whole: the server's
    /// list is changed only while nobody holds a model. In turn, because each new stage gets a policy.
    /// </summary>
    private static async Task<Model?> LockedAsync(RegistryTransaction transaction, string? modelName, Actor actor, CancellationToken ct)
    {
        var db = transaction.Db;
        Model? found = null;
        if (modelName is null)
        {
            await db.LockRowsAsync(db.Models, ct);
        }
        else
        {
            found = await db.FindModelAsync(actor, modelName, ct);
            await db.LockAsync(found, ct);
        }

        await transaction.TakeTurnAsync(ct);
        return found;
    }

    private static Task<List<Stage>> StagesAsync(RegistryDbContext db, Model? model, CancellationToken ct) =>
        model is not null ? db.StagesAsync(model.Id, ct) : db.Stages.Where(stage => stage.ModelId == null).OrderBy(stage => stage.Position).ToListAsync(ct);

    private static Stage NewStage(Model? model, string name, int index) =>
        new() { Id = Guid.NewGuid(), ModelId = model?.Id, Name = name, NormalizedName = SlotName.Normalize(name), Position = index + 1 };

    private static StageList View(List<Stage> stages) => new(Names(stages), stages.Exists(stage => stage.ModelId is not null));

    private static List<string> Names(List<Stage> stages) => [.. stages.Select(stage => stage.Name)];
}
