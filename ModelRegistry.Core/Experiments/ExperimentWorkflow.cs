using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Experiments;

/// <summary>Creates, renames, moves, deletes, restores, restricts and tags experiments.</summary>
public sealed class ExperimentWorkflow(RegistryStore store)
{
    private const int MostTags = 200;

    public Task<ExperimentView> CreateAsync(NewExperiment command, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            ExperimentAccess.Require(actor, ExperimentAct.Write);
            RequireUnlimited(actor);
            var db = transaction.Db;
            var collection = await CollectionOfAsync(transaction, command.Collection, ct);
            await db.TakeTurnAsync(Tracked.Experiments, ct);
            Experiment.RequireName(command.Name);
            await RequireFreeAsync(db, actor, command.Name, ct);
            var id = (int)await db.TakeAsync(Tracked.Experiments, 1, ct);
            var experiment = new Experiment(id, command.Name, actor.UserId, actor.Name, transaction.Now);
            experiment.Settle(collection, command.Restricted);
            RequireOwnLocation(command.ArtifactLocation, experiment);
            experiment.Tags.AddRange(Tagging.CheckNew(command.Tags, MostTags, Experiment.TagValueMaxLength)
                .Select(tag => new ExperimentTag { ExperimentId = id, Key = tag.Key, Value = tag.Value }));
            db.Experiments.Add(experiment);
            transaction.Record(new ExperimentCreated(RecordedExperiment.Of(experiment, collection?.Path)));
            return ExperimentView.Of(experiment, experiment.Tags, collection?.Path);
        }, ct);

    public Task RenameAsync(string id, string name, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            var experiment = await transaction.Db.TakeExperimentAsync(actor, id, ExperimentAct.Retire, ct);
            experiment.RequireActive();
            var before = RecordedExperiment.Of(experiment);
            Experiment.RequireName(name, "new_name");
            if (name == experiment.Name)
            {
                return;
            }

            await RequireFreeAsync(transaction.Db, actor, name, ct);
            experiment.Rename(name, transaction.Now);
            transaction.Record(new ExperimentRenamed(before, RecordedExperiment.Of(experiment)));
        }, ct);

    /// <summary>Soft, and by one row whatever the number of runs: they are deleted because it is.</summary>
    public Task DeleteAsync(string id, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            var experiment = await transaction.Db.TakeExperimentAsync(actor, id, ExperimentAct.Retire, ct);
            if (experiment.DeletedAt is not null)
            {
                throw ExperimentAccess.NotFound(id);
            }

            (experiment.DeletedAt, experiment.UpdatedAt) = (transaction.Now, transaction.Now);
            transaction.Record(new ExperimentDeleted(RecordedExperiment.Of(experiment)));
        }, ct);

    /// <summary>Brings it back with all its runs, those that were deleted before it among them.</summary>
    public Task RestoreAsync(string id, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            var experiment = await transaction.Db.TakeExperimentAsync(actor, id, ExperimentAct.Retire, ct);
            if (experiment.DeletedAt is null)
            {
                throw ExperimentAccess.NotFound(id);
            }

            (experiment.DeletedAt, experiment.UpdatedAt) = (null, transaction.Now);
            transaction.Record(new ExperimentRestored(RecordedExperiment.Of(experiment)));
            await transaction.FollowAsync(new RestoredExperiment(experiment.Id), ct);
        }, ct);

    public Task RestrictAsync(string id, bool restricted, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            await transaction.TakeTurnAsync(ct); // its collection may be restricted meanwhile
            var experiment = await transaction.Db.TakeExperimentAsync(actor, id, ExperimentAct.Restrict, ct);
            if (experiment.Restricted == restricted)
            {
                return;
            }

            var before = RecordedExperiment.Of(experiment);
            experiment.Settle(await transaction.Db.Collections.SingleOrDefaultAsync(found => found.Id == experiment.CollectionId, ct), restricted);
            experiment.UpdatedAt = transaction.Now;
            transaction.Record(new ExperimentRestricted(before, RecordedExperiment.Of(experiment)));
        }, ct);

    /// <summary>Into another collection, whose restriction and grants it has from then on; <c>/</c> is the root.</summary>
    public Task<ExperimentView> MoveAsync(string id, string collection, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            var db = transaction.Db;
            await transaction.TakeTurnAsync(ct);
            var experiment = await db.TakeExperimentAsync(actor, id, ExperimentAct.Restrict, ct);
            var from = await db.Collections.SingleOrDefaultAsync(found => found.Id == experiment.CollectionId, ct);
            var to = await db.FindTargetAsync(actor, collection, experiment.CollectionId, Right.LogRuns, ct);
            if (to?.Id != experiment.CollectionId)
            {
                var before = RecordedExperiment.Of(experiment, from?.Path);
                experiment.Settle(to, experiment.Restricted);
                experiment.UpdatedAt = transaction.Now;
                transaction.Record(new ExperimentMoved(before, RecordedExperiment.Of(experiment, to?.Path)));
            }

            return await ExperimentQueries.ViewAsync(db, experiment, ct);
        }, ct);

    public Task SetTagAsync(string id, string key, string value, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            transaction.AllowUnaudited(typeof(ExperimentTag));
            var experiment = await transaction.Db.TakeExperimentAsync(actor, id, ExperimentAct.Write, ct);
            experiment.RequireActive();
            Text.CheckKey("key", key);
            Text.Check("value", value, Experiment.TagValueMaxLength);
            var tags = transaction.Db.ExperimentTags.AsTracking().Where(tag => tag.ExperimentId == experiment.Id);
            var tag = await tags.SingleOrDefaultAsync(found => found.Key == key, ct);
            if (tag is null && await tags.CountAsync(ct) >= MostTags)
            {
                throw RegistryException.Invalid("key", "too_many", $"An experiment has at most {MostTags.Text()} tags. Delete one first.");
            }

            tag ??= transaction.Db.ExperimentTags.Add(new ExperimentTag { ExperimentId = experiment.Id, Key = key }).Entity;
            tag.Value = value;
        }, ct);

    public Task DeleteTagAsync(string id, string key, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            transaction.AllowUnaudited(typeof(ExperimentTag));
            var experiment = await transaction.Db.TakeExperimentAsync(actor, id, ExperimentAct.Write, ct);
            experiment.RequireActive();
            var tag = await transaction.Db.ExperimentTags.AsTracking()
                .SingleOrDefaultAsync(found => found.ExperimentId == experiment.Id && found.Key == key, ct)
                ?? throw RegistryException.NotFound("tag_not_found", $"No tag with name: {IndexedText.StartOf(key)} in experiment {id}.");
            transaction.Db.ExperimentTags.Remove(tag);
        }, ct);

    private static async Task<Collection?> CollectionOfAsync(RegistryTransaction transaction, string? path, CancellationToken ct)
    {
        if (path is null)
        {
            return null;
        }

        await transaction.TakeTurnAsync(ct);
        return await transaction.Db.FindTargetAsync(transaction.Actor, path, null, Right.LogRuns, ct);
    }

    private static void RequireUnlimited(Actor actor)
    {
        if (actor.Token is { IsLimited: true })
        {
            throw RegistryException.Forbidden("token_limited",
                "This access token is limited to named models or collections and cannot make an experiment. Make one without that limit.");
        }
    }

    private static async Task RequireFreeAsync(RegistryDbContext db, Actor actor, string name, CancellationToken ct)
    {
        if (!await db.Experiments.AnyAsync(found => found.Name == name, ct))
        {
            return;
        }

        var taken = await db.Experiments.SingleAsync(found => found.Name == name, ct);
        var isSeen = await db.VisibleExperiments(actor).AnyAsync(found => found.Id == taken.Id, ct);
        throw RegistryException.Conflict("experiment_name_taken", (isSeen, taken.DeletedAt) switch
        {
            (false, _) => $"Experiment '{name}' already exists, and you may not see it. Choose another name.",
            (_, null) => $"Experiment '{name}' already exists: it has the id {taken.IdText}.",
            _ => $"Experiment '{name}' already exists in deleted state: it has the id {taken.IdText}. Restore it (experiments/restore, or the experiment's "
                + "page), or choose another name.",
        }, "name");
    }

    // A run whose files went elsewhere could not be registered, and its files would not be here for anybody else.
    private static void RequireOwnLocation(string? location, Experiment experiment)
    {
        if (!string.IsNullOrEmpty(location) && location.TrimEnd('/') != experiment.ArtifactLocation && location.TrimEnd('/') != Experiment.ArtifactScheme)
        {
            throw RegistryException.Invalid("artifact_location", "artifact_location_foreign",
                $"This registry keeps the files of runs itself and cannot use '{IndexedText.StartOf(location)}'. Leave artifact_location out.");
        }
    }
}
