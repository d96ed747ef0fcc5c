using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Metrics;

namespace ModelRegistry.Core.Versions;

/// <summary>Appends metric rows to a version inside a transaction and keeps the mark of the current row per name and data set.</summary>
internal static class MetricLog
{
    /// <summary>The first metrics of a version that this change makes; returns the rows that are current.</summary>
    public static IReadOnlyList<Metric> Begin(RegistryTransaction transaction, ModelVersion version, IReadOnlyList<NewMetric> metrics)
    {
        var rows = Rows(transaction, version, metrics);
        MarkCurrent(rows, []);
        MarkListed(version, rows);
        transaction.Db.Metrics.AddRange(rows);
        return [.. rows.Where(row => row.IsCurrent)];
    }

    public static async Task AppendAsync(RegistryTransaction transaction, ModelVersion version, IReadOnlyList<NewMetric> metrics, CancellationToken ct)
    {
        var rows = Rows(transaction, version, metrics);
        var names = rows.Select(row => row.Name).Distinct().ToList();
        var currentRows = await transaction.Db.Metrics.AsTracking()
            .Where(metric => metric.VersionId == version.Id && metric.IsCurrent && names.Contains(metric.Name))
            .ToListAsync(ct);

        // In two steps, because the index allows one current row at every moment: first the old marks go, then the new rows come.
        MarkCurrent(rows, currentRows);
        MarkListed(version, [.. currentRows, .. rows]);
        if (currentRows.Count > 0)
        {
            await transaction.Db.SaveChangesAsync(ct);
        }

        transaction.Db.Metrics.AddRange(rows);
    }

    private static List<Metric> Rows(RegistryTransaction transaction, ModelVersion version, IReadOnlyList<NewMetric> metrics)
    {
        if (metrics.Count > NewMetric.MaxPerCall)
        {
            throw RegistryException.Invalid("metrics", "too_many", string.Create(CultureInfo.InvariantCulture,
                $"{metrics.Count} metrics in one call; {NewMetric.MaxPerCall} are allowed. Send them in several calls."));
        }

        return [.. metrics.Select((metric, index) => Row(transaction, version, metric, index))];
    }

    private static void MarkCurrent(List<Metric> rows, List<Metric> currentRows)
    {
        var current = currentRows.ToDictionary(metric => (metric.Name, metric.DatasetDigest));
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
    }

    /// <summary>By the same rule as <see cref="VersionView.Metric"/>: of those of one moment the first by data set.</summary>
    private static void MarkListed(ModelVersion version, List<Metric> rows)
    {
        foreach (var named in rows.GroupBy(row => row.Name))
        {
            var current = named.Where(row => row.IsCurrent).ToList();
            var listed = current.Find(row => row.DatasetDigest == (version.DatasetDigest ?? ""))
                ?? current.OrderBy(row => row.DatasetDigest, StringComparer.Ordinal).MaxBy(row => row.At);
            foreach (var row in named)
            {
                row.ListedIn = row == listed ? version.ModelId : null;
            }
        }
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
            VersionNumber = version.Number,
            Name = MetricName.Check($"{field}.name", metric.Name),
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
