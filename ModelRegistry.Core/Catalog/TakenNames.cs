using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Catalog;

/// <summary>Whose a name is, before a model is registered or renamed. A name that a model has or had is its own for ever.</summary>
internal static class TakenNames
{
    /// <summary>Whether another model has or had this one's name, whoever sees it and also when it is deleted.</summary>
    public static Task<bool> IsTakenAsync(RegistryDbContext db, Model model, string name, CancellationToken ct)
    {
        var normalized = ModelName.Normalize(name);
        return db.ReservedNames.AnyAsync(reserved => reserved.NormalizedName == normalized && reserved.ModelId != model.Id, ct);
    }

    /// <summary>
    /// A name that looks like one that another model has or had is for the owner of that model and for admins: whoever else took it would be taken
    /// for it. The refusal names no model, since it may be hidden.
    /// </summary>
    public static async Task RequireToldApartAsync(RegistryTransaction transaction, Model model, string name, CancellationToken ct)
    {
        var (db, actor) = (transaction.Db, transaction.Actor);
        if (actor.IsSystem || actor.Is(Roles.Admin))
        {
            return;
        }

        var (skeleton, normalized) = (NameSkeleton.Of(name), ModelName.Normalize(name));
        var alike = db.ReservedNames.Where(reserved => reserved.Skeleton == skeleton && reserved.NormalizedName != normalized && reserved.ModelId != model.Id);
        if (await db.Models.IgnoreQueryFilters(Deletion.Filters)
            .AnyAsync(other => other.OwnerId != actor.UserId && alike.Any(reserved => reserved.ModelId == other.Id), ct))
        {
            throw RegistryException.Forbidden("model_name_confusable",
                $"The name '{name}' looks like that of another model, letter for letter. Choose one that differs to the eye; only the owner of that model or "
                    + "an admin may take this one.");
        }
    }

    /// <summary>
    /// Registers a model under a name that another has or had. When it is deleted, the same model comes back for its former owner
    /// and admins, so that numbers are never used twice and a policy or restriction is not shed by deleting; everybody else reads what they would of a
    /// name in use. So does everybody of a name that it had before it was renamed.
    /// </summary>
    public static async Task<ModelView> TakeAgainAsync(RegistryTransaction transaction, Model fresh, CancellationToken ct)
    {
        var (db, actor) = (transaction.Db, transaction.Actor);
        var holder = db.ReservedNames.Where(reserved => reserved.NormalizedName == fresh.NormalizedName).Select(reserved => reserved.ModelId);
        var former = await db.Models.IgnoreQueryFilters(Deletion.Filters).FirstAsync(model => holder.Contains(model.Id), ct);
        await db.LockAlsoDeletedAsync(former, ct);
        if (former.DeletedAt is not { } deletedAt || former.NormalizedName != fresh.NormalizedName
            || (actor.UserId != former.OwnerId && !actor.Is(Roles.Admin)))
        {
            throw Taken(fresh.Name);
        }

        // What it had stays in the bin, each version by itself: the one who takes the name again starts without.
        var deletedBy = former.DeletedByName;
        await transaction.ChangeAllAsync(db.Versions.Where(version => version.ModelId == former.Id),
            version => (version.DeletedAt, version.DeletedByName) = (deletedAt, deletedBy),
            set => set.SetProperty(version => version.DeletedAt, deletedAt).SetProperty(version => version.DeletedByName, deletedBy), ct);
        await db.Entry(former).Collection(model => model.Tags).LoadAsync(ct);
        var tags = former.Tags.ToDictionary(tag => tag.Key, _ => (string?)null);
        fresh.Tags.ForEach(tag => tags[tag.Key] = tag.Value);
        Tagging.Apply(tags, former.Tags, Model.MaxTags, Model.TagValueMaxLength, tag => tag.Key,
            (tag, value) => tag.Value = value, (key, value) => new ModelTag { ModelId = former.Id, Key = key, Value = value });
        former.BecomeAgain(fresh);
        var view = await ModelWorkflow.ViewAsync(db, former, ct);
        transaction.Record(new ModelRecreated(former.Ref, new(deletedAt, deletedBy), RecordedModel.Of(view)));
        return view;
    }

    public static RegistryException Taken(string name) => RegistryException.Conflict("model_name_taken",
        $"The name '{name}' is taken (case, width and dots or spaces at the end make no difference). Choose another name.", "name");
}
