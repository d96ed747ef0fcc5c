using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Metrics;

/// <summary>Lists and changes what metrics mean: which direction is better, in which unit, and how a number is written.</summary>
public sealed class MetricDefinitionWorkflow(RegistryStore store, MetricCatalog catalog)
{
    private const int NewestValues = 2_000;

    /// <summary>The definitions in force, an admin's first, and the names among the newest values that have none.</summary>
    public Task<IReadOnlyList<MetricDefinitionView>> ListAsync(Actor actor, CancellationToken ct) =>
        store.ReadAsync<IReadOnlyList<MetricDefinitionView>>(actor, async db =>
        {
            // Who may this sees every model, restricted ones too: a metric's name tells them nothing new.
            Rights.Require(actor, Right.ManageMetrics);
            var custom = await AllAsync(db, ct);
            var seen = await db.Metrics.OrderByDescending(metric => metric.Id).Take(NewestValues).Select(metric => metric.Name).Distinct().ToListAsync(ct);
            var definitions = MetricDefinitions.With(custom.Select(Definition));
            var changed = custom.Select(metric => metric.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
            return
            [
                .. custom.Select(metric => new MetricDefinitionView(Definition(metric), MetricOrigin.Changed, metric.ChangedAt, metric.ChangedByName)),
                .. seen.Where(name => !definitions.Knows(name)).Order(StringComparer.Ordinal)
                    .Select(name => new MetricDefinitionView(definitions.For(name), MetricOrigin.Undefined)),
                .. MetricDefinitions.AllBuiltIn.Where(known => !changed.Contains(known.Name))
                    .Select(known => new MetricDefinitionView(known, MetricOrigin.BuiltIn)),
            ];
        }, ct);

    /// <summary>Says what a metric is, instead of what was said before.</summary>
    public async Task<MetricDefinition> DefineAsync(MetricDefinition command, Actor actor, CancellationToken ct)
    {
        var defined = await store.WriteAsync(actor, async transaction =>
        {
            Rights.Require(actor, Right.ManageMetrics);
            var after = Check(command);
            await transaction.TakeTurnAsync(ct);
            var all = await AllAsync(transaction.Db, ct);
            var before = InForce(all, after.Name);
            if (before != after)
            {
                var custom = Find(all, after.Name) ?? Add(transaction.Db, all, after.Name);
                (custom.Name, custom.HigherIsBetter, custom.Unit, custom.Format) = (after.Name, after.HigherIsBetter, after.Unit, after.Format);
                (custom.ChangedAt, custom.ChangedByName) = (transaction.Now, actor.Name);
                transaction.Record(new MetricDefined(before, after));
            }

            return after;
        }, ct);
        await catalog.RefreshAsync(CancellationToken.None); // the change is in, whoever went away meanwhile
        return defined;
    }

    /// <summary>Takes an admin's definition away: the built-in one holds again, or none.</summary>
    public async Task ResetAsync(string name, Actor actor, CancellationToken ct)
    {
        await store.WriteAsync(actor, async transaction =>
        {
            Rights.Require(actor, Right.ManageMetrics);
            await transaction.TakeTurnAsync(ct);
            var all = await AllAsync(transaction.Db, ct);
            var custom = Find(all, name)
                ?? throw RegistryException.NotFound("metric_not_defined", $"'{name}' has no definition of its own, so there is nothing to take back.");
            transaction.Db.CustomMetrics.Remove(custom);
            var before = Definition(custom);
            transaction.Record(new MetricReset(before, InForce(all.Where(other => other != custom), custom.Name)));
        }, ct);
        await catalog.RefreshAsync(CancellationToken.None);
    }

    private static MetricDefinition Check(MetricDefinition command)
    {
        var name = MetricName.Check("name", command.Name);
        var unit = Text.CheckOptional("unit", command.Unit, CustomMetric.UnitMaxLength) ?? "";
        if (!MetricFormat.All.Contains(command.Format))
        {
            throw RegistryException.Invalid("format", "format_unknown",
                $"format must be one of {string.Join(", ", MetricFormat.All.Select(format => $"'{format}'"))}.");
        }

        if (MetricFormat.IsPercent(command.Format) && unit.Length > 0)
        {
            throw RegistryException.Invalid("unit", "unit_with_percent", "A percentage has no other unit. Leave unit empty, or choose a format without %.");
        }

        return new MetricDefinition(name, command.HigherIsBetter, unit, command.Format);
    }

    private static Task<List<CustomMetric>> AllAsync(RegistryDbContext db, CancellationToken ct) =>
        db.CustomMetrics.OrderBy(metric => metric.NormalizedName).Take(CustomMetric.Most).ToListAsync(ct);

    private static CustomMetric? Find(List<CustomMetric> all, string name) => all.Find(metric => metric.NormalizedName == Normalize(name));

    private static CustomMetric Add(RegistryDbContext db, List<CustomMetric> all, string name) => all.Count < CustomMetric.Most
        ? db.CustomMetrics.Add(new CustomMetric { NormalizedName = Normalize(name) }).Entity
        : throw RegistryException.Invalid("name", "too_many",
            $"There are {CustomMetric.Most} definitions already, which is the most. Reset one that is no longer used.");

    // The rule by which definitions are looked up: case makes no difference.
    private static string Normalize(string name) => name.ToUpperInvariant();

    /// <summary>What was said of a metric, under its own name or the name without the split; null when nothing was.</summary>
    private static MetricDefinition? InForce(IEnumerable<CustomMetric> custom, string name)
    {
        var definitions = MetricDefinitions.With(custom.Select(Definition));
        return definitions.Knows(name) ? definitions.For(name) : null;
    }

    private static MetricDefinition Definition(CustomMetric metric) => new(metric.Name, metric.HigherIsBetter, metric.Unit, metric.Format);
}
