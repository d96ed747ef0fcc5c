using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Quarantines;

/// <summary>Keeps bytes out of every stage until somebody who had no hand in them releases them. Moves no slot.</summary>
public sealed class QuarantineWorkflow(RegistryStore store)
{
    public const string NotQuarantined = "not_quarantined";

    /// <summary>Quarantines a version by number or label, with the bytes that it has.</summary>
    public Task<QuarantineView> SetAsync(string modelName, string selector, string? reason, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            var (model, version) = await transaction.Db.FindVersionAsync(actor, modelName, selector, ct);
            Rights.Require(actor, Right.Quarantine, model.Place);
            var why = Quarantining.CheckReason(reason);
            await Quarantining.LockAsync(transaction, model, version, ct);
            return QuarantineView.Of(model.Name, await Quarantining.SetAsync(transaction, model, version, why, ct));
        }, ct);

    /// <summary>
    /// Releases every quarantine that holds the bytes of this version, also those that were set on the same bytes elsewhere;
    /// answers with the ones in models that the actor sees.
    /// </summary>
    public Task<Page<QuarantineView>> ReleaseAsync(string modelName, string selector, string? reason, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            var db = transaction.Db;
            var found = await db.FindVersionAsync(actor, modelName, selector, ct);
            Rights.Require(actor, Right.ReleaseQuarantine);
            var why = Quarantining.CheckReason(reason);
            await Quarantining.LockAsync(transaction, found.Model, found.Version, ct);
            var held = await db.QuarantinesHolding(found.Version).AsTracking().OrderBy(quarantine => quarantine.Number).ToListAsync(ct);
            if (held.Count == 0)
            {
                throw RegistryException.Conflict(NotQuarantined, NothingHolds(found.Version), "version");
            }

            if (await Releasing.WhyNotAsync(db, actor, found, held, ct) is { } sentence)
            {
                throw RegistryException.Forbidden("not_eligible", sentence);
            }

            await Quarantining.ReleaseAsync(transaction, found.Model, found.Version, held, why, ct);
            return new Page<QuarantineView>(await ShownAsync(db, actor, held, ct), null);
        }, ct);

    internal static string NothingHolds(ModelVersion version) => $"v{version.Number.Text()} is not quarantined, so there is nothing to release.";

    private static async Task<IReadOnlyList<QuarantineView>> ShownAsync(RegistryDbContext db, Actor actor, List<Quarantine> released, CancellationToken ct)
    {
        var ids = released.Select(quarantine => quarantine.ModelId).Distinct().ToArray();
        var models = await db.Models.VisibleTo(actor).Where(model => ids.Contains(model.Id)).ToDictionaryAsync(model => model.Id, model => model.Name, ct);
        return [.. released.Where(quarantine => models.ContainsKey(quarantine.ModelId))
            .Select(quarantine => QuarantineView.Of(models[quarantine.ModelId], quarantine))];
    }
}
