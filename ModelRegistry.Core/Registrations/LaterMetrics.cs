using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Runs;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Registrations;

/// <summary>
/// A run that ends hands over to its versions what it measured after they were registered: the latest value of each metric, in one row. What is logged
/// to it later stays with the run.
/// </summary>
internal static class LaterMetrics
{
    public static async Task FollowEndAsync(RegistryTransaction transaction, EndedRun ended, CancellationToken ct)
    {
        var db = transaction.Db;
        var ids = await db.Versions.Where(version => version.SourceRunId == ended.Run.Id && version.Status == VersionStatus.Ready)
            .OrderBy(version => version.ModelId).ThenBy(version => version.Number).Select(version => new { version.ModelId, version.Id }).ToListAsync(ct);
        if (ids.Count == 0)
        {
            return;
        }

        var latest = await RunEvidence.LatestAsync(db, ended.Run, ct);
        foreach (var id in ids) // one, almost always
        {
            await db.LockAsync(id.ModelId, id.Id, ct);
            var model = await db.Models.AsTracking().SingleAsync(found => found.Id == id.ModelId, ct);
            var version = await db.Versions.AsTracking().SingleAsync(found => found.Id == id.Id, ct);
            await AppendAsync(transaction, model, version, latest, ct);
        }
    }

    private static async Task AppendAsync(RegistryTransaction transaction, Model model, ModelVersion version, IReadOnlyList<NewMetric> latest,
        CancellationToken ct)
    {
        var current = await transaction.Db.Metrics.AsNoTracking().Where(metric => metric.VersionId == version.Id && metric.IsCurrent).ToListAsync(ct);
        var later = latest.Where(metric => !current.Exists(row => row.Name == metric.Name
            && row.DatasetDigest == (metric.Dataset is { } dataset ? dataset.Digest ?? "" : version.DatasetDigest ?? "")
            && (row.Step > metric.Step || (row.Step == metric.Step && MetricValue.Of(row.Stored, row.Kind).Equals(metric.Value))))).ToList();
        if (later.Count == 0)
        {
            return;
        }

        foreach (var chunk in later.Chunk(NewMetric.MaxPerCall))
        {
            await MetricLog.AppendAsync(transaction, version, chunk, ct);
        }

        model.UpdatedAt = transaction.Now;
        transaction.Record(new MetricsLogged(model.Ref, version.Number, later));
        await transaction.Db.SaveChangesAsync(ct);
        await transaction.FollowAsync(new EvidenceChange(version, $"{transaction.Actor.Name} ended the run, which had measured more"), ct);
    }
}
