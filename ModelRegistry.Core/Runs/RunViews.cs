using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Runs;

/// <summary>Adds to runs what they logged, by one statement for each kind of it.</summary>
internal static class RunViews
{
    public static async Task<IReadOnlyList<RunView>> OfAsync(RegistryDbContext db, IReadOnlyList<RunView> runs, CancellationToken ct)
    {
        if (runs.Count == 0)
        {
            return runs;
        }

        var keys = runs.Select(run => run.Key).ToArray();
        var metrics = (await db.RunMetrics.Where(row => EF.Parameter(keys).Contains(row.RunKey))
            .Join(db.MetricKeys, row => row.MetricId, key => key.Id, (row, key) => new { key.Name, Row = row })
            .ToListAsync(ct)).ToLookup(metric => metric.Row.RunKey);
        var parameters = (await db.RunParams.Where(param => EF.Parameter(keys).Contains(param.RunKey)).ToListAsync(ct)).ToLookup(param => param.RunKey);
        var tags = (await db.RunTags.Where(tag => EF.Parameter(keys).Contains(tag.RunKey)).ToListAsync(ct)).ToLookup(tag => tag.RunKey);
        var inputs = (await db.RunInputs.Where(input => EF.Parameter(keys).Contains(input.RunKey))
            .Join(db.RunDatasets, input => input.DatasetKey, dataset => dataset.Key, (input, dataset) => new { Input = input, Dataset = dataset })
            .ToListAsync(ct)).ToLookup(read => read.Input.RunKey);
        var models = (await db.RunModels.Where(link => EF.Parameter(keys).Contains(link.RunKey))
            .Join(db.LoggedModels, link => link.ModelKey, model => model.Key, (link, model) => new { Link = link, model.Id })
            .ToListAsync(ct)).ToLookup(linked => linked.Link.RunKey);
        return [.. runs.Select(run => run with
        {
            Metrics = [.. metrics[run.Key].OrderBy(metric => metric.Name, StringComparer.Ordinal)
                .Select(metric => RunMetricView.Of(metric.Name, metric.Row))],
            Params = parameters[run.Key].OrderBy(param => param.Key, StringComparer.Ordinal).ToDictionary(param => param.Key, param => param.Value),
            Tags = tags[run.Key].OrderBy(tag => tag.Key, StringComparer.Ordinal).ToDictionary(tag => tag.Key, tag => tag.Value),
            Inputs = [.. inputs[run.Key].OrderBy(read => read.Dataset.Key).Select(read => InputOf(read.Dataset, read.Input))],
            Models = [.. models[run.Key].OrderBy(linked => linked.Link.Step).ThenBy(linked => linked.Link.ModelKey)
                .Select(linked => new RunModelView(linked.Id, linked.Link.IsOutput, linked.Link.Step))],
        })];
    }

    private static RunInputView InputOf(RunDataset dataset, RunInput input) => new(dataset.Name, dataset.Digest, dataset.SourceType, dataset.Source,
        dataset.Schema, dataset.Profile, JsonSerializer.Deserialize<Dictionary<string, string>>(input.Tags) ?? []);
}
