using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Runs;

/// <summary>What a run logs, checked before its turn comes: keys, sizes and times are right, and each point, parameter and tag stands there once.</summary>
internal sealed class CheckedBatch
{
    public required IReadOnlyList<NewPoint> Points { get; init; }

    public required IReadOnlyCollection<string> MetricNames { get; init; }

    public required IReadOnlyDictionary<string, string> Params { get; init; }

    public required IReadOnlyDictionary<string, string> Tags { get; init; }

    public static CheckedBatch Of(RunBatch batch)
    {
        RequireRoom(batch);
        var names = new HashSet<string>(StringComparer.Ordinal);
        var metrics = batch.Metrics ?? [];
        var seen = new HashSet<NewPoint>(metrics.Count);
        var points = new List<NewPoint>(metrics.Count);
        for (var i = 0; i < metrics.Count; i++)
        {
            var point = metrics[i];
            if (!names.Contains(point.Key))
            {
                names.Add(RunText.Key($"metrics[{i.Text()}].key", point.Key));
            }

            RequireFitting(point, i);
            if (seen.Add(point with { Value = Same(point.Value) }))
            {
                points.Add(point);
            }
        }

        return new CheckedBatch { Points = points, MetricNames = names, Params = ParamsOf(batch.Params ?? []), Tags = RunText.Tags("tags", batch.Tags) };
    }

    // 0 and -0 are one number to both databases; NaN equals itself here as it does in a set.
    private static double Same(double value) => value == 0 ? 0 : value;

    private static void RequireFitting(NewPoint point, int at)
    {
        if (point.Time < 0)
        {
            throw RegistryException.Invalid($"metrics[{at.Text()}].timestamp", "time_invalid",
                $"Invalid value {point.Time} for parameter 'metrics[{at.Text()}].timestamp' supplied: it is milliseconds since 1970 and cannot be negative.");
        }

        if (point.ModelId is not null || point.DatasetName is not null || point.DatasetDigest is not null)
        {
            Text.Check($"metrics[{at.Text()}].model_id", point.ModelId, LoggedModel.IdMaxLength);
            Text.Check($"metrics[{at.Text()}].dataset_name", point.DatasetName, RunDataset.NameMaxLength);
            Text.Check($"metrics[{at.Text()}].dataset_digest", point.DatasetDigest, RunDataset.DigestMaxLength);
        }
    }

    private static Dictionary<string, string> ParamsOf(IReadOnlyList<KeyValuePair<string, string>> pairs)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < pairs.Count; i++)
        {
            var key = RunText.Key($"params[{i.Text()}].key", pairs[i].Key);
            if (!values.TryAdd(key, RunText.Param($"params[{i.Text()}].value", pairs[i].Value)))
            {
                throw RegistryException.Invalid($"params[{i.Text()}].key", "param_twice",
                    $"Duplicate parameter keys have been submitted: '{key}'. Please ensure the request contains only one value per key.");
            }
        }

        return values;
    }

    private static void RequireRoom(RunBatch batch)
    {
        var (metrics, parameters, tags) = (batch.Metrics?.Count ?? 0, batch.Params?.Count ?? 0, batch.Tags?.Count ?? 0);
        Require("metrics", metrics, RunBatch.MostMetrics);
        Require("params", parameters, RunBatch.MostParams);
        Require("tags", tags, RunBatch.MostTags);
        Require("params/tags/metrics combined", metrics + parameters + tags, RunBatch.MostTogether);

        static void Require(string what, int count, int most)
        {
            if (count > most)
            {
                throw RegistryException.Invalid(what.Split('/')[0], "too_many", $"A batch logging request can contain at most {most.Text()} {what}. Got "
                    + $"{count.Text()} {what}. Split them over several requests.");
            }
        }
    }
}
