using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Metrics;

namespace ModelRegistry.Core.Versions;

/// <summary>Appends metric rows to a version inside a transaction and keeps the mark of the current row per name and data set.</summary>
internal static class MetricLog
{
    public static async Task AppendAsync(RegistryTransaction transaction, ModelVersion version, IReadOnlyList<NewMetric> metrics, CancellationToken ct)
    {
        if (metrics.Count > NewMetric.MaxPerCall)
        {
            throw RegistryException.Invalid("metrics", "too_many", string.Create(CultureInfo.InvariantCulture,
                $"{metrics.Count} metrics in one call; {NewMetric.MaxPerCall} are allowed. Send them in several calls."));
        }

        var rows = metrics.Select((metric, index) => Row(transaction, version, metric, index)).ToList();
        var names = rows.Select(row => row.Name).Distinct().ToList();
        var currentRows = await transaction.Db.Metrics.AsTracking()
            .Where(metric => metric.VersionId == version.Id && metric.IsCurrent && names.Contains(metric.Name))
            .ToListAsync(ct);
        var current = currentRows.ToDictionary(metric => (metric.Name, metric.DatasetDigest));

        // In two steps, because the index allows one current row at every moment: first the old marks go, then the new rows come.
        foreach (var row in rows)
        {
            if (current.TryGetValue((row.Name, row.DatasetDigest), out var shown) && row.Step < shown.Step)
            {
                continue;
            }

            shown?.IsCurrent = false;
            row.IsCurrent = true;
            current[(row.Name, row.DatasetDigest)] = row;
        }

        await transaction.Db.SaveChangesAsync(ct);
        transaction.Db.Metrics.AddRange(rows);
    }

    private static Metric Row(RegistryTransaction transaction, ModelVersion version, NewMetric metric, int index)
    {
        var field = string.Create(CultureInfo.InvariantCulture, $"metrics[{index}]");
        if (metric is null)
        {
            throw RegistryException.Invalid(field, "field_required", $"{field} is null. Send name and value, or leave it out.");
        }

        var dataset = metric.Dataset ?? new MetricDataset(version.DatasetName, version.DatasetDigest);
        return new Metric
        {
            VersionId = version.Id,
            Name = Text.CheckKey($"{field}.name", metric.Name),
            Stored = MetricValue.Stored(metric.Value),
            Kind = MetricValue.KindOf(metric.Value),
            Step = metric.Step,
            DatasetName = Text.CheckOptional($"{field}.dataset.name", dataset.Name, NewVersion.DatasetNameMaxLength),
            DatasetDigest = Text.CheckOptional($"{field}.dataset.digest", dataset.Digest, NewVersion.DatasetDigestMaxLength) ?? "",
            Source = Text.CheckOptional($"{field}.source", metric.Source, Metric.SourceMaxLength),
            At = transaction.Now,
            ById = transaction.Actor.UserId,
            ByName = transaction.Actor.Name,
        };
    }
}
