using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Experiments;

namespace ModelRegistry.Core.Runs;

/// <summary>Finds logged models through the visibility of their experiments.</summary>
internal static class LoggedModelAccess
{
    public static IQueryable<LoggedModel> VisibleLoggedModels(this RegistryDbContext db, Actor actor) =>
        db.LoggedModels.Join(db.VisibleExperiments(actor), model => model.ExperimentId, experiment => experiment.Id, (model, _) => model);

    public static async Task<LoggedModel> FindLoggedModelAsync(this RegistryDbContext db, Actor actor, string id, bool alsoDeleted, CancellationToken ct) =>
        await db.VisibleLoggedModels(actor).SingleOrDefaultAsync(model => model.Id == id && (alsoDeleted || model.DeletedAt == null), ct) ?? throw NotFound(id);

    /// <summary>The model for a change of it.</summary>
    public static async Task<LoggedModel> TakeLoggedModelAsync(this RegistryDbContext db, Actor actor, string id, CancellationToken ct)
    {
        if (db.LocksRows)
        {
            await db.LoggedModels.Where(model => model.Id == id).ExecuteUpdateAsync(set => set.SetProperty(model => model.Status, model => model.Status), ct);
        }

        var found = await db.FindLoggedModelAsync(actor, id, alsoDeleted: false, ct);
        await ExperimentAccess.RequireAsync(db, actor, ExperimentAct.Write, found.ExperimentId, ct);
        return found;
    }

    /// <summary>The numbers of these models, by their ids; refuses the first that is not there.</summary>
    public static async Task<Dictionary<string, long>> FindLoggedModelKeysAsync(this RegistryDbContext db, Actor actor, string[] ids, CancellationToken ct)
    {
        if (ids.Length == 0)
        {
            return [];
        }

        var found = await db.VisibleLoggedModels(actor).Where(model => model.DeletedAt == null && ids.Contains(model.Id))
            .ToDictionaryAsync(model => model.Id, model => model.Key, ct);
        return ids.FirstOrDefault(id => !found.ContainsKey(id)) is { } missing ? throw NotFound(missing) : found;
    }

    public static RegistryException NotFound(string id) =>
        RegistryException.NotFound("logged_model_not_found", $"Logged model with ID '{IndexedText.StartOf(id)}' not found, or you may not see it.");
}
