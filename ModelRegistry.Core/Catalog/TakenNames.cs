using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Catalog;

/// <summary>
/// Registers a model under a name that there was before. For its former owner and admins the same model comes back, so that
/// numbers are never used twice and a policy or restriction is not shed by deleting; everybody else reads what they would of a name in use.
/// </summary>
internal static class TakenNames
{
    public static async Task<ModelView> TakeAgainAsync(RegistryTransaction transaction, Model fresh, CancellationToken ct)
    {
        var (db, actor) = (transaction.Db, transaction.Actor);
        var former = await db.Models.IgnoreQueryFilters(Deletion.Filters).FirstAsync(model => model.NormalizedName == fresh.NormalizedName, ct);
        await db.LockAlsoDeletedAsync(former, ct);
        if (former.DeletedAt is not { } deletedAt || (actor.UserId != former.OwnerId && !actor.Is(Roles.Admin)))
        {
            throw RegistryException.Conflict("model_name_taken",
                $"The name '{fresh.Name}' is taken (case, width and dots or spaces at the end make no difference). Choose another name.", "name");
        }

        // What it had stays in the bin, each version by itself: the one who takes the name again starts without.
        var deletedBy = former.DeletedByName;
        await db.Versions.Where(version => version.ModelId == former.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(version => version.DeletedAt, deletedAt).SetProperty(version => version.DeletedByName, deletedBy), ct);
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
}
