using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Quarantines;

/// <summary>Tells what is quarantined, and what a version is held by.</summary>
public sealed class QuarantineQueries(RegistryStore store)
{
    /// <summary>How many holds of one version are told; it is held by any one of them.</summary>
    public const int MostHolds = 20;

    /// <summary>Newest first, in models that the actor sees.</summary>
    public Task<Page<QuarantineView>> ListAsync(QuarantineSearch search, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var size = PageToken.Size(search.PageSize);
            var before = PageToken.DecodeLong(search.PageToken) ?? long.MaxValue;
            var rows = await Searched(db, search, actor).Where(row => row.Quarantine.Number < before)
                .OrderByDescending(row => row.Quarantine.Number).Take(size + 1).ToListAsync(ct);
            return new Page<QuarantineView>([.. rows.Take(size).Select(row => QuarantineView.Of(row.Model, row.Quarantine))],
                rows.Count > size ? PageToken.Encode(rows[size - 1].Quarantine.Number) : null);
        }, ct);

    /// <summary>What holds a version, and what the actor may do about it.</summary>
    public Task<VersionQuarantine> OfVersionAsync(string modelName, string selector, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var found = await db.FindVersionAsync(actor, modelName, selector, ct);
            var held = await db.QuarantinesHolding(found.Version).OrderByDescending(quarantine => quarantine.Number).Take(MostHolds).ToListAsync(ct);
            var own = held.Find(quarantine => quarantine.VersionId == found.Version.Id);
            return new VersionQuarantine(
                await HoldsAsync(db, actor, found.Version, held, ct),
                own is null ? Rights.WhyNot(actor, Right.Quarantine, found.Model.Place) : Quarantining.SetAlready(own),
                held.Count == 0 ? QuarantineWorkflow.NothingHolds(found.Version) : await Releasing.WhyNotAsync(db, actor, found, held, ct));
        }, ct);

    private static async Task<IReadOnlyList<QuarantineHold>> HoldsAsync(RegistryDbContext db, Actor actor, ModelVersion version, List<Quarantine> held,
        CancellationToken ct)
    {
        var ids = held.Select(quarantine => quarantine.ModelId).Distinct().ToArray();
        var models = await db.Models.VisibleTo(actor).Where(model => ids.Contains(model.Id)).ToDictionaryAsync(model => model.Id, model => model.Name, ct);
        return [.. held.Select(quarantine => new QuarantineHold(quarantine.VersionId == version.Id, quarantine.At,
            models.TryGetValue(quarantine.ModelId, out var model) ? QuarantineView.Of(model, quarantine) : null))];
    }

    private static IQueryable<QuarantineRow> Searched(RegistryDbContext db, QuarantineSearch search, Actor actor)
    {
        var quarantines = search.All ? db.Quarantines : db.Quarantines.Where(quarantine => quarantine.ReleasedAt == null);
        var models = db.Models.VisibleTo(actor);
        if (search.Mine && !Rights.Allows(actor, Right.ReleaseQuarantine))
        {
            models = models.OwnedBy(actor);
        }

        return quarantines.Join(models, quarantine => quarantine.ModelId, model => model.Id, (quarantine, model) =>
            new QuarantineRow { Quarantine = quarantine, Model = model.Name });
    }

    private sealed class QuarantineRow
    {
        public required Quarantine Quarantine { get; init; }

        public required string Model { get; init; }
    }
}
