using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Rollbacks;

/// <summary>What pages show of slots at a glance: the cards of a model, what is in production anywhere, stays on a chart of versions.</summary>
public sealed class SlotOverview(RegistryStore store, TimeProvider time)
{
    /// <summary>How many models "In production now" names; those that moved last.</summary>
    public const int MostInProduction = 6;

    /// <summary>Among how many of the latest versions the instants of stays are placed; earlier ones begin there.</summary>
    private const int MostPlaced = 20_000;

    /// <summary>The slots of a model with what was in them before.</summary>
    public Task<SlotBoard> BoardAsync(string modelName, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var model = await db.FindModelAsync(actor, modelName, ct);
            var slots = await SlotQueries.NowAsync(db, model, ct);
            var occupants = await db.Slots.Where(slot => slot.ModelId == model.Id && slot.VersionId != null)
                .Select(slot => new
                {
                    slot.Name,
                    Id = slot.VersionId!.Value,
                    Before = db.SlotIntervals.Where(stay =>
                        stay.SlotId == slot.Id && stay.VersionId != slot.VersionId && db.Versions.Any(version => version.Id == stay.VersionId))
                        .OrderByDescending(stay => stay.From).Select(stay => (int?)stay.VersionNumber).FirstOrDefault(),
                    Reason = db.SlotIntervals.Where(stay => stay.SlotId == slot.Id && stay.Until == null).Select(stay => stay.Reason).FirstOrDefault(),
                }).ToDictionaryAsync(slot => slot.Name, StringComparer.OrdinalIgnoreCase, ct);
            var quarantined = await db.QuarantinedAsync([.. occupants.Values.Select(slot => slot.Id).Distinct()], ct);
            return new SlotBoard(
                [.. slots.Select(slot => occupants.GetValueOrDefault(slot.Slot) is { } known
                    ? new BoardSlot(slot, known.Before, quarantined.Contains(known.Id), known.Reason)
                    : new BoardSlot(slot, null, false))],
                Rights.WhyNot(actor, Right.MoveAlias, model.Place), Rights.WhyNot(actor, Right.RollBack, model.Place));
        }, ct);

    /// <summary>The models with something in production whose production moved last.</summary>
    public Task<IReadOnlyList<InProduction>> InProductionAsync(Actor actor, CancellationToken ct) =>
        store.ReadAsync<IReadOnlyList<InProduction>>(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var production = SlotName.Normalize(Stage.Production);
            var now = time.Now();
            var rows = await (
                from slot in db.Slots
                where slot.NormalizedName == production && slot.VersionId != null
                join model in db.Models.VisibleTo(actor) on slot.ModelId equals model.Id
                join rehearsed in db.StageReadiness on slot.Id equals rehearsed.SlotId into rehearsals
                from kept in rehearsals.DefaultIfEmpty()
                orderby slot.MovedAt descending, model.NormalizedName
                select new { Model = model.Name, Metric = model.ChosenMetric ?? model.DefaultMetric, Slot = slot, Kept = kept }).Take(MostInProduction)
                    .ToListAsync(ct);
            var ids = rows.Select(row => row.Slot.VersionId!.Value).ToArray();
            var values = await ValuesAsync(db, ids, ct);
            var quarantined = await db.QuarantinedAsync(ids, ct);
            return
            [
                .. rows.Select(row => new InProduction(row.Model, row.Slot.VersionNumber!.Value, row.Slot.MovedAt!.Value, row.Slot.MovedByName,
                    row.Slot.RequestNumber, row.Metric,
                    row.Metric is { } metric && values.TryGetValue((row.Slot.VersionId!.Value, metric), out var value) ? value : null)
                {
                    RollbackId = row.Slot.RollbackNumber,
                    Readiness = ReadinessView.Of(row.Model, row.Slot, row.Kept, now),
                    Quarantined = quarantined.Contains(row.Slot.VersionId!.Value),
                }),
            ];
        }, ct);

    /// <summary>How many models have something in production, and how many of them a rehearsal of now says cannot go back, or may not be sure to.</summary>
    public Task<ProductionCount> CountInProductionAsync(Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var production = SlotName.Normalize(Stage.Production);
            var trusted = time.Now() - ReadinessView.Trusted;
            var lights =
                from slot in db.Slots
                where slot.NormalizedName == production && slot.VersionId != null
                join model in db.Models.VisibleTo(actor) on slot.ModelId equals model.Id
                join rehearsed in db.StageReadiness on slot.Id equals rehearsed.SlotId into rehearsals
                from kept in rehearsals.DefaultIfEmpty()
                orderby slot.MovedAt descending, slot.Id
                select new
                {
                    Known = kept != null && kept.MovedAt == slot.MovedAt && (kept.State != Readiness.Green || kept.CheckedAt >= trusted),
                    IsRed = kept != null && kept.State == Readiness.Red,
                };
            var counted = await lights.Take(ProductionCount.Most + 1).GroupBy(light => new { light.Known, light.IsRed })
                .Select(group => new { group.Key.Known, group.Key.IsRed, Count = group.Count() }).ToListAsync(ct);
            return new ProductionCount(counted.Sum(group => group.Count),
                counted.Where(group => group is { Known: true, IsRed: true }).Sum(group => group.Count),
                counted.Where(group => !group.Known).Sum(group => group.Count));
        }, ct);

    /// <summary>The stays in the last stage of a model, over the versions that a chart covers, oldest first.</summary>
    public Task<IReadOnlyList<StayOverVersions>> OverVersionsAsync(string modelName, Actor actor, CancellationToken ct) =>
        store.ReadAsync<IReadOnlyList<StayOverVersions>>(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var model = await db.FindModelAsync(actor, modelName, ct);
            var last = (await db.StagesAsync(model.Id, ct))[^1];
            var stays = await db.SlotIntervals
                .Where(stay => db.Slots.Any(slot => slot.Id == stay.SlotId && slot.ModelId == model.Id && slot.NormalizedName == last.NormalizedName))
                .OrderByDescending(stay => stay.From).Take(SlotHistory.MostStays).ToListAsync(ct);
            var from = model.LastVersionNumber - MostPlaced;
            var registered = await db.Versions.Where(version => version.ModelId == model.Id && version.Number > from).OrderBy(version => version.Number)
                .Select(version => new { version.Number, version.CreatedAt }).ToListAsync(ct);
            var now = time.Now();
            double Place(DateTimeOffset at)
            {
                var index = registered.FindLastIndex(version => version.CreatedAt <= at);
                if (index < 0)
                {
                    return from;
                }

                var (here, next) = (registered[index], index + 1 < registered.Count ? registered[index + 1] : null);
                var (steps, span) = (next is null ? 1 : next.Number - here.Number, (next?.CreatedAt ?? now) - here.CreatedAt);
                return here.Number + (span <= TimeSpan.Zero ? 0 : steps * Math.Clamp((at - here.CreatedAt) / span, 0, 1));
            }

            return [.. stays.AsEnumerable()
                .Reverse().Select(stay => new StayOverVersions(last.Name, stay.VersionNumber, Place(stay.From),
                stay.Until is { } until ? Place(until) : null))];
        }, ct);

    /// <summary>The current metrics of a few versions; of several data sets the version's own counts.</summary>
    private static async Task<Dictionary<(Guid Version, string Metric), double>> ValuesAsync(RegistryDbContext db, Guid[] versions, CancellationToken ct)
    {
        var rows = await db.Metrics.Where(metric => versions.Contains(metric.VersionId) && metric.IsCurrent && metric.Kind == NumberKind.Finite)
            .Join(db.Versions, metric => metric.VersionId, version => version.Id, (metric, version) =>
                new { metric, OnOwn = metric.DatasetDigest == (version.DatasetDigest ?? "") })
            .OrderBy(row => row.OnOwn).ThenBy(row => row.metric.Id)
            .Select(row => new { row.metric.VersionId, row.metric.Name, row.metric.Stored }).ToListAsync(ct);
        return rows.GroupBy(row => (row.VersionId, row.Name)).ToDictionary(group => group.Key, group => group.Last().Stored);
    }
}
