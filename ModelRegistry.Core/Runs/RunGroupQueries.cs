using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Metrics;

namespace ModelRegistry.Core.Runs;

/// <summary>Folds the runs of a search by what they were given: three statements, whatever the number of runs.</summary>
public sealed class RunGroupQueries(RegistryStore store)
{
    /// <param name="search">Which runs; its order and page do not count.</param>
    /// <param name="param">The parameter whose values they are folded by.</param>
    /// <param name="metrics">The metrics whose extremes are told.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="ct">Gives up.</param>
    public Task<RunGroups> FoldAsync(RunSearch search, string param, IReadOnlyList<string> metrics, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            if ((await FoundRuns.OfAsync(db, search, actor, ct)).Runs is not { } runs)
            {
                return new RunGroups([], HasMore: false);
            }

            var valued = from run in runs
                         join given in db.RunParams.Where(row => row.Key == param) on run.Key equals given.RunKey into all
                         from given in all.DefaultIfEmpty()
                         select new ValuedRun { Key = run.Key, StartTime = run.StartTime, Value = given!.Value };
            var groups = await valued.GroupBy(run => run.Value)
                .Select(group => new { Value = group.Key, Runs = group.Count(), LastStart = group.Max(run => run.StartTime) })
                .OrderByDescending(group => group.Runs).ThenBy(group => group.Value).Take(RunGroups.Most + 1).ToListAsync(ct);
            var shown = groups.Take(RunGroups.Most).ToList();
            var extremes = await ExtremesAsync(db, valued, [.. shown.Select(group => group.Value)], metrics, ct);
            return new RunGroups([.. shown.Select(group => new RunGroup(group.Value, group.Runs, group.LastStart,
                extremes[group.Value].ToDictionary(row => row.Metric, row => new Extremes(row.Lowest, row.Highest))))], groups.Count > shown.Count);
        }, ct);

    private static async Task<ILookup<string?, ValuedExtremes>> ExtremesAsync(RegistryDbContext db, IQueryable<ValuedRun> valued,
        IReadOnlyList<string?> values, IReadOnlyList<string> metrics, CancellationToken ct)
    {
        var (texts, withNone, names) = (values.OfType<string>().ToArray(), values.Contains(null), metrics.Distinct().ToArray());
        if (names.Length == 0)
        {
            return Array.Empty<ValuedExtremes>().ToLookup(row => row.Value);
        }

        var measured = from run in valued
                       where run.Value == null ? withNone : texts.Contains(run.Value)
                       join row in db.RunMetrics on run.Key equals row.RunKey
                       join key in db.MetricKeys on row.MetricId equals key.Id
                       where row.Kind == NumberKind.Finite && names.Contains(key.Name)
                       group row.Stored by new { run.Value, key.Name } into numbers
                       select new ValuedExtremes
                       {
                           Value = numbers.Key.Value,
                           Metric = numbers.Key.Name,
                           Lowest = numbers.Min(),
                           Highest = numbers.Max(),
                       };
        return (await measured.ToListAsync(ct)).ToLookup(row => row.Value);
    }

    private sealed class ValuedRun
    {
        public required long Key { get; init; }

        public required long StartTime { get; init; }

        public required string? Value { get; init; }
    }

    private sealed class ValuedExtremes
    {
        public required string? Value { get; init; }

        public required string Metric { get; init; }

        public required double Lowest { get; init; }

        public required double Highest { get; init; }
    }
}
