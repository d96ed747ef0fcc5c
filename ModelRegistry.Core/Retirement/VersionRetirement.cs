using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Retirement;

/// <summary>
/// Takes versions out of use (rule 5): archived ones are hidden and kept out of slots, deleted ones are found by nobody but
/// the admin's bin. Both can be undone; what happens to open requests cannot.
/// </summary>
public sealed class VersionRetirement(RegistryStore store)
{
    public Task<VersionView> ArchiveAsync(string modelName, string selector, string? reason, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            var taken = await transaction.TakeVersionAsync(modelName, selector, ct);
            var (model, version) = taken;
            var why = Text.CheckOptional("reason", reason, RetirementRules.ReasonMaxLength);
            if (version.ArchivedAt is not null)
            {
                throw RegistryException.Conflict("already_archived", $"v{version.Number.Text()} is archived already.");
            }

            Refuse(await RetirementRules.WhyInUseAsync(transaction.Db, model, version, ct));
            await transaction.FollowAsync(new RetiringVersion(version, "archived"), ct);
            version.ArchivedAt = transaction.Now;
            return await ChangedAsync(transaction, taken, new VersionArchived(model.Ref, version.Number, why), ct);
        }, ct);

    public Task<VersionView> UnarchiveAsync(string modelName, string selector, string? reason, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            var taken = await transaction.TakeVersionAsync(modelName, selector, ct);
            var why = Text.CheckOptional("reason", reason, RetirementRules.ReasonMaxLength);
            if (taken.Version.ArchivedAt is null)
            {
                throw RegistryException.Conflict("not_archived", $"v{taken.Version.Number.Text()} is not archived.");
            }

            taken.Version.ArchivedAt = null;
            return await ChangedAsync(transaction, taken, new VersionUnarchived(taken.Model.Ref, taken.Version.Number, why), ct);
        }, ct);

    /// <summary>From here on it is not there, for anybody; <see cref="RestoreAsync"/> brings it back as it was.</summary>
    public Task DeleteAsync(string modelName, string selector, string? reason, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            var (model, version) = await transaction.TakeVersionAsync(modelName, selector, ct);
            var why = Text.CheckOptional("reason", reason, RetirementRules.ReasonMaxLength);
            Refuse(await RetirementRules.WhyKeptAsync(transaction.Db, model, version, ct));
            await transaction.FollowAsync(new RetiringVersion(version, "deleted"), ct);
            version.Delete(actor.Name, transaction.Now);
            model.UpdatedAt = transaction.Now;
            await ShownVersions.FollowAsync(transaction, model, version, ct);
            transaction.Record(new VersionDeleted(model.Ref, version.Number, new(version.Label, version.Status, version.Digest), why));
        }, ct);

    /// <summary>Brings a deleted version back. To whoever may not, it is not there.</summary>
    public Task<VersionView> RestoreAsync(string modelName, string selector, string? reason, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            var taken = await transaction.TakeAnyVersionAsync(modelName, selector, ct);
            var (model, version) = taken;
            if ((model.DeletedAt ?? version.DeletedAt) is not null && !Rights.Allows(actor, Right.Retire, model.Place, version.CreatedById))
            {
                throw model.DeletedAt is null ? VersionAccess.NotFound(model, selector) : Models.ModelAccess.NotFound(modelName);
            }

            Rights.Require(actor, Right.Retire, model.Place, version.CreatedById);
            var why = Text.CheckOptional("reason", reason, RetirementRules.ReasonMaxLength);
            RequireRestorable(taken);
            version.Restore();
            return await ChangedAsync(transaction, taken, new VersionRestored(model.Ref, version.Number, why), ct);
        }, ct);

    internal static void Refuse(Keeping? kept)
    {
        if (kept is not null)
        {
            throw kept.ToRefusal();
        }
    }

    private static void RequireRestorable(FoundVersion taken)
    {
        var (model, version) = taken;
        if (version.PurgedAt is not null)
        {
            throw RegistryException.Conflict(VersionPurge.Purged,
                $"v{version.Number.Text()} was purged: its files are gone for good. Register a new version instead.");
        }

        if (model.DeletedAt is not null)
        {
            throw RegistryException.Conflict("model_deleted", $"The model '{model.Name}' is deleted itself. Restore it first.");
        }

        if (version.DeletedAt is null)
        {
            throw RegistryException.Conflict("not_deleted", $"v{version.Number.Text()} is not deleted.");
        }
    }

    private static async Task<VersionView> ChangedAsync(RegistryTransaction transaction, FoundVersion taken, RegistryEvent happened, CancellationToken ct)
    {
        taken.Model.UpdatedAt = transaction.Now;
        await ShownVersions.FollowAsync(transaction, taken.Model, taken.Version, ct);
        transaction.Record(happened);
        await transaction.Db.SaveChangesAsync(ct);
        return await VersionViews.OneAsync(transaction.Db, taken.Model.Name, taken.Version, ct);
    }
}
