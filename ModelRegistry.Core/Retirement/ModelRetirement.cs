using ModelRegistry.Core.Access;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Retirement;

/// <summary>Deletes whole models and brings them back. A deleted model keeps its name: only its former owner or an admin takes it again.</summary>
public sealed class ModelRetirement(RegistryStore store)
{
    /// <summary>From here on neither the model nor a version of it is there, for anybody. Its open requests end.</summary>
    public Task DeleteAsync(string name, string? reason, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            var db = transaction.Db;
            var model = await db.FindModelAsync(actor, name, ct);
            Rights.Require(actor, Right.RetireModel, model.Place);
            var why = Text.CheckOptional("reason", reason, RetirementRules.ReasonMaxLength);
            await db.LockAsync(model, ct);
            await transaction.TakeTurnAsync(ct);
            VersionRetirement.Refuse(await RetirementRules.WhyKeptAsync(db, model, ct));
            await transaction.FollowAsync(new RetiringModel(model), ct);
            (model.DeletedAt, model.DeletedByName) = (transaction.Now, actor.Name);
            transaction.Record(new ModelDeleted(model.Ref, why));
        }, ct);

    /// <summary>Brings the model back with the versions that were not deleted before it. To whoever may not, it is not there.</summary>
    public Task<ModelView> RestoreAsync(string name, string? reason, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            var db = transaction.Db;
            var model = await db.FindAnyModelAsync(actor, name, ct);
            await db.LockAlsoDeletedAsync(model, ct);
            if (model.DeletedAt is not null && !Rights.Allows(actor, Right.RetireModel, model.Place))
            {
                throw ModelAccess.NotFound(name);
            }

            Rights.Require(actor, Right.RetireModel, model.Place);
            var why = Text.CheckOptional("reason", reason, RetirementRules.ReasonMaxLength);
            if (model.DeletedAt is null)
            {
                throw RegistryException.Conflict("not_deleted", $"The model '{model.Name}' is not deleted.");
            }

            (model.DeletedAt, model.DeletedByName, model.UpdatedAt) = (null, null, transaction.Now);
            transaction.Record(new ModelRestored(model.Ref, why));
            await db.SaveChangesAsync(ct);
            await db.Entry(model).Collection(found => found.Tags).LoadAsync(ct);
            return await ModelWorkflow.ViewAsync(db, model, ct);
        }, ct);
}
