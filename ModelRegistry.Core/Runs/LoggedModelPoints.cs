using ModelRegistry.Core.Access;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Metrics;

namespace ModelRegistry.Core.Runs;

/// <summary>Points of a run that were measured of logged models: kept with these as well, and once, however often they come.</summary>
internal static class LoggedModelPoints
{
    public static async Task AddAsync(RegistryDbContext db, Actor actor, Run run, IReadOnlyList<NewPoint> points, Dictionary<string, int> numbers,
        CancellationToken ct)
    {
        var ids = points.Select(point => point.ModelId).Where(id => !string.IsNullOrEmpty(id)).Distinct().ToList();
        if (ids.Count == 0)
        {
            return;
        }

        var keys = await db.FindLoggedModelKeysAsync(actor, [.. ids.OfType<string>()], ct);
        var rows = points.Where(point => !string.IsNullOrEmpty(point.ModelId))
            .GroupBy(point => (Model: keys[point.ModelId!], Metric: numbers[point.Key], point.Step, point.Time))
            .Select(group => new object?[]
            {
                group.Key.Model, group.Key.Metric, group.Key.Step, group.Key.Time, run.Key, (byte)MetricValue.KindOf(group.Last().Value),
                MetricValue.Stored(group.Last().Value), group.Last().DatasetName, group.Last().DatasetDigest,
            });
        await db.ReplaceAsync(RunTables.ModelMetrics, [.. rows], ct);
    }
}
